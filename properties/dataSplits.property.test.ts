import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataSet } from '../src/data/dataSet.js';
import { stratifiedSplit } from '../src/data/split.js';
import { StandardScaler } from '../src/data/standardScaler.js';
import { readTextTable } from '../src/data/textTable.js';

const RUNS = Number(process.env.FARFIELD_RUNS ?? 60);

/** Data whose only input is the row number, so that rows can be told apart. */
const labelled = fc
  .array(fc.integer({ min: 3, max: 60 }), { minLength: 1, maxLength: 5 })
  .chain((counts) =>
    fc
      .shuffledSubarray(
        counts.flatMap((count, c) => Array.from({ length: count }, () => c)),
        { minLength: counts.reduce((sum, count) => sum + count, 0) },
      )
      .map(
        (labels): DataSet => ({
          name: 'rows',
          features: ['row'],
          classes: counts.map(String),
          x: { rows: labels.length, columns: 1, values: Float64Array.from(labels, (_, i) => i) },
          y: Int32Array.from(labels),
          source: '',
          fingerprint: '',
          notes: [],
        }),
      ),
  );

describe('a stratified split', () => {
  it('puts every row in one part, with its label, and every class in every part', () => {
    fc.assert(
      fc.property(labelled, fc.nat(), (data, seed) => {
        const parts = Object.values(stratifiedSplit(data, seed)) as DataSet[];
        const rows = parts.flatMap(({ x }) => [...x.values]).sort((a, b) => a - b);
        expect(rows).toEqual([...data.x.values]);
        for (const { x, y } of parts) {
          expect([...x.values].map((row) => data.y[row])).toEqual([...y]);
          expect(new Set(y).size).toBe(data.classes.length);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('gives every class its shares to within a row or two', () => {
    fc.assert(
      fc.property(labelled, fc.nat(), (data, seed) => {
        const { train, validation, test } = stratifiedSplit(data, seed);
        data.classes.forEach((_, c) => {
          const total = data.y.filter((label) => label === c).length;
          for (const [part, share] of [
            [train, 0.7],
            [validation, 0.15],
            [test, 0.15],
          ] as const) {
            const count = part.y.filter((label) => label === c).length;
            expect(Math.abs(count - share * total)).toBeLessThanOrEqual(2);
          }
        });
      }),
      { numRuns: RUNS },
    );
  });

  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(labelled, fc.nat(), (data, seed) => {
        expect(stratifiedSplit(data, seed)).toEqual(stratifiedSplit(data, seed));
      }),
      { numRuns: 10 },
    );
  });
});

describe('standardising', () => {
  it('leaves the training columns with mean 0 and deviation 1, or 0', () => {
    const column = fc.array(
      // Spreads below 1e-154, whose squares underflow, have no deviation in float64.
      fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => (Math.abs(x) < 1e-100 ? 0 : x)),
      { minLength: 2, maxLength: 30 },
    );
    fc.assert(
      fc.property(column, (values) => {
        const batch = { rows: values.length, columns: 1, values: Float64Array.from(values) };
        const scaler = StandardScaler.fit(batch);
        const out = scaler.transform(batch).values;
        const mean = out.reduce((sum, value) => sum + value, 0) / out.length;
        const square = out.reduce((sum, value) => sum + value * value, 0) / out.length;
        const spread = Math.max(...values) - Math.min(...values);
        const size = Math.max(...values.map(Math.abs));
        // Columns whose spread is lost in the rounding of the mean have no meaningful deviation.
        if (spread > 1e-6 * size) {
          expect(Math.abs(mean)).toBeLessThan(1e-6);
          expect(square).toBeCloseTo(1, 6);
        } else if (spread === 0) expect(square).toBe(0);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a text table', () => {
  it('reads back what was written, whatever the cells contain', () => {
    const cell = fc.string({ maxLength: 8 }).map((text) => text.trim());
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(',', ';', '\t'),
        (rows, separator) => {
          const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const text = [['left', 'right'], ...rows]
            .map((cells) => cells.map(quoted).join(separator))
            .join('\n');
          const table = readTextTable(text, 'generated.csv');
          expect(table.rows.map((cells) => [...cells])).toEqual(rows);
        },
      ),
      { numRuns: RUNS },
    );
  });
});
