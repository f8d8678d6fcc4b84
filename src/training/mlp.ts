import * as tf from '@tensorflow/tfjs-core';
import { unknownKind } from '../errors/unknownKind.js';
import type { MlpArchitecture } from './architecture.js';
import { layerNorm, layerNormParameters } from './layerNorm.js';
import { dense, dropOut } from './layers.js';
import type { Model } from './model.js';
import { denseParameters, type Parameters } from './parameters.js';

/**
 * A network of dense layers `layer0`, `layer1`, …, the last one the head; LayerNorms, if any, are
 * `layer0.norm`, `layer1.norm`, ….
 */
export function mlpModel(
  { hidden, dropout, activation, norm }: MlpArchitecture,
  inputs: number,
  classes: number,
): Model {
  const sizes = [inputs, ...hidden, classes];
  return {
    initialParameters(random) {
      return Object.assign(
        {},
        ...sizes.slice(1).map((size, l) => ({
          ...denseParameters(`layer${l}`, sizes[l], size, random),
          ...(norm && l < hidden.length ? layerNormParameters(`layer${l}.norm`, size) : {}),
        })),
      ) as Parameters;
    },
    forward(tensors, x, source) {
      const activations: tf.Tensor2D[] = [];
      let value = x;
      for (let l = 0; l < hidden.length; l++) {
        const affine = dense(tensors, `layer${l}`, value);
        const normed = norm ? layerNorm(tensors, `layer${l}.norm`, affine) : affine;
        value = dropOut(activated(normed, activation), dropout, source);
        activations.push(value);
      }
      const logits = dense(tensors, `layer${hidden.length}`, value);
      return { logits, penultimate: value, hidden: activations, statistics: {} };
    },
  };
}

function activated(x: tf.Tensor2D, activation: MlpArchitecture['activation']): tf.Tensor2D {
  switch (activation) {
    case undefined:
      return tf.relu(x);
    case 'gelu':
      return tf.mul(x, tf.mul(0.5, tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2)))));
    case 'silu':
      return tf.mul(x, tf.sigmoid(x));
    default:
      return unknownKind(activation);
  }
}
