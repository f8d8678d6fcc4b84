import { Rational } from '../../exact/rational.js';
import { Real } from '../../exact/real.js';
import type { ElementaryFunction } from '../../network/elementaryFunction.js';
import { ABSOLUTE } from '../../network/functions.js';
import { Numbers } from '../../network/numbers.js';
import { ChoiceOperation } from '../../network/operations/choice.js';
import { ElementaryOperation } from '../../network/operations/elementary.js';
import { ProductsOperation, QuotientOperation } from '../../network/operations/products.js';
import { SoftmaxOperation } from '../../network/operations/softmax.js';
import { StepOperation } from '../../network/operations/step.js';
import { SparseMap } from '../../network/sparseMap.js';
import type { UnivariateFunction } from '../../network/univariate.js';
import { broadcastShapes, broadcastSources } from './broadcast.js';
import { spread, sumTensors } from './elementwise.js';
import type { LayerGraph } from './layerGraph.js';
import { axisOffsets, pickIndices, range } from './pickEntries.js';
import { averageOf } from './pooling.js';
import { refuseShape } from './refusal.js';
import {
  type ConditionTensor,
  countOf,
  type Shape,
  showShape,
  stridesOf,
  type Tensor,
  type VariableTensor,
} from './tensor.js';

/** A tensor as a value of the network: constants too, and conditions as 1 and 0. */
export function computed(graph: LayerGraph, tensor: Tensor, shape: Shape): VariableTensor {
  if (tensor.kind === 'variable') return tensor;
  if (tensor.kind === 'condition') return valueOfCondition(graph, tensor);
  const size = countOf(shape);
  graph.charge(2 * size);
  const nothing = new SparseMap(
    graph.sizeOf(0),
    new Int32Array(size + 1),
    new Int32Array(0),
    new Float64Array(0),
  );
  const value = graph.affine([{ map: nothing, input: 0 }], spread(tensor, shape));
  return { kind: 'variable', shape, value };
}

/** A function of one variable at every entry. */
export function activate(
  graph: LayerGraph,
  tensor: VariableTensor,
  f: UnivariateFunction,
): VariableTensor {
  return { ...tensor, value: graph.activation(tensor.value, f) };
}

/** A function without asymptotes at every entry. */
export function elementary(
  graph: LayerGraph,
  tensor: VariableTensor,
  f: ElementaryFunction,
): VariableTensor {
  const operation = new ElementaryOperation(countOf(tensor.shape), f);
  return { ...tensor, value: graph.general(operation, [tensor.value]) };
}

/** x^exponent at every entry. */
export function power(
  graph: LayerGraph,
  tensor: VariableTensor,
  exponent: Rational,
): VariableTensor {
  return elementary(graph, tensor, { kind: 'power', exponent });
}

/** The product of two computed tensors, entry by entry, broadcast. */
export function productOf(graph: LayerGraph, a: VariableTensor, b: VariableTensor): VariableTensor {
  const { shape, left, right } = pairs(graph, a, b);
  const starts = range(countOf(shape) + 1);
  const value = graph.general(new ProductsOperation(starts, left, right), [a.value, b.value]);
  return { kind: 'variable', shape, value };
}

/** The quotient of two tensors, the divisor computed, entry by entry, broadcast. */
export function quotientOf(graph: LayerGraph, a: Tensor, b: VariableTensor): VariableTensor {
  const numerator = computed(graph, a, a.shape);
  const { shape, left, right } = pairs(graph, numerator, b);
  const value = graph.general(new QuotientOperation(left, right), [numerator.value, b.value]);
  return { kind: 'variable', shape, value };
}

function pairs(graph: LayerGraph, a: VariableTensor, b: VariableTensor) {
  const shape = broadcastShapes([a.shape, b.shape]);
  const size = countOf(shape);
  graph.charge(3 * size);
  const left = broadcastSources(a.shape, shape) ?? range(size);
  const right = broadcastSources(b.shape, shape) ?? range(size);
  return { shape, left, right };
}

/** NumPy's product of two computed matrices, or stacks of them. */
export function matrixProductOf(
  graph: LayerGraph,
  a: VariableTensor,
  b: VariableTensor,
): VariableTensor {
  const leftShape: Shape = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const rightShape: Shape = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [m, inner] = leftShape.slice(-2);
  const [rows, n] = rightShape.slice(-2);
  if (inner !== rows) {
    refuseShape(`multiplies matrices of shapes ${showShape(a.shape)} and ${showShape(b.shape)}`);
  }
  const stack = broadcastShapes([leftShape.slice(0, -2), rightShape.slice(0, -2)]);
  const count = countOf(stack);
  const size = count * m * n;
  graph.charge(2 * size * inner);
  const placesOf = (shape: Shape) => broadcastSources(shape.slice(0, -2), stack) ?? range(count);
  const [leftPlaces, rightPlaces] = [placesOf(leftShape), placesOf(rightShape)];
  const starts = Int32Array.from({ length: size + 1 }, (_, i) => i * inner);
  const left = new Int32Array(size * inner);
  const right = new Int32Array(size * inner);
  let p = 0;
  for (let s = 0; s < count; s++) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        for (let k = 0; k < inner; k++, p++) {
          left[p] = (leftPlaces[s] * m + i) * inner + k;
          right[p] = (rightPlaces[s] * inner + k) * n + j;
        }
      }
    }
  }
  const shape = [...stack];
  if (a.shape.length > 1) shape.push(m);
  if (b.shape.length > 1) shape.push(n);
  const value = graph.general(new ProductsOperation(starts, left, right), [a.value, b.value]);
  return { kind: 'variable', shape, value };
}

/** The entries of a tensor in groups that differ along some axes only. */
export function groupsAlong(shape: Shape, axes: ReadonlySet<number>): Int32Array[] {
  const strides = stridesOf(shape);
  const offsets = (wanted: boolean) =>
    pickIndices(
      [...shape.keys()]
        .filter((axis) => axes.has(axis) === wanted)
        .map((axis) => axisOffsets(range(shape[axis]), strides[axis])),
    );
  const inner = offsets(true);
  return Array.from(offsets(false), (start) => inner.map((offset) => start + offset));
}

/** Softmax within groups. */
export function softmaxWithin(
  graph: LayerGraph,
  tensor: VariableTensor,
  groups: readonly Int32Array[],
): VariableTensor {
  graph.charge(4 * countOf(tensor.shape));
  const value = graph.general(new SoftmaxOperation(groups), [tensor.value]);
  if (groups.length === 1) graph.markDistribution(value);
  return { ...tensor, value };
}

/** Each entry replaced by one value of its group. */
function repeated(
  graph: LayerGraph,
  value: number,
  groups: readonly Int32Array[],
  shape: Shape,
): VariableTensor {
  const sources = new Int32Array(countOf(shape));
  groups.forEach((group, g) => {
    for (const entry of group) sources[entry] = g;
  });
  graph.charge(2 * sources.length);
  const map = SparseMap.selection(groups.length, sources);
  return { kind: 'variable', shape, value: graph.affine([{ map, input: value }], null) };
}

const meanOf = (graph: LayerGraph, value: number, groups: readonly Int32Array[]): number =>
  averageOf(
    graph,
    value,
    groups.map((entries) => ({ entries, count: entries.length })),
  );

/**
 * (x − mean)/√(variance + ε) within groups; without `centred`, x/√(mean of squares + ε).
 *
 * Source: Ba, Kiros and Hinton 2016; Zhang and Sennrich 2019 for the latter.
 */
export function normalizeWithin(
  graph: LayerGraph,
  tensor: VariableTensor,
  groups: readonly Int32Array[],
  epsilon: Real,
  centred: boolean,
): VariableTensor {
  const { shape } = tensor;
  const x = centred
    ? sumTensors(graph, [
        { tensor, factor: 1 },
        { tensor: repeated(graph, meanOf(graph, tensor.value, groups), groups, shape), factor: -1 },
      ])
    : tensor;
  const squares = productOf(graph, x, x);
  const spreads = graph.addConstant(
    meanOf(graph, squares.value, groups),
    Numbers.filled(groups.length, epsilon),
  );
  const spreadTensor: VariableTensor = { kind: 'variable', shape: [groups.length], value: spreads };
  const factors = power(graph, spreadTensor, new Rational(-1n, 2n));
  return productOf(graph, x, repeated(graph, factors.value, groups, shape));
}

/** x divided by its L1 or L2 norm, or by its largest entry, within groups. */
export function divideByNorm(
  graph: LayerGraph,
  tensor: VariableTensor,
  groups: readonly Int32Array[],
  norm: 'L1' | 'L2' | 'MAX',
): VariableTensor {
  const size = countOf(tensor.shape);
  const measured =
    norm === 'L2'
      ? productOf(graph, tensor, tensor)
      : norm === 'L1'
        ? activate(graph, tensor, ABSOLUTE)
        : tensor;
  const shape: Shape = [groups.length];
  let value: number;
  if (norm === 'MAX') value = graph.maximum(measured.value, groups);
  else {
    const starts = new Int32Array(groups.length + 1);
    groups.forEach((group, g) => {
      starts[g + 1] = starts[g] + group.length;
    });
    const indices = new Int32Array(starts[groups.length]);
    groups.forEach((group, g) => {
      indices.set(group, starts[g]);
    });
    graph.charge(2 * indices.length);
    const ones = new Float64Array(indices.length).fill(1);
    value = graph.affine(
      [{ map: new SparseMap(size, starts, indices, ones), input: measured.value }],
      null,
    );
  }
  const norms: VariableTensor = { kind: 'variable', shape, value };
  const root = norm === 'L2' ? power(graph, norms, new Rational(1n, 2n)) : norms;
  return quotientOf(graph, tensor, repeated(graph, root.value, groups, tensor.shape));
}

/** 1 where a tensor is above 0, else 0. */
export function stepOf(graph: LayerGraph, tensor: VariableTensor): VariableTensor {
  const operation = new StepOperation(countOf(tensor.shape));
  return { ...tensor, value: graph.general(operation, [tensor.value]) };
}

/** a − b. */
export function differenceOf(graph: LayerGraph, a: Tensor, b: Tensor): VariableTensor {
  return sumTensors(graph, [
    { tensor: a, factor: 1 },
    { tensor: b, factor: -1 },
  ]);
}

/** A condition as numbers: 1 where it holds, else 0. */
export function valueOfCondition(
  graph: LayerGraph,
  { base, threshold, side, orEqual }: ConditionTensor,
): VariableTensor {
  // x ≥ c where not c > x.
  const above = (side === 'above') !== orEqual;
  const apart = above ? differenceOf(graph, base, threshold) : differenceOf(graph, threshold, base);
  const strict = stepOf(graph, apart);
  return orEqual ? complementOf(graph, strict) : strict;
}

/** 1 − x. */
export function complementOf(graph: LayerGraph, tensor: VariableTensor): VariableTensor {
  const opposite = sumTensors(graph, [{ tensor, factor: -1 }]);
  const ones = Numbers.filled(countOf(tensor.shape), Real.one);
  return { ...opposite, value: graph.addConstant(opposite.value, ones) };
}

/** `a` where the condition is above 0, else `b`, broadcast. */
export function chooseOf(
  graph: LayerGraph,
  condition: VariableTensor,
  a: Tensor,
  b: Tensor,
): VariableTensor {
  const shape = broadcastShapes([condition.shape, a.shape, b.shape]);
  const values = [condition, a, b].map((tensor) => broadcast(graph, tensor, shape).value);
  const value = graph.general(new ChoiceOperation(countOf(shape)), values);
  return { kind: 'variable', shape, value };
}

function broadcast(graph: LayerGraph, tensor: Tensor, shape: Shape): VariableTensor {
  const own = computed(graph, tensor, tensor.kind === 'constant' ? shape : tensor.shape);
  const sources = broadcastSources(own.shape, shape);
  if (!sources) return { ...own, shape };
  graph.charge(2 * sources.length);
  const map = SparseMap.selection(graph.sizeOf(own.value), sources);
  return { kind: 'variable', shape, value: graph.affine([{ map, input: own.value }], null) };
}
