import { Rational } from '../../../exact/rational.js';
import { Real } from '../../../exact/real.js';
import { HARD_SWISH } from '../../../network/functions.js';
import {
  celu,
  ERF,
  elu,
  GELU,
  GELU_TANH,
  MISH,
  SIGMOID,
  SOFTSIGN,
  selu,
  softplusOf,
  TANH,
} from '../../../network/smoothFunctions.js';
import type { UnivariateFunction } from '../../../network/univariate.js';
import { activate, elementary, power, productOf } from '../../lowering/computed.js';
import { multiply } from '../../lowering/elementwise.js';
import { refuseUnsupported } from '../../lowering/refusal.js';
import { constantTensor, type VariableTensor } from '../../lowering/tensor.js';
import type { Lowering, OperatorContext } from '../operatorContext.js';

const activation =
  (f: UnivariateFunction): Lowering =>
  (context) => [activate(context.graph, context.variable(0), f)];

const parameter = (context: OperatorContext, name: string, fallback: number): Real =>
  Real.of(context.node.float(name, Math.fround(fallback)));

/** Smooth activations, and functions of one variable without asymptotes. */
export const smooth: Readonly<Record<string, Lowering>> = {
  Sigmoid: activation(SIGMOID),
  Tanh: activation(TANH),
  Erf: activation(ERF),
  Softsign: activation(SOFTSIGN),
  Softplus: activation(softplusOf(Real.one)),
  Mish: activation(MISH),
  HardSwish: activation(HARD_SWISH),
  Gelu: (context) => {
    const tanhForm = context.node.text('approximate', 'none') === 'tanh';
    return [activate(context.graph, context.variable(0), tanhForm ? GELU_TANH : GELU)];
  },
  Elu: (context) => [
    activate(context.graph, context.variable(0), elu(parameter(context, 'alpha', 1))),
  ],
  Celu: (context) => [
    activate(context.graph, context.variable(0), celu(parameter(context, 'alpha', 1))),
  ],
  Selu: (context) => {
    const alpha = parameter(context, 'alpha', 1.6732632423543772);
    const gamma = parameter(context, 'gamma', 1.0507009873554805);
    return [activate(context.graph, context.variable(0), selu(alpha, gamma))];
  },
  Swish: (context) => {
    const { graph } = context;
    const x = context.variable(0);
    const alpha = Float64Array.of(context.node.float('alpha', 1));
    const scaled = multiply(graph, x, constantTensor([1], alpha, context.node.label));
    return [productOf(graph, x, activate(graph, scaled, SIGMOID))];
  },
  Exp: (context) => [elementary(context.graph, context.variable(0), { kind: 'exp' })],
  Log: (context) => [elementary(context.graph, context.variable(0), { kind: 'log' })],
  Sin: (context) => [elementary(context.graph, context.variable(0), { kind: 'sin' })],
  Cos: (context) => [elementary(context.graph, context.variable(0), { kind: 'cos' })],
  Sqrt: (context) => [power(context.graph, context.variable(0), new Rational(1n, 2n))],
  Reciprocal: (context) => [power(context.graph, context.variable(0), new Rational(-1n, 1n))],
  Pow: (context) => [powerByConstant(context)],
};

function powerByConstant(context: OperatorContext): VariableTensor {
  const { numbers } = context.weights(1, 'takes a computed power');
  const exponents = new Set(numbers.nearest);
  const exponent = numbers.at(0).rational;
  if (exponents.size !== 1 || !exponent) {
    return refuseUnsupported('takes different powers', 'take one power a layer');
  }
  const x = context.variable(0);
  if (exponent.compare(Rational.of(2)) === 0) return productOf(context.graph, x, x);
  if (exponent.compare(Rational.one) === 0) return x;
  return power(context.graph, x, exponent);
}
