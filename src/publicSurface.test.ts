import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as farfield from './index.js';
import * as testing from './testing/index.js';

/** One export of an entrance: its name, its documentation, its example. */
interface Export {
  readonly name: string;
  readonly documented: boolean;
  readonly callable: boolean;
  readonly example: string | null;
}

const source = dirname(fileURLToPath(import.meta.url));

function exportsOf(entrance: string): Export[] {
  const path = join(source, entrance);
  const options = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(source, '..', 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    join(source, '..'),
  ).options;
  const program = ts.createProgram([path], options);
  const checker = program.getTypeChecker();
  const entry = checker.getSymbolAtLocation(program.getSourceFile(path)!)!;
  return checker.getExportsOfModule(entry).map((symbol) => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const example = target.getJsDocTags(checker).find(({ name }) => name === 'example');
    const text = example && ts.displayPartsToString(example.text);
    return {
      name: symbol.name,
      documented: ts.displayPartsToString(target.getDocumentationComment(checker)).length > 10,
      callable: (target.flags & ts.SymbolFlags.Function) !== 0,
      example: text ? (/```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? null) : null,
    };
  });
}

/** Runs an example with every export of farfield in scope, as a reader would type it. */
async function run(example: string, scope: Record<string, unknown>): Promise<void> {
  // What an example imports is in scope already.
  const body = example.replaceAll(/^import .*$/gm, '');
  const { outputText } = ts.transpileModule(`(async () => {\n${body}\n})()`, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  });
  const names = Object.keys(scope);
  await new Function(...names, `return ${outputText}`)(...names.map((name) => scope[name]));
}

/** Stands in for the test framework that examples of `farfield/testing` hand over. */
const framework = {
  describe: (_: string, body: () => void) => body(),
  it: () => {},
};

for (const [entrance, scope] of [
  ['index.ts', { ...farfield }],
  ['testing/index.ts', { ...farfield, ...testing, ...framework }],
] as const) {
  describe(`the public surface, ${entrance}`, () => {
    const found = exportsOf(entrance);

    it('has exports', () => {
      expect(found.length).toBeGreaterThan(3);
    });

    it('documents every export', () => {
      expect(found.filter(({ documented }) => !documented).map(({ name }) => name)).toEqual([]);
    });

    it('gives every function an example', () => {
      const without = found.filter(({ callable, example }) => callable && !example);
      expect(without.map(({ name }) => name)).toEqual([]);
    });

    it.each(found.filter(({ example }) => example !== null))(
      'runs the example of $name',
      async ({ example }) => {
        await run(example!, scope);
      },
    );
  });
}
