import { unknownKind } from '../../errors/unknownKind.js';
import type { Layer, NetworkFile } from '../../network/networkFile.js';

/** The network without one input, or null if it would have none left. */
export function withoutInput(network: NetworkFile, input: number): NetworkFile | null {
  if (network.inputs === 1) return null;
  const rest = withoutEntries(network.layers, new Set([input]), network.inputs);
  // Inputs that reach the logits through no dense layer would take a class with them.
  if (rest === null || rest.removed.size > 0) return null;
  return { ...network, inputs: network.inputs - 1, layers: rest.layers };
}

/** The network without one class, or null if its last layers do not allow it. */
export function withoutClass(network: NetworkFile, c: number): NetworkFile | null {
  const layers = withoutOutputs(network.layers, new Set([c]));
  return layers && { ...network, layers };
}

/** The network without one unit of the dense layer at `index` (of its outermost layers), or null. */
export function withoutUnit(network: NetworkFile, index: number, unit: number): NetworkFile | null {
  const removed = new Set([unit]);
  const dense = withoutOutputs(network.layers.slice(0, index + 1), removed);
  const size = sizeAfter(network, index);
  if (dense === null) return null;
  const rest = withoutEntries(network.layers.slice(index + 1), removed, size);
  if (rest === null || rest.removed.size > 0) return null;
  return { ...network, layers: [...dense, ...rest.layers] };
}

/** Layers that read a vector without some of its entries, and which of their outputs are gone. */
function withoutEntries(
  layers: readonly Layer[],
  entries: ReadonlySet<number>,
  inputs: number,
): { layers: Layer[]; removed: ReadonlySet<number> } | null {
  let removed = entries;
  let size = inputs;
  const result: Layer[] = [];
  for (const layer of layers) {
    if (removed.size === 0) {
      result.push(layer);
      continue;
    }
    if (removed.size === size) return null;
    switch (layer.type) {
      case 'dense':
        result.push({ ...layer, weights: layer.weights.map((row) => without(row, removed)) });
        size = layer.weights.length;
        removed = new Set();
        break;
      case 'maximum': {
        const gone = new Set<number>();
        const groups: number[][] = [];
        const shift = shiftBy(removed);
        layer.groups.forEach((group, g) => {
          const left = group.filter((i) => !removed.has(i)).map(shift);
          if (left.length === 0) gone.add(g);
          else groups.push(left);
        });
        if (groups.length === 0) return null;
        result.push({ type: 'maximum', groups });
        size = layer.groups.length;
        removed = gone;
        break;
      }
      case 'residual': {
        const inner = withoutEntries(layer.layers, removed, size);
        // What leaves the block must be what enters it, less the same entries.
        if (inner === null || ![...inner.removed].every((i) => removed.has(i))) return null;
        const rest =
          inner.removed.size === 0 ? withoutOutputs(inner.layers, removed) : inner.layers;
        if (rest === null) return null;
        result.push({ type: 'residual', layers: rest });
        break;
      }
      case 'relu':
      case 'leaky-relu':
      case 'clip':
        result.push(layer);
        break;
      default:
        unknownKind(layer);
    }
  }
  return { layers: result, removed };
}

/** Layers that make a vector without some of its entries; null if their last ones do not allow it. */
function withoutOutputs(layers: readonly Layer[], entries: ReadonlySet<number>): Layer[] | null {
  const last = layers.at(-1);
  if (last === undefined) return null;
  switch (last.type) {
    case 'dense':
      if (entries.size >= last.weights.length) return null;
      return [
        ...layers.slice(0, -1),
        { ...last, weights: without(last.weights, entries), bias: without(last.bias, entries) },
      ];
    case 'maximum':
      if (entries.size >= last.groups.length) return null;
      return [...layers.slice(0, -1), { ...last, groups: without(last.groups, entries) }];
    case 'relu':
    case 'leaky-relu':
    case 'clip': {
      const before = withoutOutputs(layers.slice(0, -1), entries);
      return before && [...before, last];
    }
    case 'residual':
      return null;
    default:
      return unknownKind(last);
  }
}

function sizeAfter(network: NetworkFile, index: number): number {
  const layer = network.layers[index];
  return layer.type === 'dense' ? layer.weights.length : network.inputs;
}

function without<T>(items: readonly T[], entries: ReadonlySet<number>): T[] {
  return items.filter((_, i) => !entries.has(i));
}

/** What an index becomes when entries before it are gone. */
function shiftBy(removed: ReadonlySet<number>): (index: number) => number {
  return (index) => {
    let shifted = index;
    for (const i of removed) if (i < index) shifted--;
    return shifted;
  };
}
