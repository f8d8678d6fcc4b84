import { Real } from '../../exact/real.js';
import { Numbers } from '../../network/numbers.js';
import { SparseMap } from '../../network/sparseMap.js';
import { broadcastShapes, broadcastSources } from './broadcast.js';
import { checkFinite, type LayerGraph, type Summand } from './layerGraph.js';
import { range } from './pickEntries.js';
import { refuseUnsupported } from './refusal.js';
import {
  type ConstantTensor,
  countOf,
  numeric,
  type Shape,
  type Tensor,
  type VariableTensor,
} from './tensor.js';

/** One summand of a sum of tensors. */
export interface Term {
  readonly tensor: Tensor;
  readonly factor: number;
}

/** `Σ factor · tensor`, broadcast; at least one tensor depends on the input. */
export function sumTensors(graph: LayerGraph, terms: readonly Term[]): VariableTensor {
  const shape = broadcastShapes(terms.map(({ tensor }) => tensor.shape));
  const size = countOf(shape);
  const summands: Summand[] = [];
  const constants: Numbers[] = [];
  for (const { tensor: term, factor } of terms) {
    const tensor = numeric(term);
    if (tensor.kind === 'constant') {
      graph.charge(size);
      constants.push(spread(tensor, shape).times(factor));
    } else {
      summands.push({ map: spreadMap(graph, tensor, shape, factor), input: tensor.value });
    }
  }
  const [only] = summands;
  const unchanged = summands.length === 1 && only.map === graph.identity(size);
  let value = unchanged ? only.input : graph.affine(summands, null);
  for (const constant of constants) value = graph.addConstant(value, constant);
  return { kind: 'variable', shape, value };
}

/** `factors ⊙ tensor`, broadcast. */
export function multiply(
  graph: LayerGraph,
  tensor: VariableTensor,
  factors: ConstantTensor,
): VariableTensor {
  const shape = broadcastShapes([tensor.shape, factors.shape]);
  graph.charge(countOf(shape));
  const spreadFactors = spread(factors, shape);
  const sources = broadcastSources(tensor.shape, shape);
  const value = sources
    ? graph.affine(
        [{ map: oneEntryARow(graph, tensor, sources, spreadFactors), input: tensor.value }],
        null,
      )
    : graph.scale(tensor.value, spreadFactors);
  return { kind: 'variable', shape, value };
}

/** The largest of several tensors, entry by entry, broadcast. */
export function maximumOf(graph: LayerGraph, tensors: readonly Tensor[]): VariableTensor {
  const shape = broadcastShapes(tensors.map((tensor) => tensor.shape));
  const size = countOf(shape);
  const variables = tensors.filter((tensor) => tensor.kind === 'variable');
  const constants = tensors.filter((tensor) => tensor.kind === 'constant');
  graph.charge(size * (constants.length + 1));
  const bound = largestConstant(constants, shape);
  const [first] = variables;
  if (variables.length === 1 && bound?.isUniform !== false) {
    const repeated = repeat(graph, first, shape);
    return bound
      ? { ...repeated, value: graph.clipTo(repeated.value, bound.at(0), null) }
      : repeated;
  }
  // All candidates side by side in one vector, then the largest of each place's candidates.
  const candidates = variables.length + (bound ? 1 : 0);
  graph.charge(size * candidates * 4);
  const zeros = Numbers.zeros(size * variables.length);
  const bias = bound ? Numbers.concatenated([zeros, bound]) : zeros;
  const summands = variables.map((tensor, k): Summand => {
    const own = broadcastSources(tensor.shape, shape) ?? range(size);
    const sources = new Int32Array(size * candidates).fill(-1);
    sources.set(own, k * size);
    return { map: SparseMap.selection(graph.sizeOf(tensor.value), sources), input: tensor.value };
  });
  const side = graph.affine(summands, bias);
  const groups = Array.from({ length: size }, (_, i) =>
    Int32Array.from({ length: candidates }, (_, k) => k * size + i),
  );
  return { kind: 'variable', shape, value: graph.maximum(side, groups) };
}

/** The largest of constants, entry by entry; null where there are none but −∞. */
function largestConstant(constants: readonly ConstantTensor[], shape: Shape): Numbers | null {
  const parts = constants
    .map((constant) => spread(constant, shape))
    .filter(({ nearest }) => !nearest.every((value) => value === -Infinity));
  if (parts.length < 2) return parts[0] ?? null;
  return parts.reduce((x, y) => x.map((value, i) => value.maximum(y.at(i))));
}

/** `x` where positive, else `slope · x`; the slope is repeated over the tensor, not vice versa. */
export function rectify(
  graph: LayerGraph,
  tensor: VariableTensor,
  slope: number | ConstantTensor,
): VariableTensor {
  if (typeof slope === 'number') {
    return { ...tensor, value: graph.rectifier(tensor.value, slope) };
  }
  const shape = broadcastShapes([tensor.shape, slope.shape]);
  if (countOf(shape) !== countOf(tensor.shape)) {
    refuseUnsupported('has more slopes than values', 'give one slope per value or channel');
  }
  graph.charge(countOf(shape));
  const value = graph.rectifier(tensor.value, spread(slope, shape));
  return { ...tensor, value };
}

/** A constant's entries repeated to fill a shape; not a copy when nothing repeats. */
export function spread({ numbers, shape: own }: ConstantTensor, shape: Shape): Numbers {
  const sources = broadcastSources(own, shape);
  return sources ? numbers.pick(sources) : numbers;
}

function spreadMap(graph: LayerGraph, tensor: VariableTensor, shape: Shape, factor: number) {
  const sources = broadcastSources(tensor.shape, shape);
  const size = countOf(shape);
  if (!sources && factor === 1) return graph.identity(size);
  graph.charge(2 * size);
  const factors = Numbers.filled(size, Real.of(factor));
  return sources ? oneEntryARow(graph, tensor, sources, factors) : SparseMap.diagonal(factors);
}

function oneEntryARow(
  graph: LayerGraph,
  tensor: VariableTensor,
  sources: Int32Array,
  factors: Numbers,
): SparseMap {
  graph.charge(2 * sources.length);
  checkFinite(factors, 'factor');
  const starts = Int32Array.from({ length: sources.length + 1 }, (_, i) => i);
  return new SparseMap(graph.sizeOf(tensor.value), starts, sources, factors);
}

/** The tensor broadcast to a larger shape. */
function repeat(graph: LayerGraph, tensor: VariableTensor, shape: Shape): VariableTensor {
  const size = countOf(shape);
  const map = spreadMap(graph, tensor, shape, 1);
  const same = map === graph.identity(size);
  const value = same ? tensor.value : graph.affine([{ map, input: tensor.value }], null);
  return { kind: 'variable', shape, value };
}
