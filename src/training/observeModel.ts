import * as tf from '@tensorflow/tfjs-core';
import type { Batch, Observations } from '../detectors/index.js';
import type { Architecture } from './architecture.js';
import { backend } from './backend.js';
import { modelOf } from './modelOf.js';
import { type Parameters, tensorsOf } from './parameters.js';

/** A model with its parameters. */
export interface ParameterisedModel {
  readonly architecture: Architecture;
  readonly inputs: number;
  readonly classes: number;
  readonly parameters: Parameters;
}

/**
 * Rows evaluated at a time. All that a model makes of them is kept until it is done, and WebAssembly
 * never gives memory back: an FT-Transformer of paper B's size took 0.6 GB a thread for 512, no faster.
 */
const ROWS = 128;

/**
 * What a trained model shows of inputs, without dropout: for models that are not piecewise affine,
 * and to compare the others with their exported form. Arithmetic: float32.
 *
 * For a Bayesian result the mean network is evaluated.
 *
 * @param x - n × inputs, standardised
 */
export async function observeModel(
  { architecture, inputs, classes, parameters }: ParameterisedModel,
  x: Batch,
): Promise<Observations> {
  await backend();
  const model = modelOf(architecture, inputs, classes);
  const named = meanParameters(parameters);
  const parts: { logits: Float32Array; penultimate: Float32Array; hidden: Float32Array[] }[] = [];
  for (let from = 0; from < x.rows; from += ROWS) {
    const to = Math.min(from + ROWS, x.rows);
    const values = Float32Array.from(x.values.subarray(from * inputs, to * inputs));
    tf.tidy(() => {
      const input = tf.tensor2d(values, [to - from, inputs]);
      const { logits, penultimate, hidden } = model.forward(tensorsOf(named), input, null);
      const read = (tensor: tf.Tensor) => tensor.dataSync<'float32'>().slice();
      parts.push({
        logits: read(logits),
        penultimate: read(penultimate),
        hidden: hidden.map(read),
      });
    });
  }
  const joined = (pick: (part: (typeof parts)[number]) => Float32Array): Batch => {
    const size = parts.reduce((sum, part) => sum + pick(part).length, 0);
    const out = new Float64Array(size);
    let at = 0;
    for (const part of parts) {
      out.set(pick(part), at);
      at += pick(part).length;
    }
    return { rows: x.rows, columns: x.rows === 0 ? 0 : size / x.rows, values: out };
  };
  return {
    inputs: x,
    logits: joined(({ logits }) => logits),
    features: joined(({ penultimate }) => penultimate),
    hidden: (parts[0]?.hidden ?? []).map((_, k) => joined(({ hidden }) => hidden[k])),
  };
}

/** The means of a Bayesian result; the parameters themselves otherwise. */
export function meanParameters(parameters: Parameters): Parameters {
  const names = Object.keys(parameters);
  if (!names.some((name) => name.startsWith('mean:'))) return parameters;
  return Object.fromEntries(
    names
      .filter((name) => name.startsWith('mean:'))
      .map((name) => [name.slice('mean:'.length), parameters[name]]),
  );
}
