import { Real } from '../../../exact/real.js';
import { Numbers } from '../../../network/numbers.js';
import { productOf, quotientOf, valueOfCondition } from '../../lowering/computed.js';
import { maximumOf, multiply, rectify, sumTensors } from '../../lowering/elementwise.js';
import type { LayerGraph } from '../../lowering/layerGraph.js';
import { Refusal, refuseUnsupported } from '../../lowering/refusal.js';
import {
  type ConstantTensor,
  constantTensor,
  countOf,
  type Tensor,
  type VariableTensor,
} from '../../lowering/tensor.js';
import { finite, type Lowering, type OperatorContext } from '../operatorContext.js';

/**
 * Sums, products with constants, maxima and minima, entry by entry with broadcasting. At least one
 * input depends on the network's input: constants have been folded before.
 */
export const arithmetic: Readonly<Record<string, Lowering>> = {
  Add: (context) => [addUp(context, [1, 1])],
  Sub: (context) => [difference(context)],
  Sum: (context) => [
    addUp(
      context,
      context.inputs.map(() => 1),
    ),
  ],
  Neg: (context) => [addUp(context, [-1])],
  Mean: (context) => [mean(context)],
  Mul: (context) => [product(context)],
  Div: (context) => [quotient(context)],
  Max: (context) => [
    maximumOf(
      context.graph,
      context.inputs.map((_, k) => boundOrValue(context, k)),
    ),
  ],
  Min: (context) => [minimum(context)],
  Abs: (context) => [rectify(context.graph, context.variable(0), -1)],
};

/** The negative of a tensor, exact. */
export function negate(graph: LayerGraph, tensor: Tensor): Tensor {
  return tensor.kind === 'constant'
    ? { ...tensor, numbers: tensor.numbers.negate() }
    : sumTensors(graph, [{ tensor, factor: -1 }]);
}

function addUp(context: OperatorContext, factors: readonly number[]): VariableTensor {
  return sumTensors(
    context.graph,
    factors.map((factor, k) => ({ tensor: finiteOrValue(context, k), factor })),
  );
}

/** Of a tensor and itself exactly 0, whatever it is. */
function difference(context: OperatorContext): Tensor {
  const [a, b] = context.inputs;
  if (a?.kind === 'variable' && a === b) {
    return constantTensor(a.shape, new Float64Array(countOf(a.shape)), context.node.label);
  }
  return addUp(context, [1, -1]);
}

function mean(context: OperatorContext): VariableTensor {
  const { graph, inputs } = context;
  const sum = addUp(
    context,
    inputs.map(() => 1),
  );
  const share = Real.one.divide(Real.of(inputs.length));
  const factors = Numbers.filled(countOf(sum.shape), share);
  return { ...sum, value: graph.scale(sum.value, factors) };
}

function product(context: OperatorContext): VariableTensor {
  const [a, b] = [finiteOrValue(context, 0), finiteOrValue(context, 1)];
  if (a.kind === 'variable' && b.kind === 'constant') return multiply(context.graph, a, b);
  if (a.kind === 'constant' && b.kind === 'variable') return multiply(context.graph, b, a);
  return productOf(context.graph, a as VariableTensor, b as VariableTensor);
}

function quotient(context: OperatorContext): VariableTensor {
  const [a, b] = [context.tensor(0), finiteOrValue(context, 1)];
  if (b.kind === 'variable') return quotientOf(context.graph, a, b);
  if (a.kind !== 'variable') return refuseUnsupported('divides constants');
  const at = b.numbers.nearest.indexOf(0);
  if (at >= 0) {
    throw new Refusal(
      'not_finite',
      `divides by 0 (entry ${at})`,
      'check the weights it divides by',
    );
  }
  const reciprocals = b.numbers.map((value) => Real.one.divide(value));
  return multiply(context.graph, a, constantTensor(b.shape, reciprocals, b.name));
}

function minimum(context: OperatorContext): Tensor {
  const { graph, inputs } = context;
  if (inputs.length === 1) return context.tensor(0);
  const negatives = inputs.map((_, k) => negate(graph, boundOrValue(context, k)));
  return negate(graph, maximumOf(graph, negatives));
}

function finiteOrValue(context: OperatorContext, index: number): ConstantTensor | VariableTensor {
  const tensor = context.tensor(index);
  if (tensor.kind === 'condition') return valueOfCondition(context.graph, tensor);
  return tensor.kind === 'constant' ? finite(tensor) : tensor;
}

/** A maximum may also have −∞ among its constants, a minimum +∞: no bound. */
function boundOrValue(context: OperatorContext, index: number): Tensor {
  const tensor = context.tensor(index);
  const none = context.node.operator === 'Min' ? Infinity : -Infinity;
  const isNone =
    tensor.kind === 'constant' && tensor.numbers.nearest.every((value) => value === none);
  return tensor.kind === 'constant' && !isNone ? finite(tensor) : tensor;
}
