import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const source = dirname(fileURLToPath(import.meta.url));

/** The import order as the README states it: each folder may import only those before it. */
function statedOrder(): string[] {
  const readme = readFileSync(join(source, '..', 'README.md'), 'utf8');
  const section = readme.split(/^## /m).find((text) => text.startsWith('Architecture'));
  return [...section!.matchAll(/^\d+\. `src\/(\w+)\/`/gm)].map(([, folder]) => folder);
}

interface Import {
  readonly file: string;
  readonly specifier: string;
}

/** The imports of a file that go against the order. */
function violations(file: string, text: string, order: readonly string[]): Import[] {
  const own = file.split(sep);
  // Files directly in src/ are entrances and may import everything.
  if (own.length < 2) return [];
  const rank = order.indexOf(own[0]);
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((specifier) => specifier.startsWith('.'))
    .filter((specifier) => {
      const target = join(dirname(file), specifier).split(sep);
      if (specifier.endsWith('/package.json')) return false;
      if (target.length < 2) return true;
      return order.indexOf(target[0]) > rank || !order.includes(target[0]);
    })
    .map((specifier) => ({ file, specifier }));
}

/** Files that import each other in a loop, types included: each loop's files, in order. */
function circles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const reached = new Map<string, Set<string>>();
  for (const start of imports.keys()) {
    const seen = new Set<string>();
    const ahead = [...imports.get(start)!];
    for (let file = ahead.pop(); file !== undefined; file = ahead.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      ahead.push(...(imports.get(file) ?? []));
    }
    reached.set(start, seen);
  }
  const loops = new Set<string>();
  for (const [file, seen] of reached) {
    if (!seen.has(file)) continue;
    loops.add(
      [...seen]
        .filter((other) => reached.get(other)!.has(file))
        .sort()
        .join('\n'),
    );
  }
  return [...loops].map((loop) => loop.split('\n'));
}

/** What each file of src imports from src, by any form of import. */
function importsOf(files: readonly string[]): Map<string, string[]> {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(source, file), 'utf8');
      const targets = ts
        .preProcessFile(text, true, true)
        .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) => join(dirname(file), fileName).replace(/\.js$/, '.ts'))
        .filter((target) => known.has(target));
      return [file, targets] as const;
    }),
  );
}

function sourceFiles(): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort();
}

describe('the import order', () => {
  it('is stated for every folder of src, and for none that does not exist', () => {
    const folders = new Set(
      sourceFiles()
        .filter((name) => name.includes(sep))
        .map((name) => name.split(sep)[0]),
    );
    expect([...statedOrder()].sort()).toEqual([...folders].sort());
  });

  it('is kept by every import', () => {
    const order = statedOrder();
    const found = sourceFiles().flatMap((name) =>
      violations(name, readFileSync(join(source, name), 'utf8'), order),
    );
    expect(found).toEqual([]);
  });

  it('catches a planted violation of every form of import', () => {
    const order = ['errors', 'exact', 'cli'];
    const planted = [
      "import { a } from '../cli/main.js';",
      "export { a } from '../cli/main.js';",
      "const a = await import('../cli/main.js');",
      "import type { A } from '../index.js';",
      "import type { A } from '../nowhere/a.js';",
    ];
    for (const text of planted) {
      expect(violations(join('exact', 'dyadic.ts'), text, order), text).toHaveLength(1);
    }
    const allowed = "import { a } from '../errors/a.js';\nimport { b } from './b.js';";
    expect(violations(join('exact', 'dyadic.ts'), allowed, order)).toEqual([]);
    expect(relative(source, join(source, 'exact'))).toBe('exact');
  });
});

describe('circles', () => {
  it('there are none, not even of types', () => {
    const imports = importsOf(sourceFiles());
    expect([...imports.values()].flat().length).toBeGreaterThan(imports.size);
    expect(circles(imports)).toEqual([]);
  });

  it('are told, whole, where they are', () => {
    const planted = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', ['a']],
      ['d', ['d']],
      ['e', ['a']],
    ]);
    expect(circles(planted)).toEqual([['a', 'b', 'c'], ['d']]);
  });
});

describe('files', () => {
  it('are short: half of them have fewer than 100 lines', () => {
    const lengths = sourceFiles()
      .map((name) => readFileSync(join(source, name), 'utf8').split('\n').length - 1)
      .sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(100);
  });
});
