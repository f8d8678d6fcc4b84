import * as tf from '@tensorflow/tfjs-core';
import { constantParameter, type Parameters } from './parameters.js';

/** Added to variances before the root, as in PyTorch; float32, as it is added. */
export const LAYER_NORM_EPSILON = Math.fround(1e-5);

/** Gains of 1 and shifts of 0: how a LayerNorm starts. */
export function layerNormParameters(name: string, size: number): Parameters {
  return {
    [`${name}.gain`]: constantParameter(size, 1, true),
    [`${name}.shift`]: constantParameter(size, 0, true),
  };
}

/** `gain ⊙ (x − mean)/√(variance + ε) + shift` of each row. */
export function layerNorm(
  tensors: Readonly<Record<string, tf.Tensor>>,
  name: string,
  x: tf.Tensor2D,
): tf.Tensor2D {
  const centered = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centered), -1, true);
  const unit = tf.div(centered, tf.sqrt(tf.add(variance, LAYER_NORM_EPSILON)));
  return tf.add(tf.mul(unit, tensors[`${name}.gain`]), tensors[`${name}.shift`]);
}
