import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testsNeeding } from '../../../properties/testsNeeding.js';
import { meanOverSeeds } from '../estimate.js';
import { authorsRuns, besideAuthors } from './besideAuthors.js';
import { besidePrinted, type PrintedCell } from './besidePrinted.js';
import { printedAt, printedNumbers } from './printedNumbers.js';

describe('the printed numbers', () => {
  it('are all there, one at a place', () => {
    const counts = new Map<string, number>();
    for (const { table } of printedNumbers()) counts.set(table, (counts.get(table) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      1: 14 * 6 * 2,
      2: 6 * 7 * 2,
      3: 14 * 6 * 2,
      5: 18 * 6 * 2,
      6: 6 * 9 * 2,
      7: 34 * 6 * 2,
      8: 2 * 5,
      9: 4 * 3,
    });
    const places = printedNumbers().map(({ data, row, column, cea }) =>
      [data, row, column, cea].join('|'),
    );
    expect(new Set(places).size).toBe(places.length);
    for (const { value } of printedNumbers()) expect(value >= 0 && value <= 100).toBe(true);
  });

  it('are those of the paper', () => {
    const at = (data: string, row: string, column: string, cea: boolean | null) =>
      printedAt({ data, row, column, cea })?.value;
    expect(at('Diabetics', 'MSP', 'Transformer α=1000', false)).toBe(61.8);
    expect(at('Diabetics', 'MSP', 'ResNet α=10', true)).toBe(67.4);
    expect(at('Diabetics', 'α=100', 'EBO', false)).toBe(32.6);
    expect(at('MNIST', 'MDS', 'MLP attack', true)).toBe(98.1);
    expect(at('CIFAR-10', 'EBO', 'MLP scale', true)).toBe(4.4);
    expect(at('CIFAR-100', 'ASH', 'ResNet-32 other', true)).toBe(82.1);
    expect(at('ResNet', 'with temperature', 'CIFAR-10', null)).toBe(1.28);
    expect(at('Diabetics', 'EBO', 'third', null)).toBe(88.3);
    expect(at('Diabetics', 'EBO', 'fourth', null)).toBeUndefined();
  });
});

describe('printed beside measured', () => {
  const cell = (row: string, printed: number, ...perSeed: number[]): PrintedCell => ({
    row,
    column: 'α = 10',
    estimate: meanOverSeeds(perSeed.map((value) => ({ value, replicates: [value] }))),
    printed: { table: '1', data: 'd', row, column: 'c', cea: false, value: printed },
  });
  const around = [0.58, 0.59, 0.6, 0.61, 0.62];

  it('marks what is outside the interval, and what is too far for chance', () => {
    const { rows, note } = besidePrinted('t', [
      cell('inside', 61, ...around),
      cell('outside', 62.5, ...around),
      cell('far', 90, ...around),
    ]);
    expect(rows).toEqual([
      ['inside', '60.0 (58.0 … 62.0) | 61.0'],
      ['outside', '60.0 (58.0 … 62.0) | 62.5*'],
      ['far', '60.0 (58.0 … 62.0) | 90.0**'],
    ]);
    expect(note).toContain('Of 3 printed numbers 2 are outside the interval (*), 1 too far');
  });

  it('marks nothing with fewer than five seeds', () => {
    const { rows, note } = besidePrinted('t', [cell('far', 90, 0.6, 0.6)]);
    expect(rows[0][1]).toBe('60.0 (60.0 … 60.0) | 90.0');
    expect(note).toContain('Rows only');
  });
});

describe("the authors' own runs", () => {
  it('are all there', () => {
    const all = authorsRuns();
    expect(all).toHaveLength(3 * 16 * 2 * 3);
    expect(all.flatMap(({ perSeed }) => perSeed).every(Number.isFinite)).toBe(true);
    expect(
      all.find((run) => run.detector === 'cea:gram' && run.alpha === 1000)!.perSeed,
    ).toHaveLength(10);
  });

  it('count as alike where seeds scatter alike, and as different where one does not', () => {
    const like = besideAuthors(['diabetic-retinopathy'], ({ perSeed }) =>
      perSeed.slice(0, 5).map((x) => x / 100),
    );
    expect(like[0].note).toContain('96 have at least 3 seeds on both sides: 0 differ');
    const off = besideAuthors(['diabetic-retinopathy'], ({ detector, perSeed }) =>
      perSeed.slice(0, 5).map((x) => (detector === 'cea:gram' ? x + 40 : x) / 100),
    );
    expect(off[0].note).toContain(': 3 differ');
    expect(off[0].rows[0][1]).toBe('Gram + cea');
    expect(besideAuthors(['mnist'], () => [1])).toEqual([]);
  });

  it('show, but do not test, cells with too few seeds', () => {
    const [table] = besideAuthors(['dry-bean'], ({ alpha }) =>
      alpha === 2 ? [0.5, 0.6] : undefined,
    );
    expect(table.note).toContain('0 have at least 3 seeds');
    expect(table.rows[0]).toContain('too few seeds');
  });

  const original = join(
    process.env.FARFIELD_REFERENCE ??
      fileURLToPath(new URL('../../../../shared/reference', import.meta.url)),
    'experiments/authors-runs.json',
  );
  testsNeeding('authors-runs.json', existsSync(original)).it(
    'are those of the reference file',
    () => {
      const { auroc } = JSON.parse(readFileSync(original, 'utf8'));
      const names: Record<string, string> = {
        'grad-norm': 'gradnorm',
        'she-euclidean': 'she_euclidean',
        'temp-scale': 'temp_scaling',
      };
      for (const { dataSet, detector, alpha, perSeed } of authorsRuns()) {
        const id = detector.replace('cea:', '');
        const base = id === detector ? 'base' : 'cea';
        expect(perSeed).toEqual(Object.values(auroc[dataSet][names[id] ?? id][base][alpha]));
      }
    },
  );
});
