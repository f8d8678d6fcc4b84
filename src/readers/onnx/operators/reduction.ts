import { Rational } from '../../../exact/rational.js';
import { SparseMap } from '../../../network/sparseMap.js';
import { elementary, power, productOf } from '../../lowering/computed.js';
import { rectify, sumTensors } from '../../lowering/elementwise.js';
import type { LayerGraph } from '../../lowering/layerGraph.js';
import { axisOffsets, pickIndices, range } from '../../lowering/pickEntries.js';
import { averageOf } from '../../lowering/pooling.js';
import { refuseValue } from '../../lowering/refusal.js';
import {
  countOf,
  doublesOf,
  type Shape,
  stridesOf,
  type VariableTensor,
} from '../../lowering/tensor.js';
import type { Lowering, OperatorContext } from '../operatorContext.js';
import { negate } from './arithmetic.js';

/** Sums, means and extrema along axes. */
export const reduction: Readonly<Record<string, Lowering>> = {
  ReduceSum: (context) => [reduce(context, context.variable(0), sum)],
  ReduceMean: (context) => [
    reduce(context, context.variable(0), (graph, value, groups) =>
      averageOf(
        graph,
        value,
        groups.map((entries) => ({ entries, count: entries.length })),
      ),
    ),
  ],
  ReduceL1: (context) => {
    const absolute = rectify(context.graph, context.variable(0), -1);
    return [reduce(context, absolute, sum)];
  },
  ReduceSumSquare: (context) => [sumOfSquares(context)],
  ReduceL2: (context) => [power(context.graph, sumOfSquares(context), new Rational(1n, 2n))],
  ReduceLogSum: (context) => [
    elementary(context.graph, reduce(context, context.variable(0), sum), { kind: 'log' }),
  ],
  ReduceLogSumExp: (context) => [logSumExp(context)],
  CumSum: (context) => [cumulativeSum(context)],
  ReduceMax: (context) => [reduce(context, context.variable(0), maximum)],
  ReduceMin: (context) => {
    const opposite = negate(context.graph, context.variable(0)) as VariableTensor;
    return [negate(context.graph, reduce(context, opposite, maximum))];
  },
};

/** The sum of each group of entries. */
function sum(graph: LayerGraph, value: number, groups: readonly Int32Array[]): number {
  const starts = new Int32Array(groups.length + 1);
  for (let g = 0; g < groups.length; g++) starts[g + 1] = starts[g] + groups[g].length;
  const indices = new Int32Array(starts[groups.length]);
  for (let g = 0; g < groups.length; g++) indices.set(groups[g], starts[g]);
  graph.charge(2 * indices.length);
  const ones = new Float64Array(indices.length).fill(1);
  const map = new SparseMap(graph.sizeOf(value), starts, indices, ones);
  return graph.affine([{ map, input: value }], null);
}

function sumOfSquares(context: OperatorContext): VariableTensor {
  const x = context.variable(0);
  return reduce(context, productOf(context.graph, x, x), sum);
}

/** m + log Σ e^(x − m), m the largest entry: exponentials stay at most 1. */
function logSumExp(context: OperatorContext): VariableTensor {
  const { graph } = context;
  const x = context.variable(0);
  return reduce(context, x, (_, value, groups) => {
    const largest = graph.maximum(value, groups);
    const sources = new Int32Array(countOf(x.shape));
    groups.forEach((group, g) => {
      for (const entry of group) sources[entry] = g;
    });
    graph.charge(4 * sources.length);
    const map = SparseMap.selection(groups.length, sources);
    const repeated = graph.affine([{ map, input: largest }], null);
    const below = sumTensors(graph, [
      { tensor: x, factor: 1 },
      { tensor: { ...x, value: repeated }, factor: -1 },
    ]);
    const shares = elementary(graph, below, { kind: 'exp' });
    const shape = [groups.length];
    const total: VariableTensor = {
      kind: 'variable',
      shape,
      value: sum(graph, shares.value, groups),
    };
    return sumTensors(graph, [
      { tensor: elementary(graph, total, { kind: 'log' }), factor: 1 },
      { tensor: { kind: 'variable', shape, value: largest }, factor: 1 },
    ]).value;
  });
}

/** Sums of the entries up to each one along an axis. */
function cumulativeSum(context: OperatorContext): VariableTensor {
  const { graph, node } = context;
  const x = context.variable(0);
  const [named] = doublesOf(context.constant(1, 'has a computed axis'));
  const axis = context.axis(named, x.shape.length);
  const step = stridesOf(x.shape)[axis];
  const length = x.shape[axis];
  const reverse = node.integer('reverse', 0) !== 0;
  const exclusive = node.integer('exclusive', 0) !== 0 ? 1 : 0;
  graph.charge(countOf(x.shape) * (length + 8));
  const groups = Array.from({ length: countOf(x.shape) }, (_, i) => {
    const place = Math.floor(i / step) % length;
    const start = i - place * step;
    const [from, to] = reverse ? [place + exclusive, length] : [0, place + 1 - exclusive];
    return range(Math.max(0, to - from)).map((k) => start + (from + k) * step);
  });
  return { ...x, value: sum(graph, x.value, groups) };
}

function maximum(graph: LayerGraph, value: number, groups: readonly Int32Array[]): number {
  return graph.maximum(value, groups);
}

function reduce(
  context: OperatorContext,
  x: VariableTensor,
  apply: (graph: LayerGraph, value: number, groups: readonly Int32Array[]) => number,
): VariableTensor {
  const { graph, node } = context;
  const rank = x.shape.length;
  const named = context.integers(1, 'axes') ?? [];
  if (named.length === 0 && node.integer('noop_with_empty_axes', 0) !== 0) return x;
  const axes = new Set(
    named.length === 0 ? range(rank) : named.map((axis) => context.axis(axis, rank)),
  );
  const kept: Shape = x.shape.filter((_, axis) => !axes.has(axis));
  const reduced: Shape = x.shape.filter((_, axis) => axes.has(axis));
  if (countOf(x.shape) === 0) refuseValue('reduces an empty tensor');
  const strides = stridesOf(x.shape);
  const offsetsOf = (wanted: boolean) =>
    pickIndices(
      [...x.shape.keys()]
        .filter((axis) => axes.has(axis) === wanted)
        .map((axis) => axisOffsets(range(x.shape[axis]), strides[axis])),
    );
  graph.charge(countOf(x.shape) + 8 * countOf(kept));
  const inner = offsetsOf(true);
  const groups = Array.from(offsetsOf(false), (start) => inner.map((offset) => start + offset));
  const keep = node.integer('keepdims', 1) !== 0;
  const shape = keep ? x.shape.map((length, axis) => (axes.has(axis) ? 1 : length)) : kept;
  const value = countOf(reduced) === 1 ? x.value : apply(graph, x.value, groups);
  return { kind: 'variable', shape, value };
}
