import { createHash } from 'node:crypto';
import fc from 'fast-check';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { DOORS, exportsOf } from '../properties/typedDoors.js';
import type { CaseKind } from './claims/cases.js';
import { arbitraryOf } from './generate/arbitraries.js';

// What users see change when it changes. Where the change is meant: npx vitest run src/doors -u

it('the doors of the package export what they did', async () => {
  const lines = DOORS.flatMap((door) => {
    const { symbols, checker } = exportsOf(door);
    const names = symbols.map((symbol) => {
      const alias = symbol.flags & ts.SymbolFlags.Alias;
      const { flags } = alias ? checker.getAliasedSymbol(symbol) : symbol;
      return flags & ts.SymbolFlags.Value ? symbol.name : `type ${symbol.name}`;
    });
    return [`# ${door.name}`, ...names.sort(), ''];
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
