import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const parsed = new Map<string, ts.SourceFile>();

/**
 * Every TypeScript file of a folder of the repository, parsed once for all tests.
 *
 * @returns by path from the root
 */
export function parsedSources(folder: 'src' | 'properties'): ReadonlyMap<string, ts.SourceFile> {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.ts'));
  return new Map(
    names.map((name) => {
      const known = parsed.get(name);
      if (known) return [name, known] as const;
      const text = readFileSync(join(root, name), 'utf8');
      const source = ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true);
      parsed.set(name, source);
      return [name, source] as const;
    }),
  );
}
