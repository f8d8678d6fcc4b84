import { Real } from '../../../exact/real.js';
import { broadcastShapes } from '../../lowering/broadcast.js';
import {
  complementOf,
  computed,
  differenceOf,
  productOf,
  stepOf,
  valueOfCondition,
} from '../../lowering/computed.js';
import { multiply, rectify, spread, sumTensors } from '../../lowering/elementwise.js';
import {
  type ConstantTensor,
  constantTensor,
  countOf,
  doublesOf,
  type Tensor,
  type VariableTensor,
} from '../../lowering/tensor.js';
import type { Lowering, OperatorContext } from '../operatorContext.js';

/** Truth values of computed tensors as 1 and 0, and what joins them. */
export const comparison: Readonly<Record<string, Lowering>> = {
  Equal: (context) => {
    const apart = differenceOf(context.graph, numberOf(context, 0), numberOf(context, 1));
    const distance = rectify(context.graph, apart, -1);
    return [complementOf(context.graph, stepOf(context.graph, distance))];
  },
  // Of the real-number function no value is NaN.
  IsNaN: (context) => {
    const { shape } = context.tensor(0);
    return [constantTensor(shape, new Float64Array(countOf(shape)), context.node.label)];
  },
  Not: (context) => [negated(context, numberOf(context, 0))],
  And: (context) => [conjunction(context)],
  Or: (context) => {
    const { graph } = context;
    const [a, b] = [0, 1].map((k) => negated(context, numberOf(context, k)));
    const neither = both(context, a, b);
    return [neither.kind === 'variable' ? complementOf(graph, neither) : negated(context, neither)];
  },
  Sign: (context) => {
    const { graph } = context;
    const x = context.variable(0);
    const opposite = sumTensors(graph, [{ tensor: x, factor: -1 }]);
    return [
      sumTensors(graph, [
        { tensor: stepOf(graph, x), factor: 1 },
        { tensor: stepOf(graph, opposite), factor: -1 },
      ]),
    ];
  },
};

/** An input as numbers, conditions as 1 and 0. */
function numberOf(context: OperatorContext, index: number): Tensor {
  const tensor = context.tensor(index);
  return tensor.kind === 'condition' ? valueOfCondition(context.graph, tensor) : tensor;
}

function conjunction(context: OperatorContext): Tensor {
  return both(context, numberOf(context, 0), numberOf(context, 1));
}

function both(context: OperatorContext, a: Tensor, b: Tensor): Tensor {
  const { graph } = context;
  if (a.kind === 'variable' && b.kind === 'variable') return productOf(graph, a, b);
  const [variable, constant] = a.kind === 'variable' ? [a, b] : [b, a];
  const nothing = constantTensor([1], Float64Array.of(0), 'false');
  return whereConstant(context, constant as ConstantTensor, variable, nothing);
}

function negated(context: OperatorContext, tensor: Tensor): Tensor {
  if (tensor.kind !== 'constant') {
    return complementOf(context.graph, computed(context.graph, tensor, tensor.shape));
  }
  const values = doublesOf(tensor).map((value) => (value === 0 ? 1 : 0));
  return constantTensor(tensor.shape, values, tensor.name, tensor.integer);
}

/** A choice by a constant condition: masks of the two, added. */
function whereConstant(
  context: OperatorContext,
  condition: ConstantTensor,
  a: Tensor,
  b: Tensor,
): VariableTensor {
  const { graph } = context;
  const chosen = doublesOf(condition).map((value) => (value === 0 ? 0 : 1));
  const mask = constantTensor(condition.shape, chosen, condition.name);
  const other = constantTensor(
    condition.shape,
    chosen.map((value) => 1 - value),
    condition.name,
  );
  return sumTensors(graph, [
    { tensor: masked(context, a, mask), factor: 1 },
    { tensor: masked(context, b, other), factor: 1 },
  ]);
}

function masked(context: OperatorContext, tensor: Tensor, mask: ConstantTensor): Tensor {
  if (tensor.kind === 'variable') return multiply(context.graph, tensor, mask);
  if (tensor.kind === 'condition') {
    return multiply(context.graph, valueOfCondition(context.graph, tensor), mask);
  }
  const shape = broadcastShapes([tensor.shape, mask.shape]);
  const [values, factors] = [spread(tensor, shape), spread(mask, shape)];
  const { nearest } = factors;
  // Written so that an infinite entry that is masked becomes 0.
  const kept = values.areDoubles
    ? values.nearest.map((value, i) => (nearest[i] === 0 ? 0 : value))
    : values.map((value, i) => (nearest[i] === 0 ? Real.zero : value));
  return constantTensor(shape, kept, tensor.name);
}
