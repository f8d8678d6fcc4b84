import { unknownKind } from '../../errors/unknownKind.js';
import type { Layer, NetworkFile } from '../../network/networkFile.js';

/**
 * Networks with fewer or plainer layers: layers left out one by one and two by two, dense layers
 * with nothing between them multiplied into one, residual blocks replaced by what they hold, other
 * activations by ReLU.
 *
 * Sizes need not fit: the caller drops what is no network.
 */
export function* simplerLayers(network: NetworkFile): Generator<NetworkFile> {
  const headed = network.layers.at(-1)?.type === 'dense';
  for (const layers of simplerRows(network.layers)) {
    // A linear head stays: without one, "the logits" would be hidden units.
    if (headed && layers.at(-1)?.type !== 'dense') continue;
    yield { ...network, layers };
  }
}

function* simplerRows(layers: readonly Layer[]): Generator<Layer[]> {
  const count = layers.length;
  for (const length of [2, 1]) {
    if (count <= length) continue;
    for (let k = 0; k + length <= count; k++) yield spliced(layers, k, length, []);
  }
  for (let k = 0; k < count; k++) {
    const [here, next, afterNext] = layers.slice(k, k + 3);
    if (here.type === 'dense' && next?.type === 'dense') {
      yield spliced(layers, k, 2, [product(next, here)]);
    }
    if (here.type === 'dense' && afterNext?.type === 'dense') {
      if (next.type === 'maximum') {
        // A candidate per group instead of the largest.
        for (const k0 of [0, -1]) {
          const rows = next.groups.map((group) => group.at(k0)!);
          const kept: Dense = {
            type: 'dense',
            weights: rows.map((i) => here.weights[i]),
            bias: rows.map((i) => here.bias[i]),
          };
          yield spliced(layers, k, 2, [kept, { type: 'relu' }]);
        }
      } else if (next.type !== 'residual' && next.type !== 'dense') {
        yield spliced(layers, k, 3, [product(afterNext, here)]);
      }
    }
    switch (here.type) {
      case 'residual':
        yield spliced(layers, k, 1, here.layers);
        for (const inner of simplerRows(here.layers)) {
          yield spliced(layers, k, 1, [{ type: 'residual', layers: inner }]);
        }
        break;
      case 'leaky-relu':
      case 'clip':
      case 'maximum':
        yield spliced(layers, k, 1, [{ type: 'relu' }]);
        break;
      // Nothing is simpler.
      case 'dense':
      case 'relu':
        break;
      default:
        unknownKind(here);
    }
  }
}

type Dense = Extract<Layer, { type: 'dense' }>;

/** The dense layer that does first one, then another. Float64; zero products are skipped. */
function product(outer: Dense, inner: Dense): Dense {
  const combine = (row: readonly number[], of: (unit: number) => number) =>
    row.reduce((sum, weight, j) => (weight === 0 ? sum : sum + weight * of(j)), 0);
  const columns = inner.weights[0];
  return {
    type: 'dense',
    weights: outer.weights.map((row) =>
      columns.map((_, i) => combine(row, (j) => inner.weights[j]?.[i] ?? 0)),
    ),
    bias: outer.weights.map((row, o) => outer.bias[o] + combine(row, (j) => inner.bias[j] ?? 0)),
  };
}

function spliced(
  layers: readonly Layer[],
  start: number,
  count: number,
  put: readonly Layer[],
): Layer[] {
  return [...layers.slice(0, start), ...put, ...layers.slice(start + count)];
}

/** How much structure layers have: a natural number per layer, more for rarer kinds. */
export function layerComplexity(layers: readonly Layer[]): number {
  let sum = 0;
  for (const layer of layers) {
    sum += layer.type === 'residual' ? 2 + layerComplexity(layer.layers) : WEIGHTS[layer.type];
  }
  return sum;
}

const WEIGHTS = { dense: 2, relu: 1, 'leaky-relu': 2, clip: 3, maximum: 4 } as const;
