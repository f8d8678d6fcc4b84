import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A door of the package: what users call it, and the file of `src` behind it. */
export interface Door {
  readonly name: string;
  readonly source: string;
}

/** Every door that `package.json` names. */
export const DOORS: readonly Door[] = Object.entries(
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).exports as Record<
    string,
    string | { default: string }
  >,
)
  .flatMap(([name, target]) =>
    typeof target === 'string' ? [] : [[name, target.default] as const],
  )
  .map(([name, file]) => ({
    name: name.replace('.', 'farfield'),
    source: join(root, file.replace('dist', 'src').replace(/\.js$/, '.ts')),
  }));

let known: ts.Program | null = null;

/** What a door exports, as the compiler sees it, which reads the sources once for all doors. */
export function exportsOf({ source }: Door): {
  readonly symbols: readonly ts.Symbol[];
  readonly checker: ts.TypeChecker;
} {
  known ??= ts.createProgram(
    DOORS.map((door) => door.source),
    ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
      ts.sys,
      root,
    ).options,
  );
  const checker = known.getTypeChecker();
  const entrance = checker.getSymbolAtLocation(known.getSourceFile(source)!)!;
  return { symbols: checker.getExportsOfModule(entrance), checker };
}
