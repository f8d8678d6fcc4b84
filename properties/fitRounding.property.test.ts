import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covarianceForm } from '../src/claims/shared/covarianceForm.js';
import { batchOf } from '../src/detectors/batch.js';
import { meanRow } from '../src/detectors/classMeans.js';
import { whitenedLength } from '../src/detectors/whitenedLength.js';
import { whiteningOf } from '../src/detectors/whitening.js';
import { Rational } from '../src/exact/rational.js';
import { RUNS, SEED } from './runs.js';

/** Entries of few digits and of all digits, so that columns depend on each other and do not. */
const entry = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -30, max: 30 }).map((value) => value / 7),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((value) => value / 3 / 2 ** 30),
);

const data = fc
  .record({ rows: fc.integer({ min: 2, max: 7 }), columns: fc.integer({ min: 1, max: 4 }) })
  .chain(({ rows, columns }) =>
    fc.record({
      rows: fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
      // A column that is a multiple of the first, or one of one value.
      extra: fc.constantFrom('none', 'double', 'constant', 'sum'),
      direction: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 5, maxLength: 5 }),
    }),
  )
  .map(({ rows, extra, direction }) => {
    const full = rows.map((row) => {
      if (extra === 'double') return [...row, 2 * row[0]];
      if (extra === 'constant') return [...row, 0.1];
      return extra === 'sum' ? [...row, row.reduce((sum, value) => sum + value, 0)] : row;
    });
    return { rows: full, direction: direction.slice(0, full[0].length) };
  });

describe('bounds of a squared whitened length', () => {
  it('hold the exact one, and are narrow where the covariance is well conditioned', () => {
    let decided = 0;
    let zero = 0;
    fc.assert(
      fc.property(data, ({ rows, direction }) => {
        const exactRows = rows.map((row) => row.map(Rational.of));
        const count = new Rational(BigInt(rows.length), 1n);
        const mean = exactRows[0].map((_, j) =>
          exactRows.reduce((sum, row) => sum.add(row[j]), Rational.zero).divide(count),
        );
        const form = covarianceForm(
          exactRows.map((row) => row.map((value, j) => value.subtract(mean[j]))),
        );
        const batch = batchOf('rows', rows);
        const center = meanRow(batch);
        const none = new Float64Array(batch.columns);
        const delta = direction.map(Rational.of);
        const exact = form.of(delta, delta);
        const whitening = whiteningOf(batch, center, () => center, none);
        const { lower, upper } = whitenedLength(whitening, delta);
        // With a smaller eigenvalue the fit drops directions that the exact inverse keeps.
        if (form.condition > 1e9) return;
        expect(exact.compare(Rational.of(lower))).toBeGreaterThanOrEqual(0);
        if (Number.isFinite(upper)) {
          expect(exact.compare(Rational.of(upper))).toBeLessThanOrEqual(0);
        }
        if (exact.sign === 0) {
          zero++;
          expect(lower).toBe(0);
        } else if (form.condition < 1e3 && exact.toNumber() > 1e-6) {
          decided++;
          expect(lower).toBeGreaterThan(0);
          expect(upper - lower).toBeLessThan(1e-6 * exact.toNumber());
        }
      }),
      { numRuns: Math.max(RUNS, 300), seed: SEED },
    );
    expect(decided).toBeGreaterThan(50);
    expect(zero).toBeGreaterThan(10);
  });

  it('hold for features that are off by as much as they are said to be', () => {
    fc.assert(
      fc.property(data, fc.integer({ min: 0, max: 1 << 20 }), ({ rows, direction }, salt) => {
        const error = 2 ** -30;
        const batch = batchOf('rows', rows);
        const center = meanRow(batch);
        const errors = new Float64Array(batch.columns).fill(error);
        const delta = direction.map(Rational.of);
        const bounds = whitenedLength(
          whiteningOf(batch, center, () => center, errors),
          delta,
        );
        // Any rows within the error have an exact length within the bounds.
        const moved = rows.map((row, i) =>
          row.map((value, j) =>
            Rational.of(value).add(
              Rational.of(error * (((salt >> ((i * 5 + j) % 20)) & 1) * 2 - 1)),
            ),
          ),
        );
        const count = new Rational(BigInt(rows.length), 1n);
        const mean = moved[0].map((_, j) =>
          moved.reduce((sum, row) => sum.add(row[j]), Rational.zero).divide(count),
        );
        const form = covarianceForm(
          moved.map((row) => row.map((value, j) => value.subtract(mean[j]))),
        );
        if (form.condition > 1e9) return;
        const exact = form.of(delta, delta);
        expect(exact.compare(Rational.of(bounds.lower))).toBeGreaterThanOrEqual(0);
        if (Number.isFinite(bounds.upper)) {
          expect(exact.compare(Rational.of(bounds.upper))).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
