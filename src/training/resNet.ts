import * as tf from '@tensorflow/tfjs-core';
import type { ResNetArchitecture } from './architecture.js';
import { dense, dropOut } from './layers.js';
import type { Model } from './model.js';
import { constantParameter, denseParameters, type Parameters } from './parameters.js';

/** Added to variances before the root, as in PyTorch. */
export const BATCH_NORM_EPSILON = 1e-5;

/** The tabular ResNet: `first`, blocks of `norm`, `inner`, `outer`, then `norm` and `head`. */
export function resNetModel(
  { main, hidden, blocks, dropout }: ResNetArchitecture,
  inputs: number,
  classes: number,
): Model {
  return {
    initialParameters(random) {
      let all: Parameters = denseParameters('first', inputs, main, random);
      for (let b = 0; b < blocks; b++) {
        all = {
          ...all,
          ...batchNormParameters(`block${b}.norm`, main),
          ...denseParameters(`block${b}.inner`, main, hidden, random),
          ...denseParameters(`block${b}.outer`, hidden, main, random),
        };
      }
      return {
        ...all,
        ...batchNormParameters('norm', main),
        ...denseParameters('head', main, classes, random),
      };
    },
    forward(tensors, x, source) {
      const statistics: Record<string, tf.Tensor> = {};
      const activations: tf.Tensor2D[] = [];
      let value = dense(tensors, 'first', x);
      for (let b = 0; b < blocks; b++) {
        const normed = batchNorm(tensors, `block${b}.norm`, value, source !== null, statistics);
        const inner = tf.relu(dense(tensors, `block${b}.inner`, normed));
        activations.push(inner);
        value = tf.add(value, dense(tensors, `block${b}.outer`, dropOut(inner, dropout, source)));
      }
      const last = tf.relu(batchNorm(tensors, 'norm', value, source !== null, statistics));
      activations.push(last);
      const logits = dense(tensors, 'head', last);
      return { logits, penultimate: last, hidden: activations, statistics };
    },
  };
}

function batchNormParameters(name: string, size: number): Parameters {
  return {
    [`${name}.gain`]: constantParameter(size, 1, true),
    [`${name}.shift`]: constantParameter(size, 0, true),
    [`${name}.mean`]: constantParameter(size, 0, false),
    [`${name}.variance`]: constantParameter(size, 1, false),
  };
}

/** Normalises by the batch while training, by the running averages afterwards. */
function batchNorm(
  tensors: Readonly<Record<string, tf.Tensor>>,
  name: string,
  x: tf.Tensor2D,
  training: boolean,
  statistics: Record<string, tf.Tensor>,
): tf.Tensor2D {
  let mean = tensors[`${name}.mean`];
  let variance = tensors[`${name}.variance`];
  if (training) {
    mean = tf.mean(x, 0);
    variance = tf.mean(tf.square(tf.sub(x, mean)), 0);
    statistics[`${name}.mean`] = tf.keep(tf.clone(mean));
    // The running variance is the unbiased one, as in PyTorch.
    const rows = x.shape[0];
    statistics[`${name}.variance`] = tf.keep(tf.mul(variance, rows / Math.max(1, rows - 1)));
  }
  const scale = tf.div(tensors[`${name}.gain`], tf.sqrt(tf.add(variance, BATCH_NORM_EPSILON)));
  return tf.add(tf.mul(tf.sub(x, mean), scale), tensors[`${name}.shift`]);
}
