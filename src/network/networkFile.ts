import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { text } from '../errors/kinds.js';
import type { Problem, ProblemCode } from '../errors/problem.js';
import { Real } from '../exact/real.js';
import {
  type ActivationFields,
  type ActivationName,
  activationByName,
} from './activationByName.js';
import { type ExactNumber, readExactNumber } from './exactNumber.js';
import { clipTo, leakyRelu } from './functions.js';
import { GraphBuilder } from './graphBuilder.js';
import type { Network } from './network.js';
import { LAYER_FIELDS, MOST_INPUTS } from './networkShape.js';
import { addNormalization } from './normalization.js';
import { Numbers } from './numbers.js';
import { SparseMap } from './sparseMap.js';

/** A network in farfield's JSON format, version 1. */
export interface NetworkFile {
  readonly format: 'farfield-network';
  readonly version: 1;
  /** D, the number of inputs. */
  readonly inputs: number;
  readonly layers: readonly Layer[];
}

/** One layer of a network file. */
export type Layer =
  | {
      readonly type: 'dense';
      /** `weights[o][i]`: one row per output. */
      readonly weights: readonly (readonly number[])[];
      readonly bias: readonly number[];
    }
  | { readonly type: 'relu' }
  | { readonly type: 'leaky-relu'; readonly slope: number }
  | { readonly type: 'clip'; readonly lower: number; readonly upper: number }
  /** The maximum over each group of indices: a max-pool written out. */
  | { readonly type: 'maximum'; readonly groups: readonly (readonly number[])[] }
  /** Adds its input to the output of its inner layers. */
  | { readonly type: 'residual'; readonly layers: readonly Layer[] };

/** A layer beyond piecewise-affine: read wherever a layer is. */
export type SmoothLayer =
  /** A smooth activation, or HardSwish. */
  | {
      readonly type: ActivationName;
      /** Of `gelu`: the form with tanh. */
      readonly approximate?: 'none' | 'tanh';
      /** Of `softplus`; 1 if absent. */
      readonly beta?: number;
      /** Of `elu` and `celu`; 1 if absent. */
      readonly alpha?: number;
    }
  | {
      readonly type: 'layer-norm';
      readonly scale?: readonly number[];
      readonly shift?: readonly number[];
      /** 1e-5 if absent. */
      readonly epsilon?: number;
    }
  | {
      readonly type: 'rms-norm';
      readonly scale?: readonly number[];
      readonly epsilon?: number;
    };

/** Any layer that the format has. */
export type AnyLayer =
  | Exclude<Layer, { type: 'residual' }>
  | SmoothLayer
  | { readonly type: 'residual'; readonly layers: readonly AnyLayer[] };

/** A network file with layers of any sort. */
export interface AnyNetworkFile extends Omit<NetworkFile, 'layers'> {
  readonly layers: readonly AnyLayer[];
}

/**
 * Layers whose constants are no doubles: read wherever a layer is, made by no generator. Exact engines
 * compute with the constants as they are, float64 ones with the nearest doubles.
 */
export type ExactLayer =
  | {
      readonly type: 'dense';
      readonly weights: readonly (readonly ExactNumber[])[];
      readonly bias: readonly ExactNumber[];
    }
  | { readonly type: 'leaky-relu'; readonly slope: ExactNumber }
  | { readonly type: 'clip'; readonly lower: ExactNumber; readonly upper: ExactNumber };

/** More than this many problems are counted, not listed. */
const LISTED = 50;
/** Residual blocks nested deeper than this are refused instead of exhausting the stack. */
const DEEPEST = 100;

/**
 * Reads a network from parsed JSON, checking everything and reporting all problems at once.
 *
 * @param json - what `JSON.parse` made of the file
 * @param where - the file's name, for messages
 * @throws InputError with every problem found: missing or unknown fields, ragged rows, sizes that
 *   do not fit, numbers that are not finite
 *
 * @example
 * ```ts
 * readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [-1]], bias: [0, 0] }] }).outputSize; // 2
 * ```
 */
export function readNetwork(json: unknown, where = 'network'): Network {
  checkArguments('readNetwork', { where: [where, text] });
  const reader = new LayerReader();
  const network = reader.read(json);
  if (reader.problems.length > 0) {
    const listed = reader.problems.slice(0, LISTED);
    const more = reader.problems.length - listed.length;
    if (more > 0) {
      listed.push({
        code: 'malformed',
        path: '…',
        rule: `and ${more} more problems`,
        remedy: 'mend the ones above first',
      });
    }
    throw new InputError(where, listed);
  }
  return network!;
}

class LayerReader {
  readonly problems: Problem[] = [];
  private builder!: GraphBuilder;

  read(json: unknown): Network | null {
    if (!isObject(json)) {
      this.report(
        'wrong_type',
        'network',
        json,
        'must be an object',
        'see the network file format',
      );
      return null;
    }
    if (json.format !== 'farfield-network') {
      this.report(
        'unknown_value',
        'format',
        json.format,
        'must be "farfield-network"',
        'name the format, or convert the file',
      );
    }
    if (json.version !== 1) {
      this.report('wrong_version', 'version', json.version, 'must be 1', 'write version 1');
    }
    this.checkFields(json, ['format', 'version', 'inputs', 'layers'], '');
    const inputs = json.inputs;
    const inputsValid =
      Number.isSafeInteger(inputs) && (inputs as number) > 0 && (inputs as number) <= MOST_INPUTS;
    if (!inputsValid) {
      this.report(
        'out_of_range',
        'inputs',
        inputs,
        `must be a whole number from 1 to ${MOST_INPUTS}`,
        'give the number of inputs',
      );
    }
    // With a bad input count the layers are still read: their own problems are reported too.
    this.builder = new GraphBuilder(inputsValid ? (inputs as number) : 0);
    const output = this.readLayers(json.layers, 'layers', inputsValid ? 0 : null, 0);
    return this.problems.length === 0 && output !== null ? this.builder.build(output) : null;
  }

  /** Reads layers in a row; the result is null once a size is unknown because of a problem. */
  private readLayers(
    layers: unknown,
    path: string,
    input: number | null,
    depth: number,
  ): number | null {
    if (!Array.isArray(layers)) {
      this.report('wrong_type', path, layers, 'must be an array of layers', 'list the layers');
      return null;
    }
    if (layers.length === 0) {
      this.report('empty', path, layers, 'must not be empty', 'give at least one layer');
      return null;
    }
    let value = input;
    for (let k = 0; k < layers.length; k++) {
      value = this.readLayer(layers[k], `${path}[${k}]`, value, depth);
    }
    return value;
  }

  private readLayer(
    layer: unknown,
    path: string,
    input: number | null,
    depth: number,
  ): number | null {
    if (!isObject(layer)) {
      this.report('wrong_type', path, layer, 'must be an object', 'give a layer with a type');
      return null;
    }
    // By the type itself: the text of ["relu"] is "relu" too.
    const { type } = layer;
    if (typeof type !== 'string' || !Object.hasOwn(LAYER_FIELDS, type)) {
      this.report(
        'unknown_value',
        `${path}.type`,
        layer.type,
        `must be one of ${Object.keys(LAYER_FIELDS).join(', ')}`,
        'use one of these layers',
      );
      return null;
    }
    this.checkFields(layer, ['type', ...LAYER_FIELDS[type]], `${path}.`);
    switch (layer.type) {
      case 'dense':
        return this.readDense(layer, path, input);
      case 'relu':
        return input === null ? null : this.builder.rectifier(0, input, path);
      case 'leaky-relu': {
        const slope = this.exact(layer.slope, `${path}.slope`);
        return slope && input !== null
          ? this.builder.activation(leakyRelu(slope), input, path)
          : null;
      }
      case 'clip':
        return this.readClip(layer, path, input);
      case 'maximum':
        return this.readMaximum(layer, path, input);
      case 'layer-norm':
      case 'rms-norm':
        return this.readNormalization(layer, path, input);
      case 'residual':
        return this.readResidual(layer, path, input, depth);
      default:
        return this.readActivation(layer, type as ActivationName, path, input);
    }
  }

  private readDense(
    layer: Record<string, unknown>,
    path: string,
    input: number | null,
  ): number | null {
    const { weights, bias } = layer;
    const before = this.problems.length;
    if (!Array.isArray(weights) || weights.length === 0) {
      this.report(
        'wrong_type',
        `${path}.weights`,
        weights,
        'must be a non-empty array of rows',
        'give one row per output',
      );
      return null;
    }
    const columns =
      input !== null
        ? this.builder.sizeOf(input)
        : Array.isArray(weights[0])
          ? weights[0].length
          : 0;
    const values = new Constants(
      weights.length * columns <= MOST_WEIGHTS ? weights.length * columns : 0,
    );
    for (let o = 0; o < weights.length; o++) {
      const row: unknown = weights[o];
      const rowPath = `${path}.weights[${o}]`;
      if (!Array.isArray(row)) {
        this.report('wrong_type', rowPath, row, 'must be an array of numbers', 'give one row');
        continue;
      }
      if (row.length !== columns) {
        this.report(
          'shape_mismatch',
          `${rowPath}.length`,
          row.length,
          `must equal the ${columns} values the layer reads`,
          'give one weight per input of the layer',
        );
      }
      for (let i = 0; i < row.length; i++) {
        this.put(row[i], `${rowPath}[${i}]`, values, o * columns + i);
      }
    }
    const constants = new Constants(Array.isArray(bias) ? bias.length : 0);
    if (!Array.isArray(bias)) {
      this.report('wrong_type', `${path}.bias`, bias, 'must be an array', 'give one per output');
    } else {
      if (bias.length !== weights.length) {
        this.report(
          'shape_mismatch',
          `${path}.bias.length`,
          bias.length,
          `must equal the ${weights.length} rows of weights`,
          'give one bias per output',
        );
      }
      for (let o = 0; o < bias.length; o++) {
        this.put(bias[o], `${path}.bias[${o}]`, constants, o);
      }
    }
    if (this.problems.length > before) return null;
    return input === null
      ? null
      : this.builder.dense(values.numbers(), constants.numbers(), input, path);
  }

  private readClip(
    layer: Record<string, unknown>,
    path: string,
    input: number | null,
  ): number | null {
    const lower = this.exact(layer.lower, `${path}.lower`);
    const upper = this.exact(layer.upper, `${path}.upper`);
    if (!lower || !upper) return null;
    // Enclosures that overlap may be in either order.
    const order = lower.compare(upper);
    if (order === null || order > 0) {
      this.report(
        'out_of_range',
        `${path}.lower`,
        layer.lower,
        `must be at most upper=${JSON.stringify(layer.upper)}`,
        'swap the two',
      );
      return null;
    }
    return input === null ? null : this.builder.activation(clipTo(lower, upper), input, path);
  }

  private readMaximum(
    layer: Record<string, unknown>,
    path: string,
    input: number | null,
  ): number | null {
    const { groups } = layer;
    if (!Array.isArray(groups) || groups.length === 0) {
      this.report(
        'wrong_type',
        `${path}.groups`,
        groups,
        'must be a non-empty array of groups',
        'list the indices each output is the maximum of',
      );
      return null;
    }
    const size = input === null ? Number.MAX_SAFE_INTEGER : this.builder.sizeOf(input);
    const before = this.problems.length;
    const read = groups.map((group: unknown, g) => {
      const groupPath = `${path}.groups[${g}]`;
      if (!Array.isArray(group) || group.length === 0) {
        this.report(
          'wrong_type',
          groupPath,
          group,
          'must be a non-empty array of indices',
          'list at least one index',
        );
        return new Int32Array(0);
      }
      for (let k = 0; k < group.length; k++) {
        if (!Number.isInteger(group[k]) || group[k] < 0 || group[k] >= size) {
          this.report(
            'out_of_range',
            `${groupPath}[${k}]`,
            group[k],
            `must be a whole number from 0 to ${size - 1}`,
            'indices count the values the layer reads, from 0',
          );
        }
      }
      return Int32Array.from(group as number[]);
    });
    if (this.problems.length > before || input === null) return null;
    return this.builder.maximum(read, input, path);
  }

  private readActivation(
    layer: Record<string, unknown>,
    type: ActivationName,
    path: string,
    input: number | null,
  ): number | null {
    const before = this.problems.length;
    if (layer.approximate !== undefined && !['none', 'tanh'].includes(String(layer.approximate))) {
      this.report(
        'unknown_value',
        `${path}.approximate`,
        layer.approximate,
        'must be "none" or "tanh"',
        'leave it out for the exact form',
      );
    }
    for (const field of ['alpha', 'beta'] as const) {
      if (layer[field] === undefined || !this.number(layer[field], `${path}.${field}`)) continue;
      // ELU takes any α; the others divide by theirs.
      const positive = type !== 'elu' || (layer[field] as number) >= 0;
      if (!positive || (type !== 'elu' && (layer[field] as number) <= 0)) {
        this.report(
          'out_of_range',
          `${path}.${field}`,
          layer[field],
          type === 'elu' ? 'must not be negative' : 'must be positive',
          'give the value the network was trained with',
        );
      }
    }
    if (this.problems.length > before || input === null) return null;
    return this.builder.activation(activationByName[type](layer as ActivationFields), input, path);
  }

  private readNormalization(
    layer: Record<string, unknown>,
    path: string,
    input: number | null,
  ): number | null {
    const before = this.problems.length;
    const size = input === null ? null : this.builder.sizeOf(input);
    const weights = (field: 'scale' | 'shift', fallback: number): Float64Array => {
      const values = layer[field];
      if (values === undefined) return new Float64Array(size ?? 0).fill(fallback);
      if (!Array.isArray(values)) {
        this.report(
          'wrong_type',
          `${path}.${field}`,
          values,
          'must be an array of numbers',
          'give one per unit',
        );
        return new Float64Array(0);
      }
      if (size !== null && values.length !== size) {
        this.report(
          'shape_mismatch',
          `${path}.${field}.length`,
          values.length,
          `must equal the ${size} values the layer reads`,
          'give one per unit',
        );
      }
      values.forEach((value, i) => {
        this.number(value, `${path}.${field}[${i}]`);
      });
      return Float64Array.from(values as number[]);
    };
    const scale = weights('scale', 1);
    const shift = weights('shift', 0);
    const epsilon = layer.epsilon === undefined ? 1e-5 : layer.epsilon;
    if (this.number(epsilon, `${path}.epsilon`) && (epsilon as number) < 0) {
      this.report(
        'out_of_range',
        `${path}.epsilon`,
        epsilon,
        'must not be negative',
        'give the value the network was trained with',
      );
    }
    if (this.problems.length > before || input === null) return null;
    const settings = { epsilon: Real.of(epsilon as number), centred: layer.type === 'layer-norm' };
    const normal = addNormalization(this.builder, input, settings, path);
    const map = SparseMap.diagonal(Numbers.from(scale));
    return this.builder.affine(map, shift, normal, path);
  }

  private readResidual(
    layer: Record<string, unknown>,
    path: string,
    input: number | null,
    depth: number,
  ): number | null {
    if (depth >= DEEPEST) {
      this.report(
        'too_large',
        path,
        undefined,
        `must not be nested deeper than ${DEEPEST}`,
        'flatten the residual blocks',
      );
      return null;
    }
    const inner = this.readLayers(layer.layers, `${path}.layers`, input, depth + 1);
    if (inner === null || input === null) return null;
    const outer = this.builder.sizeOf(input);
    if (this.builder.sizeOf(inner) !== outer) {
      this.report(
        'shape_mismatch',
        `${path}.layers`,
        this.builder.sizeOf(inner),
        `must make ${outer} values, as many as the block reads`,
        'match the size of the last inner layer',
      );
      return null;
    }
    return this.builder.sum([inner, input], path);
  }

  /** A constant of any form; null after a problem. */
  private exact(value: unknown, path: string): Real | null {
    return readExactNumber(value, path, this.report.bind(this));
  }

  /** Puts a constant of any form in its place. */
  private put(value: unknown, path: string, constants: Constants, at: number): void {
    if (typeof value === 'number') {
      if (this.number(value, path)) constants.doubles[at] = value;
      return;
    }
    const real = this.exact(value, path);
    if (real) constants.others.set(at, real);
  }

  private number(value: unknown, path: string): boolean {
    if (typeof value !== 'number') {
      this.report('not_a_number', path, value, 'must be a number', 'write a JSON number');
      return false;
    }
    if (!Number.isFinite(value)) {
      this.report(
        'not_finite',
        path,
        value,
        'must be a finite number',
        'remove NaN, infinities and numbers beyond 1.8e308',
      );
      return false;
    }
    return true;
  }

  private checkFields(object: Record<string, unknown>, known: string[], prefix: string): void {
    for (const field of Object.keys(object)) {
      if (!known.includes(field)) {
        this.report(
          'unknown_field',
          `${prefix}${field}`,
          object[field],
          `is not a field here; known are ${known.join(', ')}`,
          'remove it or mend its spelling',
        );
      }
    }
  }

  private report(
    code: ProblemCode,
    path: string,
    value: unknown,
    rule: string,
    remedy: string,
  ): void {
    this.problems.push({ code, path, value, rule, remedy });
  }
}

/** Constants as they are read: most are doubles. */
class Constants {
  readonly doubles: Float64Array;
  readonly others = new Map<number, Real>();

  constructor(length: number) {
    this.doubles = new Float64Array(length);
  }

  numbers(): Numbers {
    return this.others.size === 0
      ? new Numbers(this.doubles)
      : Numbers.from(this.doubles).map((double, i) => this.others.get(i) ?? double);
  }
}

/** A matrix beyond this is an error in the file, not a network (2 GiB of doubles). */
const MOST_WEIGHTS = 2 ** 28;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
