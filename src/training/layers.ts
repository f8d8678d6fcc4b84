import * as tf from '@tensorflow/tfjs-core';
import type { DropoutSource } from './model.js';

/** `x W + b` of a batch. */
export function dense(
  tensors: Readonly<Record<string, tf.Tensor>>,
  name: string,
  x: tf.Tensor2D,
): tf.Tensor2D {
  const product = tf.matMul(x, tensors[`${name}.weights`] as tf.Tensor2D);
  return tf.add(product, tensors[`${name}.bias`]);
}

/**
 * Inverted dropout: each entry is 0 with the given chance, the others grow so that the mean stays.
 * The masks are drawn outside the backend, so that every backend draws the same.
 */
export function dropOut<T extends tf.Tensor>(x: T, rate: number, source: DropoutSource): T {
  if (!source || rate === 0) return x;
  const kept = 1 / (1 - rate);
  const mask = new Float32Array(x.size);
  for (let i = 0; i < mask.length; i++) mask[i] = source.uniform() < rate ? 0 : kept;
  return tf.mul(x, tf.tensor(mask, x.shape));
}
