import { exp, log } from '../exact/elementary.js';
import { Interval } from '../exact/interval.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { Coefficient } from './coefficient.js';
import { boundsOfExp, boundsOfLog } from './elementaryBounds.js';
import { addExpansions } from './expansion.js';
import { binomial, inverseFactorial, powerOfCoefficient } from './seriesCoefficients.js';
import {
  constantModel,
  leadOf,
  type Model,
  type ModelContext,
  multiplyModels,
  OpenModel,
  raised,
  restModel,
  sizeOf,
  splitModel,
  timesMonomial,
  truncated,
  withRest,
} from './taylorModel.js';

/** The most terms of a series that are taken. */
const MOST_TERMS = 16;

/** A function of a u near 0: its Taylor coefficients, and what is left after n terms. */
export interface Series {
  readonly coefficient: (k: number) => Coefficient;
  /** A bound of |f(u) − Σ_{k<n} coefficient(k)·u^k|/|u|^n for |u| ≤ size. */
  readonly left: (n: number, size: number) => number;
}

/** f(u), by as many terms as reach below the depth. */
export function composeModel(series: Series, u: Model, context: ModelContext): Model {
  const { size, power } = sizeOf(u, context);
  if (size === 0) return constantModel(series.coefficient(0));
  const needed = power < 0 ? Math.ceil(context.depth / -power) : 1;
  const count = Math.min(MOST_TERMS, Math.max(1, needed));
  let sum = constantModel(series.coefficient(count - 1));
  for (let k = count - 2; k >= 0; k--) {
    const product = multiplyModels(sum, u, context);
    sum = plusConstant(product, series.coefficient(k), context);
  }
  const left = raised(raised(series.left(count, size)) * raised(size ** count));
  return withRest(sum, left, count * power);
}

function plusConstant(x: Model, constant: Coefficient, context: ModelContext): Model {
  const { polynomial } = constantModel(constant);
  const sum = addExpansions(x.polynomial, polynomial, { depth: Infinity });
  return truncated({ ...x, polynomial: sum }, context);
}

/** A u this large has no series of (1 + u)^r that is worth its terms. */
const LARGEST = 0.75;

/**
 * x^exponent by the binomial series about the leading term.
 *
 * By Lagrange's form, of (1 + u)^r after n terms no more is left than
 * |binomial(r, n)|·u^n·(1 + ξ)^(r − n) with a ξ between 0 and u.
 */
export function powerOfModel(x: Model, exponent: Rational, context: ModelContext): Model {
  if (exponent.denominator === 1n && exponent.numerator >= 0n && exponent.numerator <= 8n) {
    let power = constantModel(Coefficient.one);
    for (let n = 0n; n < exponent.numerator; n++) power = multiplyModels(power, x, context);
    return power;
  }
  const r = exponent.toNumber();
  if (exponent.sign > 0 && x.polynomial.terms.length === 0) {
    // Of x ≥ 0.
    return restModel(raised(x.rest ** r), x.power * r);
  }
  const lead = leadOf(x, context);
  if (!lead || (lead.sign < 0 && exponent.denominator !== 1n))
    throw new OpenModel('a power', 'power');
  const { coefficient } = lead.term;
  const factor = powerOfCoefficient(coefficient, exponent, context.atoms);
  if (!factor || !Number.isInteger(lead.power * r * 64)) throw new OpenModel('a power', 'power');
  const series: Series = {
    coefficient: (k) => Coefficient.ofRational(binomial(exponent, k)),
    left: (n, size) =>
      Math.abs(binomial(exponent, n).toNumber()) *
      Math.max((1 - size) ** (r - n), (1 + size) ** (r - n)),
  };
  const relative = relativeModel(x, lead.power, coefficient, context);
  return timesMonomial(composeModel(series, relative, context), factor, lead.power * r, context);
}

/** u where x = c·t^power·(1 + u). */
function relativeModel(
  x: Model,
  power: number,
  coefficient: Coefficient,
  context: ModelContext,
): Model {
  const [, ...terms] = x.polynomial.terms;
  const others = { ...x, polynomial: { terms, remainder: null } };
  const inverse = context.atoms.reciprocal(coefficient);
  const u = timesMonomial(others, inverse, -power, context);
  if (sizeOf(u, context).size > LARGEST) throw new OpenModel('a quotient', 'rest');
  return u;
}

export function divideModels(x: Model, y: Model, context: ModelContext): Model {
  return multiplyModels(x, powerOfModel(y, new Rational(-1n, 1n), context), context);
}

/** Exponentials of larger constants are numbers that are not computed with. */
const LARGEST_CONSTANT = 600;
/** e^−600 and less: something positive below 2^-865. */
const NEXT_TO_NOTHING = Coefficient.atom(
  Interval.ofReal(Real.between(Rational.zero, new Rational(1n, 1n << 865n))),
);

/** e^x of an x that stays bounded. */
export function exponentialModel(x: Model, context: ModelContext): Model {
  const { constant, moving } = splitModel(x);
  const series: Series = {
    coefficient: inverseFactorial,
    left: (n, size) => magnitudeOfInverseFactorial(n) * Math.exp(size),
  };
  const around = composeModel(series, moving, context);
  if (!constant) return around;
  if (constant.upper <= -LARGEST_CONSTANT) {
    return timesMonomial(around, NEXT_TO_NOTHING, 0, context);
  }
  if (!(constant.upper < LARGEST_CONSTANT)) throw new OpenModel('an exponential', 'exponential');
  const factor = context.atoms.of('exp', constant, exp, boundsOfExp);
  return timesMonomial(around, factor, 0, context);
}

function magnitudeOfInverseFactorial(n: number): number {
  return inverseFactorial(n).upper;
}

/** log x of an x with a positive limit. */
export function logarithmModel(x: Model, context: ModelContext): Model {
  const lead = leadOf(x, context);
  if (lead?.sign !== 1 || lead.power !== 0) throw new OpenModel('a logarithm', 'logarithm');
  const { coefficient } = lead.term;
  const series: Series = {
    coefficient: (k) =>
      k === 0
        ? Coefficient.zero
        : Coefficient.ofRational(new Rational(k % 2 === 1 ? 1n : -1n, BigInt(k))),
    left: (n, size) => 1 / (n * (1 - size) ** n),
  };
  const rest = composeModel(series, relativeModel(x, 0, coefficient, context), context);
  return plusConstant(rest, context.atoms.of('log', coefficient, log, boundsOfLog), context);
}
