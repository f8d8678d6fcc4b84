import { unknownKind } from '../errors/unknownKind.js';
import { Real } from '../exact/real.js';
import { Coefficient } from './coefficient.js';
import type { Context } from './context.js';
import { boundsOfFunction } from './elementaryBounds.js';
import {
  addExpansions,
  boundOf,
  constantExpansion,
  type Expansion,
  remainderOf,
  scaleExpansion,
  signOfExpansion,
  UNKNOWN,
} from './expansion.js';
import { expOfExpansion } from './exponential.js';
import type { End, FunctionAtInfinity } from './functionAtInfinity.js';
import { CONSTANT, compareMonomials, DECAY, fasterOf, multiplyMonomials } from './monomial.js';
import { reciprocal } from './power.js';
import { composeSeries, settles, splitAtConstant } from './series.js';

/**
 * f(x) for a function with asymptotes.
 *
 * Where x tends to ±∞ its asymptote; where x tends to a constant its Taylor series there; where
 * neither is known what bounds f.
 *
 * Source: claim `slopes-ignore-shape`.
 */
export function applyFunction(f: FunctionAtInfinity, x: Expansion, context: Context): Expansion {
  const bound = boundOf(x);
  const order = bound ? compareMonomials(bound, CONSTANT) : -1;
  if (order === 1 || order === null) {
    const sign = x.terms.length > 0 ? x.terms[0].coefficient.sign : null;
    if (order === 1 && sign) return alongAsymptote(sign > 0 ? f.right : f.left, x, context);
    return withoutLimit(f, x, context);
  }
  if (settles(x) !== true) return withoutLimit(f, x, context);
  const { constant, vanishing } = splitAtConstant(x);
  return nearConstant(f, constant ?? Coefficient.zero, vanishing, context);
}

function alongAsymptote(
  { slope, intercept, rest }: End,
  x: Expansion,
  context: Context,
): Expansion {
  const line = addExpansions(
    scaleExpansion(x, Coefficient.ofReal(slope)),
    constantExpansion(Coefficient.ofReal(intercept)),
    context,
  );
  switch (rest.kind) {
    case 'none':
      return line;
    case 'exponential': {
      if (rest.leading && line.terms.length === 0 && !line.remainder)
        return leadingDecay(x, context);
      return addExpansions(line, remainderOf(decayBound(x, context)), context);
    }
    case 'algebraic': {
      const series = composeSeries(
        (k) => (k === 0 ? Coefficient.zero : Coefficient.ofReal(rest.coefficient(k))),
        reciprocal(x, context),
        context,
      );
      return addExpansions(line, series, context);
    }
    default:
      return unknownKind(rest);
  }
}

/** A bound of |x|^k·e^−|x| for an x that grows. */
function decayBound(x: Expansion, context: Context) {
  const [{ monomial, coefficient }] = x.terms;
  // Grows like a power of t, or faster: its exponential beats every power.
  if (monomial.power > 0 || monomial.growth.length > 0) return DECAY;
  const negative = scaleExpansion(x, Coefficient.of(coefficient.sign === 1 ? -0.5 : 0.5));
  return boundOf(expOfExpansion(negative, context)) ?? DECAY;
}

/** e^x·(1 + O(e^x)) for x → −∞. */
function leadingDecay(x: Expansion, context: Context): Expansion {
  const first = expOfExpansion(x, context);
  const [leading] = first.terms;
  if (!leading) return first;
  const second = multiplyMonomials(leading.monomial, leading.monomial);
  return addExpansions(first, remainderOf(second), context);
}

function nearConstant(
  f: FunctionAtInfinity,
  constant: Coefficient,
  vanishing: Expansion,
  context: Context,
): Expansion {
  const { atoms } = context;
  const value = atoms.of(f.name, constant, f.enclose, boundsOfFunction(f));
  const bound = boundOf(vanishing);
  if (!bound) {
    if (constant.isZero && f.hasKink(Real.zero)) context.boundary = true;
    return constantExpansion(value);
  }
  const side = signOfExpansion(vanishing);
  // Where the side is not known both have to be the same function.
  const from = side === -1 ? -1 : 1;
  const mayBeOnKink = !constant.sign && f.hasKink(Real.zero);
  const isOnKink = constant.isRational && constant.isZero;
  if (mayBeOnKink && !(side && isOnKink)) {
    // Somewhere between two slopes: within a constant times what vanishes.
    return addExpansions(constantExpansion(value), remainderOf(bound), context);
  }
  return composeSeries(
    (k) =>
      k === 0
        ? value
        : atoms.of(`${f.name} ${k} ${from}`, constant, (a) => f.taylor(a, k + 1, from)![k]),
    vanishing,
    context,
  );
}

/** A value of which no limit is known. */
function withoutLimit(f: FunctionAtInfinity, x: Expansion, context: Context): Expansion {
  if (f.range) return context.bounded(f.range);
  const bound = boundOf(x);
  // |f(x)| ≤ c·(1 + |x|).
  return bound ? remainderOf(fasterOf(bound, CONSTANT)) : UNKNOWN;
}
