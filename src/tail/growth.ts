import { Real } from '../exact/real.js';
import { boundOf, type Expansion } from '../germ/expansion.js';
import { CONSTANT, compareMonomials, powerOf } from '../germ/monomial.js';
import { settles } from '../germ/series.js';

/** How one output grows far out: its first term, and what there is of slope and constant. */
export interface Growth {
  /** The power of t of the first term; null where it is no power of t, or the output vanishes. */
  readonly power: number | null;
  /** The power of log t beside it. */
  readonly log: number;
  readonly coefficient: Real;
  /** The slope, where the output is a + t·b + o(t). */
  readonly slope: Real | null;
  /** The constant, where the output is a + t·b + o(1). */
  readonly intercept: Real | null;
}

/** Reads an expansion's growth off; null where its first term is not known. */
export function growthOf(x: Expansion): Growth | null {
  const bound = boundOf(x);
  if (!bound) {
    return { power: 0, log: 0, coefficient: Real.zero, slope: Real.zero, intercept: Real.zero };
  }
  const [first] = x.terms;
  if (!first) {
    const vanishes = compareMonomials(bound, CONSTANT) === -1;
    return vanishes
      ? { power: 0, log: 0, coefficient: Real.zero, slope: Real.zero, intercept: Real.zero }
      : null;
  }
  const { monomial, coefficient } = first;
  const isPower = monomial.growth.length === 0;
  const atMostLinear = compareMonomials(monomial, powerOf(1));
  const slope =
    atMostLinear === 1 || atMostLinear === null || !below(x, 1) ? null : coefficientOf(x, 1);
  const onlyLines =
    slope !== null &&
    settles(x) === true &&
    x.terms.every(
      (term) =>
        compareMonomials(term.monomial, CONSTANT) !== 1 ||
        compareMonomials(term.monomial, powerOf(1)) === 0,
    );
  const vanishes = compareMonomials(monomial, CONSTANT) === -1;
  return {
    power: isPower ? (vanishes ? 0 : monomial.power) : null,
    log: monomial.log,
    coefficient: vanishes ? Real.zero : coefficient.toNarrowReal(),
    slope,
    intercept: onlyLines ? coefficientOf(x, 0) : null,
  };
}

/** Whether what is left open grows slower than t^power. */
function below(x: Expansion, power: number): boolean {
  return !x.remainder || compareMonomials(x.remainder, powerOf(power)) === -1;
}

function coefficientOf(x: Expansion, power: number): Real {
  const term = x.terms.find(({ monomial }) => compareMonomials(monomial, powerOf(power)) === 0);
  return term ? term.coefficient.toNarrowReal() : Real.zero;
}
