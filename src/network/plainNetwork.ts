import { unknownKind } from '../errors/unknownKind.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import type { ConvolutionGeometry } from './convolutionGeometry.js';
import { ConvolutionMap } from './convolutionMap.js';
import { DenseMap } from './denseMap.js';
import { RELU } from './functions.js';
import type { LinearMap } from './linearMap.js';
import type { Network } from './network.js';
import { Numbers } from './numbers.js';
import { type Operation, unknownOperation } from './operation.js';
import { ActivationOperation } from './operations/activation.js';
import { AffineOperation } from './operations/affine.js';
import { beyondPiecewiseAffine } from './operations/general.js';
import { MaximumOperation } from './operations/maximum.js';
import { SparseMap } from './sparseMap.js';
import { piecewise, type UnivariateFunction } from './univariate.js';

/** A network as plain data, without classes or functions, such as threads send each other. */
export interface PlainNetwork extends Omit<Network, 'nodes'> {
  readonly nodes: readonly {
    readonly operation: PlainOperation;
    readonly inputs: readonly number[];
    readonly label: string;
  }[];
}

/** A number: `p/q`, or the two ends of an enclosure. */
type PlainReal = string | readonly [lower: string, upper: string];

/** Numbers: doubles, and those that are none. */
interface PlainNumbers {
  readonly nearest: Float64Array;
  readonly others: { readonly table: readonly PlainReal[]; readonly which: Int32Array } | null;
}

interface PlainFunction {
  readonly name: string;
  readonly breakpoints: readonly PlainReal[];
  readonly pieces: readonly (readonly PlainReal[])[];
}

type PlainOperation =
  | { readonly kind: 'affine'; readonly maps: readonly PlainMap[]; readonly bias: PlainNumbers }
  | {
      readonly kind: 'activation';
      readonly size: number;
      readonly functions: readonly PlainFunction[];
      readonly which: Int32Array | null;
    }
  | { readonly kind: 'maximum'; readonly groups: readonly Int32Array[] };

type PlainMap =
  | {
      readonly kind: 'dense';
      readonly rows: number;
      readonly columns: number;
      readonly coefficients: PlainNumbers;
    }
  | {
      readonly kind: 'convolution';
      readonly coefficients: PlainNumbers;
      readonly geometry: ConvolutionGeometry;
    }
  | {
      readonly kind: 'sparse';
      readonly columns: number;
      readonly starts: Int32Array;
      readonly indices: Int32Array;
      readonly coefficients: PlainNumbers;
    };

/**
 * A network as plain data.
 *
 * @param keep - what becomes of arrays of weights; as they are if absent
 */
export function plainNetwork(
  network: Network,
  keep: (values: Float64Array) => Float64Array = (values) => values,
): PlainNetwork {
  return {
    ...network,
    nodes: network.nodes.map(({ operation, inputs, label }) => ({
      inputs,
      label,
      operation: plainOperation(operation, keep),
    })),
  };
}

/** The network again, on the same arrays. */
export function networkOfPlain({ nodes, ...rest }: PlainNetwork): Network {
  return {
    ...rest,
    nodes: nodes.map(({ operation, inputs, label }) => ({
      inputs,
      label,
      operation: operationOfPlain(operation),
    })),
  };
}

function plainOperation(
  operation: Operation,
  keep: (values: Float64Array) => Float64Array,
): PlainOperation {
  switch (operation.kind) {
    case 'affine':
      return {
        kind: 'affine',
        maps: operation.maps.map((map) => plainMap(map, keep)),
        bias: plainNumbers(operation.bias, keep),
      };
    case 'activation': {
      const { kind, size, functions, which } = operation;
      return { kind, size, functions: functions.map(plainFunction), which };
    }
    case 'maximum':
      return { kind: 'maximum', groups: operation.groups };
    case 'general':
      throw beyondPiecewiseAffine(operation.name, 'plainNetwork');
    default:
      return unknownOperation(operation, 'plainNetwork');
  }
}

function operationOfPlain(operation: PlainOperation): Operation {
  switch (operation.kind) {
    case 'affine':
      return new AffineOperation(operation.maps.map(mapOfPlain), numbersOfPlain(operation.bias));
    case 'activation': {
      const { size, functions, which } = operation;
      return new ActivationOperation(size, functions.map(functionOfPlain), which);
    }
    case 'maximum':
      return new MaximumOperation(operation.groups);
    default:
      return unknownOperation(operation, 'networkOfPlain');
  }
}

function plainMap(map: LinearMap, keep: (values: Float64Array) => Float64Array): PlainMap {
  const coefficients = plainNumbers(map.coefficients, keep);
  if (map instanceof DenseMap) {
    return { kind: 'dense', rows: map.rows, columns: map.columns, coefficients };
  }
  if (map instanceof ConvolutionMap) {
    return { kind: 'convolution', coefficients, geometry: map.geometry };
  }
  if (map instanceof SparseMap) {
    const { columns, starts, indices } = map;
    return { kind: 'sparse', columns, starts, indices, coefficients };
  }
  throw new RangeError('plainNetwork: knows no linear map of this kind');
}

function mapOfPlain(map: PlainMap): LinearMap {
  const coefficients = numbersOfPlain(map.coefficients);
  switch (map.kind) {
    case 'dense':
      return new DenseMap(map.rows, map.columns, coefficients);
    case 'convolution':
      return new ConvolutionMap(coefficients, map.geometry);
    case 'sparse':
      return new SparseMap(map.columns, map.starts, map.indices, coefficients);
    default:
      return unknownKind(map);
  }
}

function plainFunction(f: UnivariateFunction): PlainFunction {
  if (f.kind === 'smooth') throw beyondPiecewiseAffine(f.name, 'plainNetwork');
  return {
    name: f.name,
    breakpoints: f.breakpoints.map(plainReal),
    pieces: f.pieces.map((piece) => piece.map(plainReal)),
  };
}

function functionOfPlain({ name, breakpoints, pieces }: PlainFunction): UnivariateFunction {
  // Engines have a faster way for this one, known by identity.
  if (name === RELU.name) return RELU;
  return piecewise(
    name,
    breakpoints.map(realOfPlain),
    pieces.map((piece) => piece.map(realOfPlain)),
  );
}

function plainNumbers(
  numbers: Numbers,
  keep: (values: Float64Array) => Float64Array,
): PlainNumbers {
  const others = numbers.otherNumbers;
  return {
    nearest: keep(numbers.nearest),
    others: others && { ...others, table: others.table.map(plainReal) },
  };
}

function numbersOfPlain({ nearest, others }: PlainNumbers): Numbers {
  return new Numbers(nearest, others && { ...others, table: others.table.map(realOfPlain) });
}

function plainReal(value: Real): PlainReal {
  return value.rational
    ? value.rational.toString()
    : [value.lower.toString(), value.upper.toString()];
}

function realOfPlain(value: PlainReal): Real {
  return typeof value === 'string'
    ? Real.ofRational(Rational.parse(value))
    : Real.between(Rational.parse(value[0]), Rational.parse(value[1]));
}
