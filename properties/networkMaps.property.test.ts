import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelsFirst } from '../src/network/convolutionGeometry.js';
import { ConvolutionMap } from '../src/network/convolutionMap.js';
import { DenseMap } from '../src/network/denseMap.js';
import type { LinearMap } from '../src/network/linearMap.js';
import { SparseMap } from '../src/network/sparseMap.js';
import { holdsAlways } from './runs.js';

const integer = fc.integer({ min: -9, max: 9 });

interface Setting {
  readonly matrix: number[][];
  readonly maps: [string, LinearMap][];
  readonly next: () => number;
}

/** One matrix as a dense, a sparse and a 1 × 1 convolution map. Small integers: sums are exact. */
const settings: fc.Arbitrary<Setting> = fc
  .record({
    rows: fc.integer({ min: 1, max: 6 }),
    columns: fc.integer({ min: 1, max: 40 }),
    numbers: fc.infiniteStream(fc.oneof(integer, fc.constant(0))),
  })
  .map(({ rows, columns, numbers }) => {
    const next = () => numbers.next().value;
    const matrix = Array.from({ length: rows }, () => Array.from({ length: columns }, next));
    const flat = Float64Array.from(matrix.flat());
    return {
      matrix,
      next,
      maps: [
        ['dense', new DenseMap(rows, columns, flat)],
        ['sparse', sparseOf(matrix)],
        ['convolution', convolutionOf(matrix)],
      ],
    };
  });

describe('dense, sparse and convolution maps of one matrix agree with it', () => {
  it('in their products, transposed products and sparse products', () => {
    holdsAlways(
      fc.property(settings, ({ matrix, maps, next }) => {
        const x = Float64Array.from(matrix[0], next);
        const y = Float64Array.from(matrix, next);
        const start = Float64Array.from(matrix, next);
        const active = Int32Array.from([...x.keys()].filter((j) => x[j] > 2));
        // Where few are active, nothing else is read.
        const guarded = x.map((value, j) => (active.includes(j) ? value : Number.NaN));
        const product = start.map((s, i) => s + dot(matrix[i], x));
        const sparse = start.map((s, i) => active.reduce((sum, j) => sum + matrix[i][j] * x[j], s));
        const absolute = start.map((s, i) =>
          active.reduce((sum, j) => sum + Math.abs(matrix[i][j]) * x[j], s),
        );
        const transposed = x.map((s, j) => matrix.reduce((sum, row, i) => sum + row[j] * y[i], s));
        for (const [name, map] of maps) {
          const after = (out: Float64Array, act: (out: Float64Array) => void) => {
            const copy = out.slice();
            act(copy);
            return [name, ...copy.map((value) => value + 0)];
          };
          const expected = (values: Float64Array) => [name, ...values.map((value) => value + 0)];
          expect(after(start, (out) => map.addProduct(x, out))).toEqual(expected(product));
          // Where more than a few are active, a map may use its full product, which reads the zeros.
          const read = active.length * 6 > x.length ? x.map((v) => (v > 2 ? v : 0)) : guarded;
          expect(
            after(start, (out) => map.addSparseProduct(read, active, active.length, out)),
          ).toEqual(expected(sparse));
          expect(
            after(start, (out) => map.addAbsoluteProduct(read, active, active.length, out)),
          ).toEqual(expected(absolute));
          expect(after(x, (out) => map.addTransposedProduct(y, out))).toEqual(expected(transposed));
        }
      }),
    );
  });

  it('in their sizes, rows, row sums and smallest magnitudes', () => {
    holdsAlways(
      fc.property(settings, ({ matrix, maps }) => {
        const magnitudes = matrix
          .flat()
          .map(Math.abs)
          .filter((value) => value > 0);
        for (const [name, map] of maps) {
          expect([name, map.rows, map.columns]).toEqual([name, matrix.length, matrix[0].length]);
          expect([name, map.smallestMagnitude()]).toEqual([
            name,
            Math.min(Infinity, ...magnitudes),
          ]);
          const sums = map.rowSums();
          matrix.forEach((row, i) => {
            const { columns, values } = map.row(i);
            const written = new Array<number>(map.columns).fill(0);
            for (let k = 0; k < columns.length; k++) written[columns[k]] += values[k];
            expect([name, written]).toEqual([name, row]);
            expect(values.length).toBeLessThanOrEqual(map.termsPerRow);
            const sum = row.reduce((total, value) => total + Math.abs(value), 0);
            expect(sums[i]).toBeGreaterThanOrEqual(sum);
            expect(sums[i]).toBeLessThanOrEqual(sum * (1 + 1e-12));
          });
        }
      }),
    );
  });

  it('in upper bounds of row sums that rounding cannot make too small', () => {
    const tiny = 2 ** -53;
    // 1 + 2^-53 rounds to 1 every time.
    const matrix = [[1, ...new Array<number>(30).fill(tiny)]];
    for (const map of [
      new DenseMap(1, 31, Float64Array.from(matrix[0])),
      sparseOf(matrix),
      convolutionOf(matrix),
    ]) {
      expect(map.rowSums()[0]).toBeGreaterThanOrEqual(1 + 30 * tiny);
    }
  });
});

describe('sparse maps', () => {
  it('are identities, diagonals and selections', () => {
    const x = Float64Array.of(5, 6, 7);
    const applied = (map: SparseMap) => {
      const out = new Float64Array(map.rows);
      map.addProduct(x, out);
      return Array.from(out);
    };
    expect(applied(SparseMap.identity(3))).toEqual([5, 6, 7]);
    expect(applied(SparseMap.diagonal(Float64Array.of(1, 0, -2)))).toEqual([5, 0, -14]);
    expect(applied(SparseMap.selection(3, [2, -1, 0, 2]))).toEqual([7, 0, 5, 7]);
  });
});

function dot(row: readonly number[], x: Float64Array): number {
  return row.reduce((sum, value, j) => sum + value * x[j], 0);
}

function sparseOf(matrix: readonly (readonly number[])[]): SparseMap {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of matrix) {
    row.forEach((value, j) => {
      if (value === 0) return;
      indices.push(j);
      values.push(value);
    });
    starts.push(values.length);
  }
  return new SparseMap(
    matrix[0].length,
    Int32Array.from(starts),
    Int32Array.from(indices),
    Float64Array.from(values),
  );
}

/** Channels for entries, one pixel. */
function convolutionOf(matrix: readonly (readonly number[])[]): ConvolutionMap {
  return new ConvolutionMap(Float64Array.from(matrix.flat()), {
    input: channelsFirst(matrix[0].length, 1, 1),
    output: channelsFirst(matrix.length, 1, 1),
    kernelHeight: 1,
    kernelWidth: 1,
    strideY: 1,
    strideX: 1,
    dilationY: 1,
    dilationX: 1,
    padTop: 0,
    padLeft: 0,
    groups: 1,
  });
}
