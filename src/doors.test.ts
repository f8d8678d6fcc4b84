import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import ts from 'typescript';
import { expect, it } from 'vitest';
import type { CaseKind } from './claims/cases.js';
import { arbitraryOf } from './generate/arbitraries.js';

// What users see change when it changes. Where the change is meant: npx vitest run src/doors -u

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const doors = Object.entries(manifest.exports as Record<string, string | { default: string }>)
  .flatMap(([name, target]) =>
    typeof target === 'string' ? [] : [[name, target.default] as const],
  )
  .map(([name, file]) => ({
    name: name.replace('.', 'farfield'),
    source: join(root, file.replace('dist', 'src').replace(/\.js$/, '.ts')),
  }));

it('the doors of the package export what they did', async () => {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const program = ts.createProgram(
    doors.map(({ source }) => source),
    options,
  );
  const checker = program.getTypeChecker();
  const lines = doors.flatMap(({ name, source }) => {
    const entrance = checker.getSymbolAtLocation(program.getSourceFile(source)!)!;
    const names = checker.getExportsOfModule(entrance).map((symbol) => {
      const alias = symbol.flags & ts.SymbolFlags.Alias;
      const { flags } = alias ? checker.getAliasedSymbol(symbol) : symbol;
      return flags & ts.SymbolFlags.Value ? symbol.name : `type ${symbol.name}`;
    });
    return [`# ${name}`, ...names.sort(), ''];
  });
  await expect(lines.join('\n')).toMatchFileSnapshot('../properties/snapshots/exports.txt');
});

it('generators begin as they did at a seed', async () => {
  const lines = (Object.keys(arbitraryOf) as CaseKind[])
    .sort()
    .flatMap((kind) =>
      fc
        .sample(arbitraryOf[kind]() as fc.Arbitrary<unknown>, { seed: 1, numRuns: 5 })
        .map((one, n) => `${kind} ${n} ${digestOf(one)}`),
    );
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../properties/snapshots/cases.txt');
});

/** A case in a few letters: another case, however little else, has others. */
function digestOf(one: unknown): string {
  const plain = JSON.stringify(one, (_, value) => {
    if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
    if (typeof value === 'bigint' || Object.is(value, -0)) return `${typeof value} ${value}`;
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  });
  expect(plain.length).toBeGreaterThan(10);
  return createHash('sha256').update(plain).digest('hex').slice(0, 16);
}
