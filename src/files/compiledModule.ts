import { existsSync } from 'node:fs';

/**
 * A module of farfield as node runs it, to start a thread or a process with: the one beside the
 * caller; from sources, which only tests run, the one they were compiled to.
 *
 * @param path - relative, as `./moduleWorker.js`
 * @param caller - the caller's `import.meta.url`
 */
export function compiledModule(path: string, caller: string): URL {
  const beside = new URL(path, caller);
  if (existsSync(beside)) return beside;
  const at = beside.href.lastIndexOf('/src/');
  return new URL(`${beside.href.slice(0, at)}/dist/${beside.href.slice(at + '/src/'.length)}`);
}
