import { activationByName } from './activationByName.js';
import type { LinearMap } from './linearMap.js';
import type { Network } from './network.js';
import type { AnyLayer, AnyNetworkFile } from './networkFile.js';
import { type Operation, unknownOperation } from './operation.js';
import { GELU_TANH } from './smoothFunctions.js';
import type { UnivariateFunction } from './univariate.js';

/** More weights than this are no file to send. */
const MOST_WEIGHTS = 4_000_000;

/**
 * A network as a network file, whatever format it was read from, for who can read no other: weights
 * are the nearest doubles.
 *
 * @returns null where the file format of layers cannot say it: values that are read twice, products,
 *   norms, units of one layer with different functions; and where it would be too large to send
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * networkFileOf(network)?.layers[0].type; // 'dense'
 * ```
 */
export function networkFileOf({ inputSize, nodes, output }: Network): AnyNetworkFile | null {
  if (output !== nodes.length) return null;
  let weights = 0;
  const layers: AnyLayer[] = [];
  for (const [k, node] of nodes.entries()) {
    const inRow = node.inputs.length === 1 && node.inputs[0] === k;
    if (node.operation.kind === 'affine') {
      for (const { rows, columns } of node.operation.maps) weights += rows * columns;
    }
    const layer = inRow && weights <= MOST_WEIGHTS ? layerOf(node.operation) : null;
    if (layer === null) return null;
    layers.push(layer);
  }
  return { format: 'farfield-network', version: 1, inputs: inputSize, layers };
}

function layerOf(operation: Operation): AnyLayer | null {
  switch (operation.kind) {
    case 'affine':
      return {
        type: 'dense',
        weights: rowsOf(operation.maps[0]),
        bias: Array.from(operation.bias.nearest),
      };
    case 'activation':
      return operation.functions.length === 1 ? activationLayer(operation.functions[0]) : null;
    case 'maximum':
      return { type: 'maximum', groups: operation.groups.map((group) => Array.from(group)) };
    case 'general':
      return null;
    default:
      return unknownOperation(operation, 'networkFileOf');
  }
}

function rowsOf(map: LinearMap): number[][] {
  return Array.from({ length: map.rows }, (_, i) => {
    const { columns, values } = map.row(i);
    const row = new Array<number>(map.columns).fill(0);
    for (let n = 0; n < columns.length; n++) row[columns[n]] = values[n];
    return row;
  });
}

function activationLayer(f: UnivariateFunction): AnyLayer | null {
  if (f.kind === 'piecewise' && f.lines) {
    const { breakpoints, slopes, intercepts } = f.lines;
    if (breakpoints.length === 1 && breakpoints[0] === 0 && slopes[1] === 1) {
      if (intercepts.some((value) => value !== 0)) return null;
      return slopes[0] === 0 ? { type: 'relu' } : { type: 'leaky-relu', slope: slopes[0] };
    }
    const [lower, upper] = breakpoints;
    const isClip =
      breakpoints.length === 2 &&
      [0, 1, 0].every((slope, piece) => slopes[piece] === slope) &&
      [lower, 0, upper].every((value, piece) => intercepts[piece] === value);
    return isClip ? { type: 'clip', lower, upper } : null;
  }
  if (f === GELU_TANH) return { type: 'gelu', approximate: 'tanh' };
  for (const type of Object.keys(activationByName) as (keyof typeof activationByName)[]) {
    if (activationByName[type]({}) === f) return { type };
  }
  return null;
}
