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
});
