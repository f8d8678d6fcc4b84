import { Rational } from '../../exact/rational.js';
import { Real } from '../../exact/real.js';
import { EXACT } from '../../network/domains/exact.js';
import { Numbers } from '../../network/numbers.js';
import { walk } from '../../network/walk.js';
import { broadcastShapes } from '../lowering/broadcast.js';
import { spread } from '../lowering/elementwise.js';
import { checkFinite, LayerGraph } from '../lowering/layerGraph.js';
import { Refusal, refuseUnsupported, refuseValue } from '../lowering/refusal.js';
import { type ConstantTensor, constantTensor, countOf, type Tensor } from '../lowering/tensor.js';
import { type Lowering, OperatorContext } from './operatorContext.js';

type Scalar = (...entries: Real[]) => Real;

/** Operators on numbers, for parts of a graph that no input reaches. Exact, or enclosed. */
const SCALARS: Readonly<Record<string, Scalar>> = {
  Add: (a, b) => a.add(b),
  Sub: (a, b) => a.subtract(b),
  Mul: (a, b) => a.multiply(b),
  Div: (a, b) => quotient(a, b),
  Mod: (a, b) => a.subtract(b.multiply(floor(quotient(a, b)))),
  Pow: (a, b) => power(a, b),
  Neg: (a) => a.negate(),
  Abs: (a) => a.absolute(),
  Sqrt: (a) => squareRoot(a),
  Reciprocal: (a) => quotient(Real.one, a),
  Floor: (a) => floor(a),
  Ceil: (a) => floor(a.negate()).negate(),
  Sum: (...all) => all.reduce((sum, a) => sum.add(a), Real.zero),
  Max: (...all) => all.reduce((x, y) => x.maximum(y)),
  Min: (...all) => all.reduce((x, y) => x.negate().maximum(y.negate()).negate()),
  Equal: (a, b) => truth(order(a, b) === 0),
  Less: (a, b) => truth(order(a, b) < 0),
  LessOrEqual: (a, b) => truth(order(a, b) <= 0),
  Greater: (a, b) => truth(order(a, b) > 0),
  GreaterOrEqual: (a, b) => truth(order(a, b) >= 0),
  Not: (a) => truth(order(a, Real.zero) === 0),
  And: (a, b) => truth(order(a, Real.zero) !== 0 && order(b, Real.zero) !== 0),
  Or: (a, b) => truth(order(a, Real.zero) !== 0 || order(b, Real.zero) !== 0),
  Where: (condition, a, b) => (order(condition, Real.zero) !== 0 ? a : b),
};

function truth(holds: boolean): Real {
  return holds ? Real.one : Real.zero;
}

/** A comparison that an enclosure leaves open cannot choose what the network is. */
function order(a: Real, b: Real): -1 | 0 | 1 {
  return a.compare(b) ?? refuseValue('compares constants that are not known well enough');
}

function quotient(a: Real, b: Real): Real {
  return b.sign ? a.divide(b) : notFinite('divides a constant by 0');
}

function squareRoot(a: Real): Real {
  return a.lower.sign >= 0 ? a.squareRoot() : notFinite('takes the root of a negative constant');
}

function notFinite(rule: string): never {
  throw new Refusal('not_finite', rule, 'check the weights it is computed from');
}

function floor(a: Real): Real {
  const { rational } = a;
  if (!rational) return refuseValue('rounds a constant that is not known exactly');
  const { numerator, denominator } = rational;
  const towardsZero = numerator / denominator;
  const below = numerator < 0n && towardsZero * denominator !== numerator;
  return Real.ofRational(new Rational(below ? towardsZero - 1n : towardsZero, 1n));
}

function truncate(a: Real): Real {
  return a.lower.sign < 0 ? floor(a.negate()).negate() : floor(a);
}

/** Powers by whole numbers and halves of them. */
function power(a: Real, b: Real): Real {
  const exponent = b.toNumber();
  if (!b.rational || !Number.isSafeInteger(2 * exponent) || Math.abs(exponent) > 1024) {
    return refuseUnsupported(
      `raises a constant to the power ${b}`,
      'fold constants before exporting',
    );
  }
  const base = Number.isInteger(exponent) ? a : squareRoot(a);
  const times = Math.abs(Number.isInteger(exponent) ? exponent : 2 * exponent);
  let result = Real.one;
  for (let k = 0; k < times; k++) result = result.multiply(base);
  return exponent < 0 ? quotient(Real.one, result) : result;
}

/** Whether an operator that is no piecewise-affine layer is understood on constants. */
export function foldsConstants(operator: string): boolean {
  return Object.hasOwn(SCALARS, operator);
}

/**
 * Computes a node all of whose inputs are constants. Exact where that is rational, else enclosed.
 *
 * @param lower - the operator's lowering, where there is one: layers other than scalar functions
 *   are evaluated as a network of their own
 */
export function foldNode(
  context: OperatorContext,
  lower: Lowering | undefined,
): readonly (Tensor | null)[] {
  const { node, graph } = context;
  const inputs = context.inputs as readonly (ConstantTensor | null)[];
  if (Object.hasOwn(SCALARS, node.operator)) {
    return [applyScalar(context, SCALARS[node.operator])];
  }
  const [x] = inputs as readonly ConstantTensor[];
  const size = countOf(x.shape);
  graph.charge(size);
  const inner = new LayerGraph(size);
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
    if (tensor?.kind !== 'variable') return tensor;
    graph.charge(countOf(tensor.shape));
    const network = inner.build(tensor.value);
    const entries = Array.from({ length: size }, (_, i) => x.numbers.at(i));
    const values = walk(network, EXACT, entries)[tensor.value];
    return constantTensor(tensor.shape, Numbers.ofReals(Array.from(values)), node.label, x.integer);
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
  for (const column of columns) checkFinite(column, 'constant');
  const whole = integer && node.operator === 'Div';
  const values = Array.from({ length: size }, (_, i) => {
    const value = scalar(...columns.map((column) => column.at(i)));
    return whole ? truncate(value) : value;
  });
  return constantTensor(shape, Numbers.ofReals(values), node.label, integer);
}
