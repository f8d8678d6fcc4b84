import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { backend } from './backend.js';
import { useTransposedProducts } from './transposedProducts.js';

/** Numbers whose sums depend on their order. */
function example(shape: number[], seed: number): tf.Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  const values = Float32Array.from(
    { length: size },
    (_, n) => Math.sin(seed + 3.1 * n) * 3 ** (n % 9),
  );
  return tf.tensor(values, shape);
}

describe('products of transposed matrices', () => {
  it.each([
    [false, true],
    [true, false],
    [true, true],
    [false, false],
  ])(
    "have the bits of TensorFlow.js's own (transposed: %s, %s)",
    async (transposeA, transposeB) => {
      await backend('wasm');
      const [left, depth, right] = [13, 131, 10];
      const [a, b] = tf.tidy(() => [
        example([2, ...(transposeA ? [depth, left] : [left, depth])], 1),
        example([1, ...(transposeB ? [right, depth] : [depth, right])], 2),
      ]);
      const twice = tf.tile(b, [2, 1, 1]);
      const made = vi.spyOn(
        tf.backend() as unknown as { makeOutput(...given: unknown[]): unknown },
        'makeOutput',
      );
      // One matrix for several is left to TensorFlow.js, which is given no values.
      const own = tf.matMul(a, b, transposeA, transposeB).dataSync();
      const fast = tf.matMul(a, twice, transposeA, transposeB);
      expect(made.mock.calls.map((given) => given[3] instanceof Float32Array)).toEqual([
        false,
        true,
      ]);
      made.mockRestore();
      expect(fast.shape).toEqual([2, left, right]);
      expect(fast.dataSync()).toEqual(own);
    },
  );

  it('leave no tensors behind, and are put in place once', async () => {
    await backend('wasm');
    const kernel = tf.getKernel('BatchMatMul', 'wasm');
    useTransposedProducts();
    expect(tf.getKernel('BatchMatMul', 'wasm')).toBe(kernel);
    const before = tf.memory();
    tf.tidy(() => tf.matMul(example([5, 3], 1), example([5, 4], 2), true, false).dataSync());
    const { numTensors, numBytes } = tf.memory();
    expect({ numTensors, numBytes }).toEqual({
      numTensors: before.numTensors,
      numBytes: before.numBytes,
    });
  });
});
