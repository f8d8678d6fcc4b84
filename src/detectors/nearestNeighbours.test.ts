import { describe, expect, it } from 'vitest';
import type { Batch } from './batch.js';
import { kthSquaredDistances } from './nearestNeighbours.js';

/** Numbers that look drawn, the same every time. */
function noise(n: number): number {
  const x = Math.sin(12.9898 * (n + 1)) * 43758.5453;
  return x - Math.floor(x) - 0.5;
}

/** Rows in clusters along a few directions, some of them twice. */
function clustered(rows: number, columns: number, seed: number): Batch {
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const twin = i % 10 === 9 ? i - 1 : i;
    for (let j = 0; j < columns; j++) {
      values[i * columns + j] =
        3 * noise((twin % 4) * columns + j) + 0.1 * noise(seed + twin * columns + j);
    }
  }
  return { rows, columns, values };
}

/** By the definition. */
function bySorting(queries: Batch, reference: Batch, k: number): number[] {
  const { columns } = reference;
  return Array.from({ length: queries.rows }, (_, i) => {
    const distances = Array.from({ length: reference.rows }, (_, r) => {
      let sum = 0;
      for (let j = 0; j < columns; j++) {
        sum += (queries.values[i * columns + j] - reference.values[r * columns + j]) ** 2;
      }
      return sum;
    });
    const kept = distances.filter((d) => !Number.isNaN(d)).sort((a, b) => a - b);
    return kept[k - 1] ?? -1;
  });
}

describe('the k-th nearest neighbour', () => {
  it.each([
    ['many rows, where most are passed over', 1500, 24, 5],
    ['as many directions as columns', 700, 3, 2],
    ['few rows, all of which are looked at', 60, 12, 5],
    ['one column', 900, 1, 1],
  ])('is that of the definition to the last digit: %s', (_, rows, columns, k) => {
    const reference = clustered(rows, columns, 1e4);
    const near = clustered(80, columns, 5e5);
    const far = { ...near, values: near.values.map((value, n) => 40 * value + (n % 3)) };
    // Rows of the reference itself have neighbours at distance 0.
    const own = { rows: 50, columns, values: reference.values.slice(0, 50 * columns) };
    for (const queries of [near, far, own]) {
      expect(Array.from(kthSquaredDistances(queries, reference, k, -1))).toEqual(
        bySorting(queries, reference, k),
      );
    }
  });

  it.each([
    ['whose squares overflow in float32', 2 ** 70],
    ['whose products underflow in float32', 2 ** -75],
    ['far from the origin', 1],
  ])('is that of the definition for numbers %s', (_, unit) => {
    const moved = ({ values, ...size }: Batch) => ({
      ...size,
      values: values.map((value) => unit * (value + (unit === 1 ? 1000 : 0))),
    });
    const [queries, reference] = [moved(clustered(40, 6, 5e5)), moved(clustered(500, 6, 1e4))];
    expect(Array.from(kthSquaredDistances(queries, reference, 4, -1))).toEqual(
      bySorting(queries, reference, 4),
    );
  });

  it('leaves out what is not a number, and says what is missing', () => {
    const reference = clustered(600, 4, 7);
    reference.values[5] = Number.NaN;
    const queries = clustered(5, 4, 9);
    expect(Array.from(kthSquaredDistances(queries, reference, 3, -1))).toEqual(
      bySorting(queries, reference, 3),
    );
    queries.values[0] = Number.NaN;
    expect(kthSquaredDistances(queries, clustered(600, 4, 7), 3, -1)[0]).toBe(-1);
    expect(kthSquaredDistances(clustered(2, 4, 9), clustered(2, 4, 8), 3, -1)[0]).toBe(-1);
  });

  it('is found among constant rows', () => {
    const constant = { rows: 600, columns: 3, values: new Float64Array(1800).fill(2) };
    const queries = { rows: 1, columns: 3, values: Float64Array.of(2, 2, 5) };
    expect(kthSquaredDistances(queries, constant, 5, -1)[0]).toBe(9);
  });
});
