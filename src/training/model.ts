import type * as tf from '@tensorflow/tfjs-core';
import type { RandomNumbers } from '../data/index.js';
import type { Parameters } from './parameters.js';

/** What a forward pass makes of a batch. */
export interface Forward {
  /** n × C. */
  readonly logits: tf.Tensor2D;
  /** n × D: what the last dense layer reads. */
  readonly penultimate: tf.Tensor2D;
  /** Activations of the hidden layers that a network file of the model would show, in order. */
  readonly hidden: readonly tf.Tensor2D[];
  /** Means and variances of this batch, by the name of the running average they update. */
  readonly statistics: Readonly<Record<string, tf.Tensor>>;
}

/** A random source while training, null to evaluate. */
export type DropoutSource = RandomNumbers | null;

/** A trainable function: how it starts, and how it computes. */
export interface Model {
  initialParameters(random: RandomNumbers): Parameters;
  forward(
    tensors: Readonly<Record<string, tf.Tensor>>,
    x: tf.Tensor2D,
    dropout: DropoutSource,
  ): Forward;
}
