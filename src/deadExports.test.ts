import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { parsedSources } from '../properties/support/parsedSources.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What may be imported from outside: every export of these is somebody's. */
const DOORS = [
  'src/index.ts',
  'src/core.ts',
  'src/report.ts',
  'src/testing/index.ts',
  // Named in vitest's configuration.
  'properties/buildIfStale.ts',
];

interface Module {
  /** Names it exports itself. */
  readonly exported: Set<string>;
  /** By file, the names it takes from there; `*` for all of them. */
  readonly taken: Map<string, Set<string>>;
}

/** What a module exports and takes, read off its text. */
function moduleOf(source: ts.SourceFile): Module {
  const file = resolve(root, source.fileName);
  const { text } = source;
  const exported = new Set<string>();
  const taken = new Map<string, Set<string>>();
  const take = (specifier: string, names: readonly string[]) => {
    if (!specifier.startsWith('.')) return;
    const from = resolve(dirname(file), specifier).replace(/\.js$/, '.ts');
    const known = taken.get(from) ?? new Set();
    for (const name of names) known.add(name);
    taken.set(from, known);
  };
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      const { text: from } = statement.moduleSpecifier as ts.StringLiteral;
      const bindings = statement.importClause?.namedBindings;
      if (bindings && ts.isNamedImports(bindings)) {
        take(
          from,
          bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text),
        );
      } else take(from, ['*']);
    } else if (ts.isExportDeclaration(statement)) {
      const from = statement.moduleSpecifier as ts.StringLiteral | undefined;
      const named = statement.exportClause && ts.isNamedExports(statement.exportClause);
      const elements = named ? (statement.exportClause as ts.NamedExports).elements : [];
      for (const { name } of elements) exported.add(name.text);
      if (from) {
        const names = elements.map(({ name, propertyName }) => (propertyName ?? name).text);
        take(from.text, named ? names : ['*']);
      }
    } else if (isExported(statement)) {
      // A type that its own module speaks of names what a function there takes or gives.
      const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
      for (const name of namesOf(statement)) {
        if (!isType || text.split(new RegExp(`\\b${name}\\b`)).length === 2) exported.add(name);
      }
    }
  }
  // Whoever loads a module later may take anything from it.
  for (const [, specifier] of text.matchAll(/import\(\s*'([^']+)'\s*\)/g)) take(specifier, ['*']);
  return { exported, taken };
}

/** The same of a module that is written here. */
function written(file: string, text: string): Module {
  return moduleOf(ts.createSourceFile(file, text, ts.ScriptTarget.ES2023));
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const kinds = modifiers.map(({ kind }) => kind);
  // A default export is what a thread or a configuration is made of.
  return (
    kinds.includes(ts.SyntaxKind.ExportKeyword) && !kinds.includes(ts.SyntaxKind.DefaultKeyword)
  );
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    );
  }
  const { name } = statement as ts.DeclarationStatement;
  return name && ts.isIdentifier(name as ts.Node) ? [(name as ts.Identifier).text] : [];
}

/** Exports that no other module takes, as `file: name`. */
function unused(modules: ReadonlyMap<string, Module>, doors: readonly string[]): string[] {
  const used = new Map<string, Set<string>>();
  for (const { taken } of modules.values()) {
    for (const [from, names] of taken) {
      const known = used.get(from) ?? new Set();
      for (const name of names) known.add(name);
      used.set(from, known);
    }
  }
  return [...modules].flatMap(([file, { exported }]) => {
    const names = used.get(file);
    if (doors.includes(file) || names?.has('*')) return [];
    return [...exported].filter((name) => !names?.has(name)).map((name) => `${file}: ${name}`);
  });
}

it('nothing is exported that nobody takes', () => {
  const configuration = 'vitest.config.ts';
  const modules = new Map([
    ...[...parsedSources('src'), ...parsedSources('properties')].map(
      ([name, source]) => [join(root, name), moduleOf(source)] as const,
    ),
    [
      join(root, configuration),
      written(join(root, configuration), readFileSync(join(root, configuration), 'utf8')),
    ],
  ]);
  const dead = unused(
    modules,
    DOORS.map((door) => join(root, door)),
  );
  expect(dead.map((line) => relative(root, line))).toEqual([]);
});

it('an export that nobody takes is noticed, however it is written', () => {
  const take = written('/a.ts', "import { used } from './b.js';\nexport { again } from './b.js';");
  const give = written(
    '/b.ts',
    'export const used = 1, dead = 2;\nexport type Alone = 1;\nexport interface Bare {}\nexport interface Spoken {}\nexport function again(of: Spoken) {}\nexport class Made {}\nconst kept = 1;\nexport { kept };\nexport default 1;',
  );
  const modules = new Map([
    ['/a.ts', take],
    ['/b.ts', give],
  ]);
  expect(unused(modules, ['/a.ts'])).toEqual(
    ['dead', 'Alone', 'Bare', 'Made', 'kept'].map((name) => `/b.ts: ${name}`),
  );
  expect(unused(modules, [])).toContain('/a.ts: again');
  modules.set('/c.ts', written('/c.ts', "const b = await import('./b.js');"));
  expect(unused(modules, ['/a.ts'])).toEqual([]);
});
