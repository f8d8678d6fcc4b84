import { unknownKind } from '../../errors/unknownKind.js';
import type { Layer, NetworkFile } from '../../network/networkFile.js';

/** What the layers of a network file mean for values of some kind. */
export interface Interpretation<Value> {
  /** Σ_i weights[i]·values[i] + bias. */
  combine(weights: readonly number[], values: readonly Value[], bias: number): Value;
  add(x: Value, y: Value): Value;
  /** x where it is positive, negativeSlope·x where it is not. */
  rectify(x: Value, negativeSlope: number): Value;
  clip(x: Value, lower: number, upper: number): Value;
  /** The largest of at least one. */
  largest(values: readonly Value[]): Value;
}

/** What a network file makes of an input. */
export interface FileValues<Value> {
  readonly logits: readonly Value[];
  /** What the last layer reads, where that is dense; else null. */
  readonly penultimate: readonly Value[] | null;
}

/**
 * Walks a network file layer by layer, as its format says, for values of any kind.
 *
 * On purpose it knows nothing of the graph that `readNetwork` makes, of maps, germs or tails: it is
 * what those are checked against, and short enough to be read in one sitting.
 *
 * @param file - a valid network file
 */
export function walkFile<Value>(
  { layers }: NetworkFile,
  input: readonly Value[],
  how: Interpretation<Value>,
): FileValues<Value> {
  const last = layers.at(-1)!;
  const penultimate = walkLayers(layers.slice(0, -1), input, how);
  return {
    logits: walkLayers([last], penultimate, how),
    penultimate: last.type === 'dense' ? penultimate : null,
  };
}

function walkLayers<Value>(
  layers: readonly Layer[],
  input: readonly Value[],
  how: Interpretation<Value>,
): readonly Value[] {
  return layers.reduce((values, layer) => walkLayer(layer, values, how), input);
}

function walkLayer<Value>(
  layer: Layer,
  values: readonly Value[],
  how: Interpretation<Value>,
): readonly Value[] {
  switch (layer.type) {
    case 'dense':
      return layer.weights.map((row, o) => how.combine(row, values, layer.bias[o]));
    case 'relu':
      return values.map((x) => how.rectify(x, 0));
    case 'leaky-relu':
      return values.map((x) => how.rectify(x, layer.slope));
    case 'clip':
      return values.map((x) => how.clip(x, layer.lower, layer.upper));
    case 'maximum':
      return layer.groups.map((group) => how.largest(group.map((i) => values[i]!)));
    case 'residual':
      return walkLayers(layer.layers, values, how).map((x, i) => how.add(x, values[i]!));
    default:
      return unknownKind(layer);
  }
}
