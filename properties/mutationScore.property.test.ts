import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './temporaryFolder.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const scripts = join(root, 'scripts', 'mutation');

interface Entry {
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  readonly reason: string;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  readonly fileName: string;
  readonly mutatorName: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

const entries: Entry[] = JSON.parse(readFileSync(join(scripts, 'equivalent.json'), 'utf8'));

describe('the score of mutation testing', () => {
  it.each(entries)('$file: $original is still there, and has a reason', (entry) => {
    expect(readFileSync(join(root, entry.file), 'utf8')).toContain(entry.original);
    expect(entry.replacement).not.toBe(entry.original);
    expect(entry.reason.length).toBeGreaterThan(20);
  });

  it('leaves equivalent mutants out, and finds those that are listed and noticed', async () => {
    const { percent, scoreOf } = await import(pathToFileURL(join(scripts, 'score.mjs')).href);
    const { file, original, replacement } = entries.find(({ original }) => !/\n/.test(original))!;
    const path = join(root, file);
    const lines = readFileSync(path, 'utf8').split('\n');
    const line = lines.findIndex((text) => text.includes(original));
    const column = lines[line].indexOf(original);
    const other = join(temporaryFolder('mutants'), 'other.ts');
    writeFileSync(other, 'a + b');
    const listed = {
      fileName: path,
      replacement,
      // As Stryker counts: from 1.
      location: {
        start: { line: line + 1, column: column + 1 },
        end: { line: line + 1, column: column + 1 + original.length },
      },
    };
    const unlisted = {
      fileName: other,
      replacement: 'a - b',
      location: { start: { line: 1, column: 1 }, end: { line: 1, column: 6 } },
    };
    const right = scoreOf([
      { ...listed, status: 'Survived' },
      { ...unlisted, status: 'Killed' },
      { ...unlisted, status: 'Timeout' },
      { ...unlisted, status: 'NoCoverage' },
      { ...unlisted, status: 'Ignored' },
    ]);
    expect(right.files.get(path)).toEqual({ noticed: 0, unnoticed: 0, equivalent: 1 });
    expect(right.files.get(other)).toEqual({ noticed: 2, unnoticed: 1, equivalent: 0 });
    expect(right.survivors).toHaveLength(1);
    expect(right.wrong).toEqual([]);
    expect(percent(right.files.get(other))).toBe('66.6 %');
    expect(scoreOf([{ ...listed, status: 'Killed' }]).wrong).toHaveLength(1);
  });

  it('estimates the score from a sample: the same for a seed, another for another, in any order', async () => {
    const { isOf, rangesOf, sampleOf, sourcesOf } = await import(
      pathToFileURL(join(scripts, 'sample.mjs')).href
    );
    const files: string[] = sourcesOf('exact');
    expect(files).toContain('src/exact/real.ts');
    expect(files.filter((name) => name.includes('.test.'))).toEqual([]);
    const some = ['src/exact/bitLength.ts', 'src/exact/floorDivide.ts'];
    const all = await sampleOf(some, 10_000, '1');
    const sample = await sampleOf(some, 9, '1');
    expect(sample).toHaveLength(9);
    const idsOf = (mutants: readonly object[]) =>
      mutants.map((mutant) => JSON.stringify({ ...mutant, id: null }));
    expect(idsOf(all)).toEqual(expect.arrayContaining(idsOf(sample)));
    expect(idsOf(await sampleOf([...some].reverse(), 9, '1'))).toEqual(idsOf(sample));
    expect(idsOf(await sampleOf(some, 9, '2'))).not.toEqual(idsOf(sample));
    // As Stryker counts in results: from 1.
    const asResult = (mutant: Mutant): Mutant => {
      const { start, end } = mutant.location;
      const from1 = (place: Place) => ({ line: place.line + 1, column: place.column + 1 });
      return {
        ...mutant,
        fileName: join(root, mutant.fileName),
        location: { start: from1(start), end: from1(end) },
      };
    };
    const results = (all as Mutant[]).map(asResult).filter(isOf(sample));
    expect(results).toHaveLength(9);
    for (const range of rangesOf(sample)) {
      expect(range).toMatch(/^src\/exact\/\w+\.ts:\d+:\d+-\d+:\d+$/);
    }
  });

  it('plants no fault in what only people read, and does in codes and paths', async () => {
    const { sampleOf } = await import(pathToFileURL(join(scripts, 'sample.mjs')).href);
    const source = [
      "report('a code', 'a path', 'a value', 'a rule', 'a remedy');",
      "throw new InputError('a place', [{ code: 'code', path: 'path', rule: 'rule', remedy: 'way' }]);",
      "other('first', 'second', 'third', 'fourth');",
    ];
    const file = join(temporaryFolder('prose'), 'prose.ts');
    writeFileSync(file, source.join('\n'));
    const planted = ((await sampleOf([file], 100, '1')) as Mutant[])
      .filter(({ mutatorName }) => mutatorName === 'StringLiteral')
      .map(({ location: { start, end } }) => source[start.line].slice(start.column, end.column));
    const data = ['a code', 'a path', 'a value', 'code', 'path'];
    const others = ['first', 'second', 'third', 'fourth'];
    expect(planted.toSorted()).toEqual([...data, ...others].map((text) => `'${text}'`).toSorted());
  });

  it('says how sure a sample makes it', async () => {
    const { interval } = await import(pathToFileURL(join(scripts, 'score.mjs')).href);
    // Wilson's interval for 9 of 10, from tables.
    expect(interval({ noticed: 9, unnoticed: 1 })).toBe('59.6 to 98.2 %');
    expect(interval({ noticed: 0, unnoticed: 0 })).toBe('0 to 100 %');
  });
});
