import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { text } from '../errors/kinds.js';
import type { Problem, ProblemCode } from '../errors/problem.js';
import { problemsOf, type ReportProblem } from '../schema/shape.js';
import type { ActivationName } from './activationByName.js';
import type { ExactNumber } from './exactNumber.js';
import { GraphBuilder } from './graphBuilder.js';
import { LAYER_KINDS } from './layers/layerKinds.js';
import type { Network } from './network.js';
import { anyLayer, inputCount, networkShape } from './networkShape.js';

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

/** What may be wrong with a layer whose lists are lists all the same. */
const WRONG_VALUE: readonly ProblemCode[] = [
  'not_a_number',
  'not_finite',
  'out_of_range',
  'too_large',
  'unknown_field',
];

class LayerReader {
  readonly problems: Problem[] = [];

  read(json: unknown): Network | null {
    networkShape.check(json, isObject(json) ? '' : 'network', this.report);
    if (!isObject(json) || !Array.isArray(json.layers)) return null;
    // With a bad input count the layers are still read: their own problems are reported too.
    const counted = problemsOf(inputCount, json.inputs, '').length === 0;
    const builder = new GraphBuilder(counted ? (json.inputs as number) : 0);
    const output = this.readLayers(json.layers, 'layers', builder, counted ? 0 : null, 0);
    return this.problems.length === 0 && output !== null ? builder.build(output) : null;
  }

  /** Reads layers in a row; the result is null once a size is unknown because of a problem. */
  private readLayers(
    layers: readonly unknown[],
    path: string,
    builder: GraphBuilder,
    input: number | null,
    depth: number,
  ): number | null {
    return layers.reduce<number | null>(
      (value, layer, k) => this.readLayer(layer, `${path}[${k}]`, builder, value, depth),
      input,
    );
  }

  private readLayer(
    layer: unknown,
    path: string,
    builder: GraphBuilder,
    input: number | null,
    depth: number,
  ): number | null {
    const before = this.problems.length;
    anyLayer.check(layer, path, this.report);
    if (!isObject(layer)) return null;
    if (layer.type === 'residual' && Array.isArray(layer.layers)) {
      return this.readResidual(layer.layers, path, builder, input, depth);
    }
    // Sizes are told beside numbers that are wrong, where there are rows to count.
    const found = this.problems.slice(before);
    if (!found.every(({ code }) => WRONG_VALUE.includes(code))) return null;
    const size = input === null ? null : builder.sizeOf(input);
    const add = LAYER_KINDS[layer.type as string].read(layer, size, path, this.report);
    return this.problems.length > before || input === null ? null : add(builder, input, path);
  }

  /** A residual block adds what it reads to what its layers make of it. */
  private readResidual(
    layers: readonly unknown[],
    path: string,
    builder: GraphBuilder,
    input: number | null,
    depth: number,
  ): number | null {
    if (depth >= DEEPEST) {
      const rule = `must not be nested deeper than ${DEEPEST}`;
      this.report('too_large', path, undefined, rule, 'flatten the residual blocks');
      return null;
    }
    const inner = this.readLayers(layers, `${path}.layers`, builder, input, depth + 1);
    if (inner === null || input === null) return null;
    const [size, outer] = [builder.sizeOf(inner), builder.sizeOf(input)];
    if (size !== outer) {
      const rule = `must make ${outer} values, as many as the block reads`;
      const remedy = 'match the size of the last inner layer';
      this.report('shape_mismatch', `${path}.layers`, size, rule, remedy);
      return null;
    }
    return builder.sum([inner, input], path);
  }

  private readonly report: ReportProblem = (code, path, value, rule, remedy) => {
    this.problems.push({ code, path, value, rule, remedy });
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
