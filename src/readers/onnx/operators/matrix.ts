import type { Numbers } from '../../../network/numbers.js';
import { SparseMap } from '../../../network/sparseMap.js';
import { broadcastShapes, broadcastSources } from '../../lowering/broadcast.js';
import { matrixProductOf } from '../../lowering/computed.js';
import { spread, sumTensors } from '../../lowering/elementwise.js';
import type { LayerGraph } from '../../lowering/layerGraph.js';
import { matrixAtPositions, matrixOfStack, transposed } from '../../lowering/linearLayers.js';
import { transposeTensor } from '../../lowering/moves.js';
import { range } from '../../lowering/pickEntries.js';
import { refuseShape, refuseUnsupported } from '../../lowering/refusal.js';
import {
  type ConstantTensor,
  countOf,
  type Shape,
  showShape,
  type Tensor,
  type VariableTensor,
} from '../../lowering/tensor.js';
import { finite, type Lowering, type OperatorContext } from '../operatorContext.js';

/** Products with constant matrices. */
export const matrix: Readonly<Record<string, Lowering>> = {
  MatMul: (context) => [product(context.graph, context.tensor(0), context.tensor(1))],
  Gemm: (context) => [gemm(context)],
};

/** `alpha · A' B' + beta · C`, where ' transposes if asked. */
function gemm(context: OperatorContext): VariableTensor {
  const { graph, node } = context;
  const alpha = node.float('alpha', 1);
  const beta = node.float('beta', 1);
  const [a, b] = [0, 1].map((k) => {
    const tensor = context.tensor(k);
    if (tensor.shape.length !== 2) {
      refuseShape(`multiplies a tensor of shape ${showShape(tensor.shape)}; Gemm needs matrices`);
    }
    const flip = node.integer(k === 0 ? 'transA' : 'transB', 0) !== 0;
    const oriented = flip ? transposeTensor(graph, tensor, [1, 0]) : tensor;
    return oriented;
  });
  // The factor goes to a constant side; of a product of computed matrices, to the product.
  const [left, right] =
    a.kind === 'constant'
      ? [scaled(a, alpha), b]
      : b.kind === 'constant'
        ? [a, scaled(b, alpha)]
        : [a, b];
  const made = product(graph, left, right);
  const y =
    left === a && right === b && alpha !== 1
      ? sumTensors(graph, [{ tensor: made, factor: alpha }])
      : made;
  if (!context.has(2)) return y;
  const c = context.tensor(2);
  if (broadcastShapes([y.shape, c.shape]).some((length, axis) => length !== y.shape[axis])) {
    refuseShape(`adds a tensor of shape ${showShape(c.shape)} to one of ${showShape(y.shape)}`);
  }
  return c.kind === 'constant'
    ? {
        ...y,
        value: graph.addConstant(y.value, spread(scaled(finite(c), beta), y.shape)),
      }
    : sumTensors(graph, [
        { tensor: y, factor: 1 },
        { tensor: c, factor: beta },
      ]);
}

/** NumPy's matrix product, one side constant. */
function product(graph: LayerGraph, a: Tensor, b: Tensor): VariableTensor {
  if (a.kind === 'variable' && b.kind === 'variable') return matrixProductOf(graph, a, b);
  if (a.kind === b.kind) return refuseUnsupported('multiplies two constant matrices');
  if (a.shape.length === 0 || b.shape.length === 0) refuseShape('multiplies by a scalar');
  // A vector is a row on the left and a column on the right; the added axis is dropped again.
  const left: Shape = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const right: Shape = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [m, inner] = left.slice(-2);
  const [rows, n] = right.slice(-2);
  if (inner !== rows) {
    refuseShape(
      `multiplies matrices of shapes ${showShape(a.shape)} and ${showShape(b.shape)}, whose inner lengths differ`,
    );
  }
  const stack = broadcastShapes([left.slice(0, -2), right.slice(0, -2)]);
  const shape = [...stack];
  if (a.shape.length > 1) shape.push(m);
  if (b.shape.length > 1) shape.push(n);
  const size = countOf(stack) * m * n;
  graph.charge(size);
  const [variable, constant] = a.kind === 'variable' ? [a, b] : [b, a];
  const { numbers } = finite(constant as ConstantTensor);
  const oneMatrix = numbers.length === (a.kind === 'variable' ? inner * n : m * inner);
  const input = (variable as VariableTensor).value;
  if (!oneMatrix || size === 0) {
    const map = generalProduct(graph, left, right, stack, numbers, a.kind === 'variable');
    return { kind: 'variable', shape, value: graph.affine([{ map, input }], null) };
  }
  const map =
    a.kind === 'variable'
      ? matrixAtPositions(transposed(numbers, inner, n), n, inner, countOf(left) / inner)
      : matrixOfStack(numbers, m, inner, countOf(right.slice(0, -2)), n);
  return { kind: 'variable', shape, value: graph.affine([{ map, input }], null) };
}

/** A stack of products with different constant matrices, coefficient by coefficient. */
function generalProduct(
  graph: LayerGraph,
  left: Shape,
  right: Shape,
  stack: Shape,
  numbers: Numbers,
  constantRight: boolean,
): SparseMap {
  const [m, inner] = left.slice(-2);
  const n = right[right.length - 1];
  const count = countOf(stack);
  graph.charge(2 * count * m * n * inner);
  const stacked = (shape: Shape) => broadcastSources(shape.slice(0, -2), stack) ?? range(count);
  const [leftPlaces, rightPlaces] = [stacked(left), stacked(right)];
  const total = count * m * n;
  const starts = Int32Array.from({ length: total + 1 }, (_, i) => i * inner);
  const indices = new Int32Array(total * inner);
  const places = new Int32Array(total * inner);
  let e = 0;
  for (let s = 0; s < count; s++) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        for (let k = 0; k < inner; k++, e++) {
          const l = (leftPlaces[s] * m + i) * inner + k;
          const r = (rightPlaces[s] * inner + k) * n + j;
          indices[e] = constantRight ? l : r;
          places[e] = constantRight ? r : l;
        }
      }
    }
  }
  const columns = countOf(constantRight ? left : right);
  return new SparseMap(columns, starts, indices, numbers.pick(places));
}

/** Multiplies stored numbers. Exact. */
function scaled(tensor: ConstantTensor, factor: number): ConstantTensor {
  return { ...tensor, numbers: tensor.numbers.times(factor) };
}
