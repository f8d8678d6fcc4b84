import { InternalError } from '../errors/internalError.js';
import { type ConvolutionGeometry, ConvolutionMap } from '../network/convolutionMap.js';
import { DenseMap } from '../network/denseMap.js';
import type { LinearMap } from '../network/linearMap.js';
import type { Network } from '../network/network.js';
import type { AffineOperation, Operation } from '../network/operation.js';
import { SparseMap } from '../network/sparseMap.js';

/** A network as plain data whose weights live in memory that threads share. */
export interface SharedNetwork extends Omit<Network, 'nodes'> {
  readonly nodes: readonly {
    readonly operation: SharedOperation;
    readonly inputs: readonly number[];
    readonly label: string;
  }[];
}

type SharedOperation =
  | Exclude<Operation, AffineOperation>
  | (Omit<AffineOperation, 'maps'> & { readonly maps: readonly SharedMap[] });

type SharedMap =
  | {
      readonly kind: 'dense';
      readonly rows: number;
      readonly columns: number;
      readonly values: Float64Array;
    }
  | {
      readonly kind: 'convolution';
      readonly kernel: Float64Array;
      readonly geometry: ConvolutionGeometry;
    }
  | {
      readonly kind: 'sparse';
      readonly columns: number;
      readonly starts: Int32Array;
      readonly indices: Int32Array;
      readonly values: Float64Array;
    };

/** Moves the weights of a network to shared memory, so that threads get it without copies. */
export function shareNetwork(network: Network): SharedNetwork {
  return {
    ...network,
    nodes: network.nodes.map(({ operation, inputs, label }) => ({
      inputs,
      label,
      operation:
        operation.kind === 'affine'
          ? { ...operation, bias: shared(operation.bias), maps: operation.maps.map(shareMap) }
          : operation,
    })),
  };
}

/** The network again, on the same memory. */
export function networkOfShared({ nodes, ...rest }: SharedNetwork): Network {
  return {
    ...rest,
    nodes: nodes.map(({ operation, inputs, label }) => ({
      inputs,
      label,
      operation:
        operation.kind === 'affine'
          ? { ...operation, maps: operation.maps.map(mapOfShared) }
          : operation,
    })),
  };
}

function shareMap(map: LinearMap): SharedMap {
  if (map instanceof DenseMap) {
    return { kind: 'dense', rows: map.rows, columns: map.columns, values: shared(map.values) };
  }
  if (map instanceof ConvolutionMap) {
    return { kind: 'convolution', kernel: shared(map.kernel), geometry: map.geometry };
  }
  if (map instanceof SparseMap) {
    const { columns, starts, indices, values } = map;
    return { kind: 'sparse', columns, starts, indices, values: shared(values) };
  }
  throw new InternalError('a linear map of a kind that threads cannot share');
}

function mapOfShared(map: SharedMap): LinearMap {
  switch (map.kind) {
    case 'dense':
      return new DenseMap(map.rows, map.columns, map.values);
    case 'convolution':
      return new ConvolutionMap(map.kernel, map.geometry);
    case 'sparse':
      return new SparseMap(map.columns, map.starts, map.indices, map.values);
  }
}

/** A copy in shared memory. */
export function shared(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
