import { describe, expect, it } from 'vitest';
import { type SingleMatrix, singleProduct } from './singleProduct.js';

/** A matrix of numbers of many sizes, stored as it is or transposed. */
function example(rows: number, columns: number, seed: number, transposed: boolean): SingleMatrix {
  const values = Float32Array.from(
    { length: rows * columns },
    (_, n) => Math.sin(seed + 7.3 * n) * 4 ** ((n + seed) % 7),
  );
  return { values, transposed };
}

/** Sums of 48 products, each operation rounded: what the kernel is to give. */
function byDefinition(a: SingleMatrix, b: SingleMatrix, [left, depth, right]: number[]) {
  const { fround } = Math;
  const out = new Float32Array(left * right);
  for (let i = 0; i < left; i++) {
    for (let j = 0; j < right; j++) {
      let total = 0;
      for (let from = 0; from < depth; from += 48) {
        let sum = 0;
        for (let k = from; k < Math.min(from + 48, depth); k++) {
          const x = a.values[a.transposed ? k * left + i : i * depth + k];
          const y = b.values[b.transposed ? j * depth + k : k * right + j];
          sum = fround(sum + fround(x * y));
        }
        total = fround(total + sum);
      }
      out[i * right + j] = total;
    }
  }
  return out;
}

function product(a: SingleMatrix, b: SingleMatrix, [left, depth, right]: number[]) {
  const out = new Float32Array(left * right);
  const done = singleProduct(a, b, { left, depth, right }, out);
  return { done, out };
}

describe('the product of float32 matrices', () => {
  const sizes = [
    [1, 1, 1],
    [3, 48, 8],
    [4, 49, 9],
    [5, 96, 7],
    [37, 151, 29],
  ];

  it.each(sizes)('is to the last bit what its definition says: %i × %i × %i', (...size) => {
    const [left, depth, right] = size;
    // What another product left behind must not count.
    product(
      { values: new Float32Array(64 * 200).fill(Number.NaN), transposed: false },
      { values: new Float32Array(200 * 64).fill(Infinity), transposed: true },
      [64, 200, 64],
    );
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const a = example(left, depth, 1, transposeA);
        const b = example(depth, right, 2, transposeB);
        expect(product(a, b, size)).toEqual({ done: true, out: byDefinition(a, b, size) });
      }
    }
  });

  it('is not that of one chain of additions', () => {
    const [a, b] = [example(1, 96, 1, false), example(96, 1, 2, false)];
    let chain = 0;
    for (let k = 0; k < 96; k++) {
      chain = Math.fround(chain + Math.fround(a.values[k] * b.values[k]));
    }
    expect(product(a, b, [1, 96, 1]).out[0]).not.toBe(chain);
  });

  it('keeps what is no number or infinite', () => {
    const a = { values: Float32Array.of(Number.NaN, 1, Infinity, 1), transposed: false };
    const b = { values: Float32Array.of(1, 0), transposed: false };
    expect(product(a, b, [2, 2, 1]).out).toEqual(Float32Array.of(Number.NaN, Infinity));
  });

  it('is left to others where there is nothing to multiply, or too much', () => {
    const none = { values: new Float32Array(0), transposed: false };
    expect(product(none, none, [0, 3, 2]).done).toBe(false);
    const large = { values: new Float32Array(2 ** 24), transposed: false };
    expect(product(large, large, [2, 2 ** 23, 2]).done).toBe(false);
  });
});
