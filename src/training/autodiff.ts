import * as tf from '@tensorflow/tfjs-core';
import { unknownKind } from '../errors/unknownKind.js';
import type { LinearMap } from '../network/linearMap.js';
import type { Network } from '../network/network.js';
import { unknownOperation } from '../network/operation.js';
import type { ActivationOperation } from '../network/operations/activation.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import type { FloatLines } from '../network/univariate.js';
import { backend } from './backend.js';

/** The uncertainty metrics of paper A that can be differentiated by TensorFlow.js. */
export type AutodiffMetric = 'msp' | 'variance' | 'entropy' | 'information';

/**
 * The Jacobian of the logits by TensorFlow.js: automatic differentiation, in float32, of code that
 * has nothing in common with `jacobian`. An independent check of it.
 *
 * @param x - shape [D]; away from kinks, where the two may choose different pieces
 * @returns C rows of shape [D]
 */
export async function autodiffJacobian(
  network: Network,
  x: ArrayLike<number>,
): Promise<Float32Array[]> {
  await backend();
  return tf.tidy(() => {
    const compute = networkFunction(network);
    return Array.from({ length: network.outputSize }, (_, c) =>
      gradientAt((input) => tf.squeeze(tf.slice(compute(input), [0, c], [1, 1])), x),
    );
  });
}

/**
 * The gradient of an uncertainty metric of an ensemble by TensorFlow.js, in float32.
 *
 * @param members - networks of the same inputs and classes
 * @param x - shape [D], where no probability underflows in float32
 * @returns shape [D]
 */
export async function autodiffMetricGradient(
  members: readonly Network[],
  x: ArrayLike<number>,
  metric: AutodiffMetric,
): Promise<Float32Array> {
  await backend();
  return tf.tidy(() => {
    const computes = members.map(networkFunction);
    return gradientAt((input) => {
      const logs = computes.map((compute) => tf.logSoftmax(compute(input)));
      return metricOf(metric, logs);
    }, x);
  });
}

function metricOf(metric: AutodiffMetric, logs: readonly tf.Tensor2D[]): tf.Scalar {
  const average = (values: tf.Tensor[]) => tf.div(tf.addN(values), values.length);
  const probabilities = logs.map((log) => tf.exp(log));
  const mean = average(probabilities);
  const entropyOfMean = tf.neg(tf.sum(tf.mul(mean, tf.log(mean)))) as tf.Scalar;
  switch (metric) {
    case 'msp':
      return tf.max(mean);
    case 'variance': {
      const squares = average(probabilities.map((p) => tf.square(p)));
      return tf.mean(tf.sub(squares, tf.square(mean)));
    }
    case 'entropy':
      return entropyOfMean;
    case 'information': {
      const entropies = logs.map((log, k) => tf.neg(tf.sum(tf.mul(probabilities[k], log))));
      return tf.sub(entropyOfMean, average(entropies));
    }
    default:
      return unknownKind(metric);
  }
}

function gradientAt(f: (x: tf.Tensor2D) => tf.Tensor, x: ArrayLike<number>): Float32Array {
  const point = tf.tensor2d(Float32Array.from(x), [1, x.length]);
  const gradient = tf.grad((input) => f(input as tf.Tensor2D))(point);
  return gradient.dataSync<'float32'>().slice();
}

/** The network as a function of a batch of rows, in TensorFlow.js's operations. */
function networkFunction(network: Network): (x: tf.Tensor2D) => tf.Tensor2D {
  const matrices = network.nodes.map(({ operation }) =>
    operation.kind === 'affine' ? operation.maps.map(transposed) : [],
  );
  return (x) => {
    const values: tf.Tensor2D[] = [x];
    network.nodes.forEach(({ operation, inputs }, k) => {
      const read = inputs.map((value) => values[value]);
      switch (operation.kind) {
        case 'affine': {
          const products = read.map((value, m) => tf.matMul(value, matrices[k][m]));
          values.push(
            tf.add(tf.addN(products), tf.tensor1d(Float32Array.from(operation.bias.nearest))),
          );
          break;
        }
        case 'activation':
          values.push(activated(operation, read[0]));
          break;
        case 'maximum': {
          // One product per group instead of a gather, whose gradient not every backend has.
          const size = read[0].shape[1];
          const maxima = operation.groups.map((group) => {
            const pick = new Float32Array(size * group.length);
            group.forEach((index, j) => {
              pick[index * group.length + j] = 1;
            });
            return tf.max(tf.matMul(read[0], tf.tensor2d(pick, [size, group.length])), 1, true);
          });
          values.push(tf.concat(maxima, 1) as tf.Tensor2D);
          break;
        }
        case 'general':
          throw beyondPiecewiseAffine(operation.name, 'autodiff');
        default:
          unknownOperation(operation, 'autodiff');
      }
    });
    return values[network.output];
  };
}

/**
 * Piecewise-affine functions as sums of ramps: the leftmost line, and at each breakpoint the change
 * of slope times relu(x − breakpoint).
 */
function activated(operation: ActivationOperation, x: tf.Tensor2D): tf.Tensor2D {
  const lines = Array.from({ length: operation.size }, (_, i) => {
    const f = operation.functionOf(i);
    if (f.kind !== 'piecewise' || !f.lines) {
      throw beyondPiecewiseAffine(f.name, 'autodiff');
    }
    return f.lines;
  });
  const row = (entry: (line: FloatLines) => number) => tf.tensor1d(Float32Array.from(lines, entry));
  const left = row(({ slopes }) => slopes[0]);
  let sum: tf.Tensor = tf.add(
    row(({ intercepts }) => intercepts[0]),
    tf.mul(x, left),
  );
  const kinks = Math.max(...lines.map(({ breakpoints }) => breakpoints.length));
  for (let k = 0; k < kinks; k++) {
    const at = row(({ breakpoints }) => breakpoints[k] ?? 0);
    const change = row(({ slopes }) => (slopes[k + 1] ?? slopes[k] ?? 0) - (slopes[k] ?? 0));
    sum = tf.add(sum, tf.mul(tf.relu(tf.sub(x, at)), change));
  }
  return sum as tf.Tensor2D;
}

function transposed(map: LinearMap): tf.Tensor2D {
  const values = new Float32Array(map.rows * map.columns);
  for (let o = 0; o < map.rows; o++) {
    const row = map.row(o);
    for (let k = 0; k < row.columns.length; k++) {
      values[row.columns[k] * map.rows + o] = row.values[k];
    }
  }
  return tf.tensor2d(values, [map.columns, map.rows]);
}
