import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';

/** A file of `src`, a text that stands once in it, and what stands there instead. */
export type Fault = readonly [file: string, right: string, wrong: string];

interface Module {
  exports: object;
}

/** A compiled module: what it imports from `src`, and what fills in its exports. */
interface Compiled {
  readonly imports: readonly string[];
  readonly run: (module: Module, load: (name: string) => unknown, url: string) => void;
}

const source = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src');
const packages = createRequire(import.meta.url);
const compiled = new Map<string, Compiled>();
const withoutFaults = new Map<string, object>();

/**
 * The sources of farfield with faults planted in them, loaded into this thread beside the right
 * ones. Only modules that import a faulty one, directly or through others, are run anew; all others
 * are compiled and run once, whatever the number of faults.
 *
 * @example
 * const faulty = new PlantedSources(['tail/dangerScale.ts', '(best) > 0', '(best) < 0']);
 * const { checkClaim } = faulty.load<typeof import('../src/check/checkClaim.js')>(
 *   'check/checkClaim.ts',
 * );
 */
export class PlantedSources {
  private readonly replaced = new Map<string, string>();
  private readonly modules = new Map<string, object>();
  private readonly changed = new Map<string, boolean>();
  private readonly recompiled = new Map<string, Compiled>();

  /**
   * @throws Error if a fault's text does not stand exactly once in its file: a fault that is not
   *   planted would be one that nothing can notice
   */
  constructor(...faults: readonly Fault[]) {
    for (const [file, right, wrong] of faults) {
      const text = this.replaced.get(file) ?? readFileSync(join(source, file), 'utf8');
      const parts = text.split(right);
      if (parts.length !== 2) {
        throw new Error(
          `${file} holds ${JSON.stringify(right)} ${parts.length - 1} times, not once`,
        );
      }
      this.replaced.set(file, parts.join(wrong));
    }
  }

  /**
   * The exports of a module.
   *
   * @param file - its path in `src`, as `check/checkClaim.ts`
   */
  load<Exports = Record<string, unknown>>(file: string): Exports {
    const shelf = this.isChanged(file) ? this.modules : withoutFaults;
    const known = shelf.get(file);
    if (known) return known as Exports;
    const module: Module = { exports: {} };
    const load = (name: string): unknown =>
      name.startsWith('.') ? this.load(importedFile(file, name)) : packages(name);
    this.compile(file).run(module, load, pathToFileURL(join(source, file)).href);
    shelf.set(file, module.exports);
    return module.exports as Exports;
  }

  /** Whether a fault stands in the module or in one that it imports. */
  private isChanged(file: string): boolean {
    const known = this.changed.get(file);
    if (known !== undefined) return known;
    // Imports have no circles, which another test sees to.
    const changed =
      this.replaced.has(file) ||
      this.compile(file).imports.some((imported) => this.isChanged(imported));
    this.changed.set(file, changed);
    return changed;
  }

  private compile(file: string): Compiled {
    const replaced = this.replaced.get(file);
    const shelf = replaced === undefined ? compiled : this.recompiled;
    const known = shelf.get(file);
    if (known) return known;
    const module = compile(file, replaced ?? readFileSync(join(source, file), 'utf8'));
    shelf.set(file, module);
    return module;
  }
}

function importedFile(from: string, name: string): string {
  return relative(source, resolve(source, dirname(from), name)).replace(/\.js$/, '.ts');
}

/** Compiles a module to a function that can be run again for each set of faults. */
function compile(file: string, text: string): Compiled {
  const { code } = transformSync(text.replaceAll('import.meta.url', '__url'), {
    loader: 'ts',
    format: 'cjs',
    target: 'es2023',
    // What is imported later is a module as any other.
    supported: { 'dynamic-import': false },
  });
  const names = [...code.matchAll(/\brequire\("(\.[^"]+)"\)/g)].map(([, name]) => name);
  return {
    imports: names.map((name) => importedFile(file, name)),
    run: new Function(
      'module',
      'require',
      '__url',
      `${code}\n//# sourceURL=${file}`,
    ) as Compiled['run'],
  };
}
