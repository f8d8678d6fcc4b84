import { valuesAt } from '../../evaluate.js';
import { broadcastShapes } from '../lowering/broadcast.js';
import { spread } from '../lowering/elementwise.js';
import { LayerGraph } from '../lowering/layerGraph.js';
import { type ConstantTensor, constantTensor, countOf, type Tensor } from '../lowering/tensor.js';
import { type Lowering, OperatorContext } from './operatorContext.js';

type Scalar = (...entries: number[]) => number;

/** Operators on numbers, for parts of a graph that no input reaches. */
const SCALARS: Readonly<Record<string, Scalar>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Mod: (a, b) => a - b * Math.floor(a / b),
  Pow: (a, b) => a ** b,
  Neg: (a) => -a,
  Abs: (a) => Math.abs(a),
  Sqrt: (a) => Math.sqrt(a),
  Reciprocal: (a) => 1 / a,
  Exp: (a) => Math.exp(a),
  Log: (a) => Math.log(a),
  Floor: (a) => Math.floor(a),
  Ceil: (a) => Math.ceil(a),
  Sum: (...all) => all.reduce((sum, a) => sum + a, 0),
  Max: (...all) => Math.max(...all),
  Min: (...all) => Math.min(...all),
  Equal: (a, b) => Number(a === b),
  Less: (a, b) => Number(a < b),
  Greater: (a, b) => Number(a > b),
  Not: (a) => Number(a === 0),
  And: (a, b) => Number(a !== 0 && b !== 0),
  Or: (a, b) => Number(a !== 0 || b !== 0),
  Where: (condition, a, b) => (condition !== 0 ? a : b),
};

/** Whether an operator that is no piecewise-affine layer is understood on constants. */
export function foldsConstants(operator: string): boolean {
  return Object.hasOwn(SCALARS, operator);
}

/**
 * Computes a node all of whose inputs are constants, in float64.
 *
 * @param lower - the operator's lowering, where there is one: layers other than scalar functions
 *   are evaluated as a network of their own
 */
export function foldNode(context: OperatorContext, lower: Lowering | undefined): readonly Tensor[] {
  const { node, graph } = context;
  const inputs = context.inputs as readonly (ConstantTensor | null)[];
  if (!inputs.every((input) => input === null || input.integer)) {
    graph.note('Parts of the graph that no input reaches were computed in float64.');
  }
  if (Object.hasOwn(SCALARS, node.operator)) {
    return [applyScalar(context, SCALARS[node.operator])];
  }
  const [x] = inputs as readonly ConstantTensor[];
  const size = countOf(x.shape);
  graph.charge(size);
  const inner = new LayerGraph(size, 0);
  inner.label = node.label;
  const variable: Tensor = { kind: 'variable', shape: x.shape, value: 0 };
  const made = lower!(
    new OperatorContext(
      inner,
      node,
      [variable, ...context.inputs.slice(1)],
      context.batch,
      context.readTensor,
    ),
  );
  return made.map((tensor) => {
    if (tensor.kind === 'constant') return tensor;
    graph.charge(countOf(tensor.shape));
    const values = valuesAt(inner.build(tensor.value), x.values)[tensor.value];
    return constantTensor(tensor.shape, values, node.label, x.integer);
  });
}

function applyScalar(context: OperatorContext, scalar: Scalar): ConstantTensor {
  const { node, graph } = context;
  const tensors = context.inputs.map((_, k) => context.tensor(k) as ConstantTensor);
  const shape = broadcastShapes(tensors.map((tensor) => tensor.shape));
  const size = countOf(shape);
  graph.charge(size * (tensors.length + 1));
  const columns = tensors.map((tensor) => spread(tensor, shape));
  const integer = tensors[tensors.length - 1].integer;
  const truncate = integer && node.operator === 'Div';
  const values = Float64Array.from({ length: size }, (_, i) => {
    const value = scalar(...columns.map((column) => column[i]));
    return truncate ? Math.trunc(value) : value;
  });
  return constantTensor(shape, values, node.label, integer);
}
