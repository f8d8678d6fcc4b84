import { exp, log } from '../exact/elementary.js';
import { Rational } from '../exact/rational.js';
import { Coefficient } from './coefficient.js';
import type { Context } from './context.js';
import { boundsOfExp, boundsOfLog } from './elementaryBounds.js';
import {
  addExpansions,
  arranged,
  constantExpansion,
  type Expansion,
  leadingTerm,
  monomialExpansion,
  multiplyExpansions,
  remainderOf,
  scaleExpansion,
  UNKNOWN,
} from './expansion.js';
import {
  CONSTANT,
  compareMonomials,
  type Growth,
  isPower,
  type Monomial,
  powerOf,
} from './monomial.js';
import { relativeRest } from './power.js';
import { composeSeries, settles, splitAtConstant } from './series.js';
import { inverseFactorial } from './seriesCoefficients.js';

/**
 * e^x: what grows in x becomes an exponential (or, as c·log t, a power), its constant a factor, and
 * what vanishes a series.
 */
export function expOfExpansion(x: Expansion, context: Context): Expansion {
  if (settles(x) !== true) return expOfUnsettled(x);
  const { growing, constant, vanishing } = splitAtConstant(x);
  const monomial = exponentialOf(growing);
  if (!monomial) return expOfUnsettled(x);
  let factor = Coefficient.one;
  if (constant) {
    const known = expOfCoefficient(constant, context);
    if (!known) return expOfUnsettled(x);
    factor = known;
  }
  const series = composeSeries(inverseFactorial, vanishing, context);
  return multiplyExpansions(monomialExpansion(factor, monomial), series, context);
}

/** Larger constants have exponentials with more digits than are computed with. */
const LARGEST_CONSTANT = 2 ** 16;

function expOfCoefficient(constant: Coefficient, { atoms }: Context): Coefficient | null {
  const isSmall = constant.upper < LARGEST_CONSTANT || constant.toNumber() < LARGEST_CONSTANT;
  if (!isSmall) return null;
  return atoms.of('exp', constant, exp, boundsOfExp);
}

/** e^growing as a monomial; null where it is none that is computed with. */
function exponentialOf(growing: Expansion): Monomial | null {
  const growth: Growth[number][] = [];
  let power = 0;
  for (const { monomial, coefficient } of growing.terms) {
    if (monomial.growth.length > 0) return null;
    if (monomial.power === 0 && monomial.log === 1) {
      const exact = coefficient.rational?.toNumber() ?? Number.NaN;
      if (!isPower(exact) || Coefficient.of(exact).subtract(coefficient).sign !== 0) return null;
      power = exact;
    } else growth.push({ power: monomial.power, log: monomial.log, coefficient });
  }
  return { growth, power, log: 0 };
}

/** A bound of e^x where only the sign of its first term is known. */
function expOfUnsettled(x: Expansion): Expansion {
  const leading = leadingTerm(x);
  if (leading?.coefficient.sign !== -1) return UNKNOWN;
  const { monomial, coefficient } = leading;
  if (compareMonomials(monomial, CONSTANT) !== 1) {
    // −c + …, or −c/t + …: bounded if the rest settles.
    return settles(x) ? remainderOf(CONSTANT) : UNKNOWN;
  }
  // The rest is smaller, so half of the first term bounds the sum from above in the end.
  const half = scaleExpansion(monomialExpansion(coefficient, monomial), Coefficient.of(0.5));
  const exact = exponentialOf(half);
  if (exact) return remainderOf(exact);
  if (monomial.growth.length > 0) return remainderOf(powerOf(-64));
  const power = Math.ceil((coefficient.toNumber() / 2) * 63) / 64;
  return remainderOf(powerOf(Math.min(power, 0)));
}

/** log x for x > 0; unknown where it may be 0. */
export function logOfExpansion(x: Expansion, context: Context): Expansion {
  const leading = leadingTerm(x);
  if (leading?.coefficient.sign !== 1 || leading.monomial.log !== 0) return UNKNOWN;
  const { monomial, coefficient } = leading;
  const terms = monomial.growth.map((term) => ({
    monomial: powerOf(term.power, term.log),
    coefficient: term.coefficient,
  }));
  if (monomial.power !== 0) {
    terms.push({ monomial: powerOf(0, 1), coefficient: Coefficient.of(monomial.power) });
  }
  const constant = context.atoms.of('log', coefficient, log, boundsOfLog);
  const first = addExpansions(arranged(terms, null, context), constantExpansion(constant), context);
  const rest = composeSeries(
    (k) =>
      k === 0
        ? Coefficient.zero
        : Coefficient.ofRational(new Rational(k % 2 === 1 ? 1n : -1n, BigInt(k))),
    relativeRest(x, leading, context),
    context,
  );
  return addExpansions(first, rest, context);
}
