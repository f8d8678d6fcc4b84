import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from './batch.js';
import { ridgeForm } from './ridgeMahalanobis.js';
import { whiten } from './whitening.js';

const batchOf = (rows: readonly (readonly number[])[]): Batch => ({
  rows: rows.length,
  columns: rows[0].length,
  values: Float64Array.from(rows.flat()),
});
const about0 = (batch: Batch) => {
  const center = new Float64Array(batch.columns);
  return ridgeForm(batch, center, () => center, 1, new Float64Array(batch.columns));
};

describe('a ridge below the rounding of the scatter', () => {
  // The scatter has the eigenvalues 2(s² + s²/4) and 0, to which the ridge adds 1e-6.
  const dependent = (s: number) =>
    batchOf([
      [s, s / 2],
      [-s, -s / 2],
    ]);

  it('leaves the form finite and positive, and is said to decide nothing', () => {
    for (const s of [1e6, 3e9, 7e15, 1e60]) {
      const form = about0(dependent(s));
      expect(form.root.values.every(Number.isFinite), `${s}`).toBe(true);
      expect(form.rounding).toBeGreaterThan(0.5);
      const lengths = whiten(form, batchOf([[s, s / 2]])).values;
      // x'(xx' + xx' + ridge)⁻¹x is 1/2; at 1e6 Cholesky finds a factor, of noise.
      if (s > 1e6) expect(Math.hypot(...lengths) ** 2).toBeCloseTo(1 / 2, 6);
    }
  });

  it('is as without where the rounding is far smaller', () => {
    const form = about0(dependent(4));
    expect(form.rounding).toBeLessThan(0.01);
    const [along, across] = [
      [4, 2],
      [-2, 4],
    ].map((x) => Math.hypot(...whiten(form, batchOf([x])).values) ** 2);
    expect(along).toBeCloseTo(20 / (40 + 1e-6), 6);
    expect(across / (20 / 1e-6)).toBeCloseTo(1, 6);
  });

  it('makes no root infinite, whatever the rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: -9, max: 9 }))), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.integer({ min: 0, max: 100 }),
        (rows, power) => {
          const { root } = about0(batchOf(rows.map((row) => row.map((x) => x * 2 ** power))));
          expect(root.values.every(Number.isFinite)).toBe(true);
        },
      ),
      { numRuns: 500, seed: 3 },
    );
  });
});
