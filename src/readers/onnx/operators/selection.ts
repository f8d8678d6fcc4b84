import { Real } from '../../../exact/real.js';
import { Numbers } from '../../../network/numbers.js';
import { broadcastShapes } from '../../lowering/broadcast.js';
import { chooseOf, differenceOf, valueOfCondition } from '../../lowering/computed.js';
import { multiply, spread, sumTensors } from '../../lowering/elementwise.js';
import { Refusal, refuseUnsupported } from '../../lowering/refusal.js';
import {
  type ConstantTensor,
  constantTensor,
  countOf,
  type Tensor,
  type VariableTensor,
} from '../../lowering/tensor.js';
import { type Side, selectByThreshold } from '../../lowering/thresholds.js';
import { finite, type Lowering, type OperatorContext } from '../operatorContext.js';

/**
 * Comparisons of a computed tensor with a constant, and the choices that hang on them. A choice is
 * read where its two sides meet at the threshold, so that the result is continuous.
 */
export const selection: Readonly<Record<string, Lowering>> = {
  Greater: (context) => [comparison(context, 'above', false)],
  GreaterOrEqual: (context) => [comparison(context, 'above', true)],
  Less: (context) => [comparison(context, 'below', false)],
  LessOrEqual: (context) => [comparison(context, 'below', true)],
  Where: (context) => [where(context)],
};

function comparison(context: OperatorContext, side: Side, orEqual: boolean): Tensor {
  const [a, b] = [context.tensor(0), context.tensor(1)];
  if (a.kind === 'variable' && b.kind === 'constant') {
    return {
      kind: 'condition',
      shape: broadcastShapes([a.shape, b.shape]),
      base: a,
      threshold: finite(b),
      side,
      orEqual,
    };
  }
  if (a.kind === 'constant' && b.kind === 'variable') {
    const other = side === 'above' ? 'below' : 'above';
    return {
      kind: 'condition',
      shape: broadcastShapes([a.shape, b.shape]),
      base: b,
      threshold: finite(a),
      side: other,
      orEqual,
    };
  }
  // a ≥ b where a − b ≥ 0.
  const nothing = constantTensor([1], Float64Array.of(0), context.node.label);
  const base = differenceOf(context.graph, a, b);
  return { kind: 'condition', shape: base.shape, base, threshold: nothing, side, orEqual };
}

function where(context: OperatorContext): VariableTensor {
  const condition = context.tensor(0);
  const [yes, no] = [context.tensor(1), context.tensor(2)];
  if (condition.kind === 'constant') return chosen(context, condition, yes, no);
  const { graph } = context;
  if (condition.kind === 'variable') return chooseOf(graph, condition, yes, no);
  try {
    return selectByThreshold(graph, condition, yes, no);
  } catch (error) {
    // No continuous function of one variable: a choice that may jump.
    if (!(error instanceof Refusal)) throw error;
    return chooseOf(graph, valueOfCondition(graph, condition), yes, no);
  }
}

/** Where the condition is known: the entries it chooses of either side. */
function chosen(
  { graph }: OperatorContext,
  condition: ConstantTensor,
  yes: Tensor,
  no: Tensor,
): VariableTensor {
  const shape = broadcastShapes([condition.shape, yes.shape, no.shape]);
  graph.charge(4 * countOf(shape));
  const mask = Numbers.of(spread(condition, shape).nearest.map((value) => Number(value !== 0)));
  const rest = Numbers.of(mask.nearest.map((value) => 1 - value));
  const part = (tensor: Tensor, share: Numbers): Tensor => {
    const factors = constantTensor(shape, share, 'condition');
    if (tensor.kind === 'variable') return multiply(graph, tensor, factors);
    if (tensor.kind === 'condition') return refuseUnsupported('chooses between conditions');
    const numbers = spread(tensor, shape);
    const kept = numbers.pick(
      Int32Array.from(share.nearest, (keep, i) => (keep ? i : -1)),
      Real.zero,
    );
    return finite(constantTensor(shape, kept, tensor.name));
  };
  return sumTensors(graph, [
    { tensor: part(yes, mask), factor: 1 },
    { tensor: part(no, rest), factor: 1 },
  ]);
}
