import { Real } from '../../../exact/real.js';
import { softShrink } from '../../../network/functions.js';
import { Numbers } from '../../../network/numbers.js';
import { rectify } from '../../lowering/elementwise.js';
import { refuseUnsupported } from '../../lowering/refusal.js';
import { countOf, doublesOf, type VariableTensor } from '../../lowering/tensor.js';
import type { Lowering, OperatorContext } from '../operatorContext.js';

/** Piecewise-affine activation functions. Defaults of attributes are the float32 of the standard. */
export const activations: Readonly<Record<string, Lowering>> = {
  Relu: (context) => [rectify(context.graph, context.variable(0), 0)],
  LeakyRelu: (context) => [
    rectify(context.graph, context.variable(0), context.node.float('alpha', Math.fround(0.01))),
  ],
  PRelu: (context) => [
    rectify(
      context.graph,
      context.variable(0),
      context.weights(1, 'has computed slopes, which is not piecewise affine'),
    ),
  ],
  Clip: (context) => {
    const lower = bound(context, 1, 'min', -Infinity);
    const upper = bound(context, 2, 'max', Infinity);
    // The standard: where min is above max, everything becomes max.
    return [clip(context, context.variable(0), Math.min(lower, upper), upper)];
  },
  Shrink: (context) => {
    const { graph, node } = context;
    const lambda = node.float('lambd', 0.5);
    const bias = node.float('bias', 0);
    // Beyond ±λ the result is x ∓ bias: it meets the 0 between only if the two are equal.
    if (bias !== lambda || lambda < 0) {
      refuseUnsupported(
        `jumps at ±${lambda}, for its bias is ${bias}, and a jump is not continuous`,
        'use a soft shrink, whose bias is its lambda',
      );
    }
    const x = context.variable(0);
    return [{ ...x, value: graph.activation(x.value, softShrink(Real.of(lambda))) }];
  },
  ThresholdedRelu: (context) => {
    const alpha = context.node.float('alpha', 1);
    if (alpha === 0) return [rectify(context.graph, context.variable(0), 0)];
    return refuseUnsupported(`jumps at its threshold ${alpha}, and a jump is not continuous`);
  },
  HardSigmoid: (context) => {
    const { graph, node } = context;
    const x = context.variable(0);
    const size = countOf(x.shape);
    const alpha = Numbers.filled(size, Real.of(node.float('alpha', Math.fround(0.2))));
    const beta = Numbers.filled(size, Real.of(node.float('beta', 0.5)));
    return [clip(context, { ...x, value: graph.scale(x.value, alpha, beta) }, 0, 1)];
  },
};

function clip(
  { graph }: OperatorContext,
  x: VariableTensor,
  lower: number,
  upper: number,
): VariableTensor {
  if (lower === Infinity || upper === -Infinity) {
    return refuseUnsupported('clips everything to infinity', 'give finite bounds');
  }
  return { ...x, value: graph.clip(x.value, lower, upper) };
}

function bound(context: OperatorContext, index: number, attribute: string, none: number): number {
  if (!context.has(index)) return context.node.float(attribute, none);
  const values = doublesOf(context.constant(index, `has a computed ${attribute}`));
  if (values.length !== 1) {
    return refuseUnsupported(`has ${values.length} numbers as ${attribute}`, 'give one number');
  }
  return values[0];
}
