import * as tf from '@tensorflow/tfjs-core';
import type { RandomNumbers } from '../data/index.js';

/** One tensor of a model: float32, row-major. */
export interface Parameter {
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** Whether training changes it; running averages are changed by hand. */
  readonly trainable: boolean;
  /** Whether weight decay applies. */
  readonly decays: boolean;
}

/** The tensors of a model by name. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** Uniform on ±1/√inputs, how PyTorch starts both weights and biases of an affine layer. */
export function denseParameters(
  name: string,
  inputs: number,
  outputs: number,
  random: RandomNumbers,
): Parameters {
  const bound = 1 / Math.sqrt(inputs);
  const drawn = (size: number) =>
    Float32Array.from({ length: size }, () => bound * (2 * random.uniform() - 1));
  return {
    // Stored as [inputs, outputs], so that a batch is multiplied from the left.
    [`${name}.weights`]: {
      shape: [inputs, outputs],
      values: drawn(inputs * outputs),
      trainable: true,
      decays: true,
    },
    [`${name}.bias`]: { shape: [outputs], values: drawn(outputs), trainable: true, decays: false },
  };
}

/** A parameter filled with one number. */
export function constantParameter(size: number, value: number, trainable: boolean): Parameter {
  const values = new Float32Array(size).fill(value);
  return { shape: [size], values, trainable, decays: false };
}

/** A deep copy: training changes values in place. */
export function copyParameters(parameters: Parameters): Parameters {
  return mapParameters(parameters, ({ values }) => values.slice());
}

/** The same shapes with other values. */
export function mapParameters(
  parameters: Parameters,
  values: (parameter: Parameter, name: string) => Float32Array,
): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [
      name,
      { ...parameter, values: values(parameter, name) },
    ]),
  );
}

/** The parameters as tensors of the backend. */
export function tensorsOf(parameters: Parameters): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { values, shape }]) => [
      name,
      tf.tensor(values, [...shape], 'float32'),
    ]),
  );
}
