import * as tf from '@tensorflow/tfjs-core';

/**
 * The training loss: cross-entropy of the logits, or of the logits brought to norm 1/temperature.
 *
 * Source of LogitNorm: Wei et al. 2022, who use 0.04.
 */
export type Loss =
  | { readonly kind: 'cross-entropy' }
  | { readonly kind: 'logit-norm'; readonly temperature: number };

/** The mean loss of a batch, nats. @param targets - n × C, one-hot */
export function lossOf(loss: Loss, logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  const used = loss.kind === 'cross-entropy' ? logits : normalised(logits, loss.temperature);
  const logLikelihood = tf.sum(tf.mul(targets, tf.logSoftmax(used)), -1);
  return tf.neg(tf.mean(logLikelihood));
}

function normalised(logits: tf.Tensor2D, temperature: number): tf.Tensor2D {
  // The constant is added under the root too: its derivative at 0 would be infinite.
  const norm = tf.add(tf.sqrt(tf.add(tf.sum(tf.square(logits), -1, true), 1e-14)), 1e-7);
  return tf.div(tf.div(logits, norm), temperature);
}
