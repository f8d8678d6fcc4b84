import type { AnyLayer, AnyNetworkFile } from '../../network/networkFile.js';
import { activated } from './activationFormulas.js';
import { difference, type FileArithmetic, magnitude, weightedSum } from './fileArithmetic.js';

/**
 * Evaluates a network file of any layers, layer by layer, as its format says.
 *
 * On purpose it knows nothing of graphs, germs and expansions: it is what those are checked against.
 *
 * @param file - a valid network file
 */
export function walkAnyFile<Value>(
  { layers }: Pick<AnyNetworkFile, 'layers'>,
  input: readonly Value[],
  how: FileArithmetic<Value>,
): readonly Value[] {
  return layers.reduce((values, layer) => walkLayer(layer, values, how), input);
}

/** origin + Σ t^power·direction, t^power given. */
export function inputAt<Value>(
  how: FileArithmetic<Value>,
  origin: readonly number[],
  moves: readonly { readonly direction: readonly number[]; readonly scale: Value }[],
): Value[] {
  return origin.map((x, d) =>
    moves.reduce(
      (sum, { direction, scale }) =>
        direction[d] === 0 ? sum : how.add(sum, how.multiply(how.of(direction[d]), scale)),
      how.of(x),
    ),
  );
}

function walkLayer<Value>(
  layer: AnyLayer,
  values: readonly Value[],
  how: FileArithmetic<Value>,
): readonly Value[] {
  switch (layer.type) {
    case 'dense':
      return layer.weights.map((row, o) => weightedSum(how, row, values, layer.bias[o]));
    case 'maximum':
      return layer.groups.map((group) => group.map((i) => values[i]).reduce(how.larger));
    case 'residual':
      return walkAnyFile(layer, values, how).map((x, i) => how.add(x, values[i]));
    case 'layer-norm':
    case 'rms-norm':
      return normalised(how, layer, values);
    default:
      return values.map((x) => activated(how, layer, x));
  }
}

/** A layer norm or an RMS norm of a file. */
export type NormLayer = Extract<AnyLayer, { type: 'layer-norm' | 'rms-norm' }>;

/** g∘(x − mean)/√(variance + ε) + s; of an RMS norm g∘x/√(mean of squares + ε). */
function normalised<Value>(
  how: FileArithmetic<Value>,
  layer: NormLayer,
  values: readonly Value[],
): Value[] {
  const count = how.of(values.length);
  const meanOf = (x: readonly Value[]) => how.divide(x.reduce(how.add), count);
  const mean = layer.type === 'layer-norm' ? meanOf(values) : null;
  const centred = mean ? values.map((x) => difference(how, x, mean)) : values;
  const spread = meanOf(centred.map((x) => squared(how, x)));
  const root = how.squareRoot(how.add(spread, how.of(epsilonOf(layer))));
  return centred.map((x, i) =>
    how.add(
      how.multiply(how.of(layer.scale?.[i] ?? 1), how.divide(x, root)),
      how.of(shiftOf(layer)?.[i] ?? 0),
    ),
  );
}

/** x², never negative even where little is known of x. */
function squared<Value>(how: FileArithmetic<Value>, x: Value): Value {
  const size = magnitude(how, x);
  return how.multiply(size, size);
}

/** ε of a norm: 1e-5 if absent. */
export function epsilonOf(layer: NormLayer): number {
  return layer.epsilon ?? 1e-5;
}

/** What a norm adds; absent for an RMS norm. */
export function shiftOf(layer: NormLayer): readonly number[] | undefined {
  return layer.type === 'layer-norm' ? layer.shift : undefined;
}
