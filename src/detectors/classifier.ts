import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { callable, flag, numbers, optional, record, whole } from '../errors/kinds.js';
import { checkNetwork } from '../network/checkNetwork.js';
import { eachBlock } from '../network/evaluate.js';
import { pullBackMany } from '../network/jacobian.js';
import type { Network } from '../network/network.js';
import { headOf } from '../network/penultimate.js';
import { type Batch, batch as batchKind, batchOf, notFinite, zeroBatch } from './batch.js';
import { type LinearHead, linearHeadOf } from './linearHead.js';
import type { Observations } from './observations.js';
import { RowRounding } from './rowRounding.js';

/** What to keep of what a network shows. */
export interface ObservationOptions {
  /**
   * Every hidden layer, which few detectors read (`readsHidden`) and which take most of the memory;
   * true if absent.
   */
  readonly hidden?: boolean;
}

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
   * @throws InputError `shape_mismatch`, `not_finite`; `wrong_type` for options
   */
  observe(
    inputs: Batch | readonly ArrayLike<number>[],
    options: ObservationOptions = {},
  ): Observations {
    return this.observeInto(this.batchFrom(inputs), null, checkedOptions('observe', options));
  }

  /**
   * As `observe`, with bounds of the rounding of the evaluation: what detectors are fitted on, so
   * that they know what rounding may have made.
   *
   * @throws InputError as `observe` does
   */
  observeForFitting(
    inputs: Batch | readonly ArrayLike<number>[],
    options: ObservationOptions = {},
  ): Observations {
    const batch = this.batchFrom(inputs);
    const rows = new RowRounding(this.network, batch);
    const kept = checkedOptions('observeForFitting', options);
    const observations = this.observeInto(batch, rows, kept);
    const errors = rows.errors();
    const rounding = {
      features: errors[this.penultimate],
      logits: errors[this.network.output],
      hidden: this.hiddenValues.map((value) => errors[value]),
    };
    return { ...observations, rounding };
  }

  /** Inputs as a batch, checked. */
  private batchFrom(inputs: Batch | readonly ArrayLike<number>[]): Batch {
    const { inputSize } = this.network;
    if (!isBatch(inputs)) return batchOf('inputs', inputs, inputSize);
    checkArguments('observe', {
      inputs: [inputs, batchKind],
      'inputs.columns': [inputs.columns, whole(inputSize, inputSize)],
    });
    const { columns, values } = inputs;
    const wrong = values.findIndex((x) => !Number.isFinite(x));
    if (wrong !== -1) {
      const place = `inputs.values[${wrong}] (row ${Math.floor(wrong / columns)}, column ${wrong % columns})`;
      throw new InputError('observe', [notFinite(place, values[wrong])]);
    }
    return inputs;
  }

  private observeInto(
    batch: Batch,
    rounding: RowRounding | null,
    { hidden: keepsHidden = true }: ObservationOptions,
  ): Observations {
    const logits = zeroBatch(batch.rows, this.classes);
    const features = zeroBatch(batch.rows, this.width);
    const hidden = keepsHidden
      ? this.hiddenValues.map((value) => zeroBatch(batch.rows, this.sizeOf(value)))
      : null;
    const kept: readonly [Batch, number][] = [
      [logits, this.network.output],
      [features, this.penultimate],
      ...(hidden ?? []).map((layer, k): [Batch, number] => [layer, this.hiddenValues[k]]),
    ];
    eachBlock(this.network, batch.values, batch.rows, (values, from, some) => {
      rounding?.add(values, some);
      for (const [out, value] of kept) out.values.set(values[value], from * out.columns);
    });
    return { inputs: batch, logits, features, ...(hidden && { hidden }) };
  }

  /**
   * `cotangentᵀ ∂f/∂x` at every row, by reverse walks of many rows through the network.
   *
   * @param inputs - n rows of `network.inputSize`
   * @param cotangentOf - makes the cotangent, shape [C], of the logits at a row and its number
   * @returns n rows of the number of inputs
   * @throws InputError as `observe` does, and `shape_mismatch` for a cotangent that is not of shape [C]
   */
  inputGradients(
    inputs: Batch,
    cotangentOf: (logits: Float64Array, row: number) => Float64Array,
  ): Batch {
    checkArguments('inputGradients', {
      inputs: [inputs, batchKind],
      cotangentOf: [cotangentOf, callable],
    });
    this.batchFrom(inputs);
    const out = zeroBatch(inputs.rows, inputs.columns);
    eachBlock(this.network, inputs.values, inputs.rows, (values, from, some) => {
      const logits = values[this.network.output];
      const cotangents = new Float64Array(some * this.classes);
      for (let row = 0; row < some; row++) {
        const own = logits.slice(row * this.classes, (row + 1) * this.classes);
        const cotangent = cotangentOf(own, from + row);
        if (cotangent?.length !== this.classes) {
          checkArguments('inputGradients', {
            cotangent: [cotangent, numbers({ length: this.classes })],
          });
        }
        cotangents.set(cotangent, row * this.classes);
      }
      const gradients = pullBackMany(this.network, values, cotangents, some);
      out.values.set(gradients, from * out.columns);
    });
    return out;
  }

  private sizeOf(value: number): number {
    return value === 0 ? this.network.inputSize : this.network.nodes[value - 1].operation.size;
  }
}

function checkedOptions(where: string, options: ObservationOptions): ObservationOptions {
  checkArguments(where, { options: [options, record({ hidden: optional(flag) })] });
  return options;
}

function isBatch(inputs: Batch | readonly ArrayLike<number>[]): inputs is Batch {
  return typeof inputs === 'object' && inputs !== null && 'values' in inputs && 'rows' in inputs;
}
