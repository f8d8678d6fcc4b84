import { Rational } from '../exact/rational.js';
import { Coefficient } from './coefficient.js';
import type { Context } from './context.js';
import {
  arranged,
  constantExpansion,
  type Expansion,
  leadingTerm,
  monomialExpansion,
  multiplyExpansions,
  remainderOf,
  signOfExpansion,
  type Term,
  UNKNOWN,
  ZERO,
} from './expansion.js';
import { ANYTHING, isPower, type Monomial, multiplyMonomials, scaleGrowth } from './monomial.js';
import { composeSeries } from './series.js';
import { binomial, powerOfCoefficient } from './seriesCoefficients.js';

/** 1/x; unknown where x may be 0. */
export function reciprocal(x: Expansion, context: Context): Expansion {
  return powerOfExpansion(x, new Rational(-1n, 1n), context);
}

/** x/y; unknown where y may be 0. */
export function divideExpansions(x: Expansion, y: Expansion, context: Context): Expansion {
  if (x.terms.length === 0 && !x.remainder && signOfExpansion(y)) return ZERO;
  return multiplyExpansions(x, reciprocal(y, context), context);
}

/**
 * x^exponent, by the binomial series about the leading term.
 *
 * For an exponent that is no whole number x has to be positive. Whole exponents ≥ 0 are products.
 */
export function powerOfExpansion(x: Expansion, exponent: Rational, context: Context): Expansion {
  if (exponent.denominator === 1n && exponent.numerator >= 0n && exponent.numerator <= 8n) {
    let power = constantExpansion(Coefficient.one);
    for (let n = 0n; n < exponent.numerator; n++) power = multiplyExpansions(power, x, context);
    return power;
  }
  const r = exponent.toNumber();
  const leading = leadingTerm(x);
  if (!leading) return unknownPower(x, exponent);
  const { monomial, coefficient } = leading;
  if (coefficient.sign !== 1 && exponent.denominator !== 1n) return UNKNOWN;
  const raised = raise(monomial, r);
  if (!raised) return UNKNOWN;
  const factor = powerOfCoefficient(coefficient, exponent, context.atoms);
  if (!factor) return UNKNOWN;
  const relative = relativeRest(x, leading, context);
  const series = composeSeries(
    (k) => Coefficient.ofRational(binomial(exponent, k)),
    relative,
    context,
  );
  return multiplyExpansions(monomialExpansion(factor, raised), series, context);
}

/** Of x ≥ 0 that is 0 or only bounded, powers above 0 are as well. */
function unknownPower(x: Expansion, exponent: Rational): Expansion {
  if (exponent.sign <= 0) return UNKNOWN;
  if (x.terms.length > 0) return UNKNOWN;
  if (!x.remainder) return ZERO;
  return remainderOf(raise(x.remainder, exponent.toNumber()) ?? ANYTHING);
}

/** u where x = c·m·(1 + u). */
export function relativeRest(x: Expansion, leading: Term, context: Context): Expansion {
  const inverse = raise(leading.monomial, -1)!;
  const factor = context.atoms.reciprocal(leading.coefficient);
  const terms = x.terms.slice(1).map(({ monomial, coefficient }) => ({
    monomial: multiplyMonomials(monomial, inverse),
    coefficient: coefficient.multiply(factor),
  }));
  const remainder = x.remainder && multiplyMonomials(x.remainder, inverse);
  return arranged(terms, remainder, context);
}

/** m^r; null where its powers are none that are computed with. */
function raise({ growth, power, log: logs }: Monomial, r: number): Monomial | null {
  const raised = power * r;
  if (!isPower(raised)) return null;
  return {
    growth: growth.length === 0 ? growth : scaleGrowth(growth, Coefficient.of(r)),
    power: raised,
    log: logs === 0 ? 0 : logs * r,
  };
}
