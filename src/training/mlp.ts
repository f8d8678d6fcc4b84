import * as tf from '@tensorflow/tfjs-core';
import type { MlpArchitecture } from './architecture.js';
import { dense, dropOut } from './layers.js';
import type { Model } from './model.js';
import { denseParameters, type Parameters } from './parameters.js';

/** A ReLU network of dense layers `layer0`, `layer1`, …, the last one the head. */
export function mlpModel(
  { hidden, dropout }: MlpArchitecture,
  inputs: number,
  classes: number,
): Model {
  const sizes = [inputs, ...hidden, classes];
  return {
    initialParameters(random) {
      return Object.assign(
        {},
        ...sizes.slice(1).map((size, l) => denseParameters(`layer${l}`, sizes[l], size, random)),
      ) as Parameters;
    },
    forward(tensors, x, source) {
      const activations: tf.Tensor2D[] = [];
      let value = x;
      for (let l = 0; l < hidden.length; l++) {
        value = dropOut(tf.relu(dense(tensors, `layer${l}`, value)), dropout, source);
        activations.push(value);
      }
      const logits = dense(tensors, `layer${hidden.length}`, value);
      return { logits, penultimate: value, hidden: activations, statistics: {} };
    },
  };
}
