import { checkArguments } from '../errors/checkArguments.js';
import { whole } from '../errors/kinds.js';
import { checkNetwork } from '../network/checkNetwork.js';
import { valuesAt } from '../network/evaluate.js';
import { pullBack } from '../network/jacobian.js';
import type { Network } from '../network/network.js';
import { patternOf } from '../network/pattern.js';
import { headOf } from '../network/penultimate.js';
import { type Batch, batch as batchKind, batchOf, rowOf, zeroBatch } from './batch.js';
import { grainOf } from './grain.js';
import { type LinearHead, linearHeadOf } from './linearHead.js';
import type { Observations } from './observations.js';
import { RowRounding } from './rowRounding.js';

/**
 * A network as detectors use it: observations of batches, and input gradients. Float64.
 *
 * @example
 * ```ts
 * const classifier = new Classifier(network);
 * classifier.observe([[1, 2], [3, 4]]).logits.rows; // 2
 * ```
 */
export class Classifier {
  readonly head: LinearHead;
  private readonly penultimate: number;
  /** The values that hidden layers end with: outputs of rectifiers, clips and maxima. */
  readonly hiddenValues: readonly number[];

  /** @throws InputError `unsupported` if the logits are not made by an affine layer of one input */
  constructor(readonly network: Network) {
    checkNetwork('Classifier', network);
    this.head = linearHeadOf(network);
    this.penultimate = headOf(network).penultimate;
    const ends = network.nodes.flatMap(({ operation }, k) =>
      operation.kind === 'affine' ? [] : [k + 1],
    );
    this.hiddenValues = ends.at(-1) === this.penultimate ? ends : [...ends, this.penultimate];
  }

  /** C. */
  get classes(): number {
    return this.network.outputSize;
  }

  /** D, the number of penultimate units. */
  get width(): number {
    return this.head.weights.columns;
  }

  /**
   * Evaluates the network at many inputs and keeps what detectors read.
   *
   * @param inputs - n rows of `network.inputSize` finite numbers
   * @throws InputError `shape_mismatch`, `not_finite`
   */
  observe(inputs: Batch | readonly ArrayLike<number>[]): Observations {
    return this.observeInto(inputs, null);
  }

  /**
   * As `observe`, with bounds of the rounding of the evaluation: what detectors are fitted on, so
   * that they know what rounding may have made.
   *
   * @throws InputError as `observe` does
   */
  observeForFitting(inputs: Batch | readonly ArrayLike<number>[]): Observations {
    const count = isBatch(inputs) ? inputs.rows : inputs.length;
    const rows = new RowRounding(this.network, count);
    const observations = this.observeInto(inputs, rows);
    const { values } = observations.inputs!;
    const errors = rows.errors(grainOf(values));
    const rounding = {
      features: errors[this.penultimate],
      logits: errors[this.network.output],
      hidden: this.hiddenValues.map((value) => errors[value]),
    };
    return { ...observations, rounding };
  }

  private observeInto(
    inputs: Batch | readonly ArrayLike<number>[],
    rounding: RowRounding | null,
  ): Observations {
    const { inputSize } = this.network;
    if (isBatch(inputs)) {
      checkArguments('observe', {
        inputs: [inputs, batchKind],
        'inputs.columns': [inputs.columns, whole(inputSize, inputSize)],
      });
    }
    const batch = isBatch(inputs) ? inputs : batchOf('inputs', inputs, inputSize);
    const logits = zeroBatch(batch.rows, this.classes);
    const features = zeroBatch(batch.rows, this.width);
    const hidden = this.hiddenValues.map((value) => zeroBatch(batch.rows, this.sizeOf(value)));
    for (let i = 0; i < batch.rows; i++) {
      const values = valuesAt(this.network, rowOf(batch, i));
      rounding?.add(values);
      logits.values.set(values[this.network.output], i * logits.columns);
      features.values.set(values[this.penultimate], i * features.columns);
      hidden.forEach((layer, k) => {
        layer.values.set(values[this.hiddenValues[k]], i * layer.columns);
      });
    }
    return { inputs: batch, logits, features, hidden };
  }

  /**
   * `cotangentᵀ ∂f/∂x` at x, by one reverse walk through the network.
   *
   * @param cotangentOf - makes the cotangent, shape [C], of the logits at x
   * @returns shape [number of inputs]
   */
  inputGradient(
    x: Float64Array,
    cotangentOf: (logits: Float64Array) => Float64Array,
  ): Float64Array {
    const values = valuesAt(this.network, x);
    const cotangent = cotangentOf(values[this.network.output]);
    return pullBack(this.network, patternOf(this.network, values), cotangent);
  }

  private sizeOf(value: number): number {
    return value === 0 ? this.network.inputSize : this.network.nodes[value - 1].operation.size;
  }
}

function isBatch(inputs: Batch | readonly ArrayLike<number>[]): inputs is Batch {
  return typeof inputs === 'object' && inputs !== null && 'values' in inputs && 'rows' in inputs;
}
