import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KERNELS, kernelModule } from '../../scripts/buildKernel.mjs';
import { kernelMemory, withPlainLoops } from './kernelMemory.js';
import { MatrixProduct } from './matrixProduct.js';

/** Multiples of it, without their whole parts, never repeat and fill the numbers from 0 to 1. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Numbers between −1 and 1 that are all different. */
function spread(length: number, seed: number): Float64Array {
  const values = new Float64Array(length);
  for (let k = 0; k < length; k++) {
    const multiple = (seed * 1_000_003 + k) * GOLDEN;
    values[k] = 2 * (multiple - Math.floor(multiple)) - 1;
  }
  return values;
}

/** A matrix and a vector of numbers that are all different. */
function example(rows: number, columns: number, seed: number) {
  const values = spread(rows * columns, seed);
  return { matrix: new MatrixProduct(rows, columns, values), x: spread(columns, -seed), rows };
}

function productOf({ matrix, x, rows }: ReturnType<typeof example>): Float64Array {
  const out = new Float64Array(rows);
  matrix.add(x, out);
  return out;
}

describe('the matrix kernel', () => {
  it.each(KERNELS)('%s carries the bytes that its source assembles to', async (kernel) => {
    const carried = readFileSync(new URL(`./${kernel}.generated.ts`, import.meta.url), 'utf8');
    expect(await kernelModule(kernel)).toBe(carried);
  });

  it('forgets matrices when its memory is full, and packs them again', () => {
    const memory = kernelMemory()!;
    const before = memory.generation;
    const examples = Array.from({ length: 60 }, (_, n) => example(700, 701, n + 1));
    const expected = withPlainLoops(() => examples.map(productOf));
    for (let round = 0; round < 2; round++) {
      expect(examples.map(productOf)).toEqual(expected);
    }
    expect(memory.generation).toBeGreaterThan(before);
    expect(memory.doubles.byteLength).toBeLessThanOrEqual(192 * 2 ** 20);
  });

  it('leaves a matrix that does not fit to plain loops', () => {
    const memory = kernelMemory()!;
    expect(memory.allocate(2 ** 31)).toBe(-1);
    expect(memory.reserve(2 ** 31)).toBe(false);
    const wide = example(2, 7_000_000, 1);
    const expected = withPlainLoops(() => productOf(wide));
    productOf(wide);
    expect(productOf(wide)).toEqual(expected);
  });

  it('makes room for longer vectors', () => {
    const small = example(64, 64, 1);
    const long = example(3, 100_000, 2);
    const expected = withPlainLoops(() => [productOf(small), productOf(long)]);
    for (let round = 0; round < 3; round++) {
      expect([productOf(small), productOf(long)]).toEqual(expected);
    }
  });
});
