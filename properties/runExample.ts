import ts from 'typescript';

/**
 * Runs TypeScript that is an example of documentation, as a reader would type it.
 *
 * @param example - its imports are left out: what they name is in `scope`
 */
export async function runExample(example: string, scope: Record<string, unknown>): Promise<void> {
  const body = example.replaceAll(/^import .*$/gm, '');
  const { outputText } = ts.transpileModule(`(async () => {\n${body}\n})()`, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  });
  const names = Object.keys(scope);
  // Code before the call, as "use strict" is, would make `return` return nothing and wait for nothing.
  const runnable = outputText.replace('"use strict";', '').trimStart();
  if (!runnable.startsWith('(async')) throw new Error(`not one expression: ${runnable}`);
  await new Function(...names, `return ${runnable}`)(...names.map((name) => scope[name]));
}
