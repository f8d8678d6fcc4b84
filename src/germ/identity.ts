import { Rational } from '../exact/rational.js';
import type { Coefficient } from './coefficient.js';

/** Terms that an identity may have while it is worked out. */
const MOST_TERMS = 4000;
/** Replacements that are tried. */
const MOST_STEPS = 4000;

/** A product of coefficients: their numbers, descending, with repetition. */
interface Term {
  readonly factors: readonly Coefficient[];
  readonly weight: Rational;
}

/**
 * Whether a coefficient is 0 because of how it was made: as a polynomial in the numbers that are
 * known by enclosure only, all its terms cancel.
 *
 * The last made factor is replaced by what it was made of, until none can be. Never answers yes
 * wrongly; answers no where the polynomial is not 0, or too large to tell.
 */
export function isIdenticallyZero(coefficient: Coefficient): boolean {
  const polynomial = new Map<string, Term>();
  add(polynomial, [coefficient], Rational.one);
  for (let step = 0; step < MOST_STEPS; step++) {
    if (polynomial.size === 0) return true;
    if (polynomial.size > MOST_TERMS) return false;
    const last = lastFactor(polynomial);
    if (!last) return false;
    const affected = [...polynomial].filter(([, { factors }]) => factors.includes(last));
    for (const [key] of affected) polynomial.delete(key);
    for (const [, { factors, weight }] of affected) {
      const rest = [...factors];
      rest.splice(rest.indexOf(last), 1);
      replace(polynomial, last, rest, weight);
    }
  }
  return false;
}

/** The last made factor that can be replaced. */
function lastFactor(polynomial: ReadonlyMap<string, Term>): Coefficient | null {
  let last: Coefficient | null = null;
  for (const { factors } of polynomial.values()) {
    for (const factor of factors) {
      if (factor.form.kind !== 'atom' && (!last || factor.id > last.id)) last = factor;
    }
  }
  return last;
}

function replace(
  polynomial: Map<string, Term>,
  factor: Coefficient,
  rest: readonly Coefficient[],
  weight: Rational,
): void {
  const { form } = factor;
  if (form.kind === 'product') add(polynomial, [...rest, form.left, form.right], weight);
  if (form.kind !== 'sum') return;
  const { weights, parts } = form.collect();
  parts.forEach((part, i) => {
    add(polynomial, [...rest, part], weight.multiply(Rational.of(weights[i])));
  });
}

function add(
  polynomial: Map<string, Term>,
  factors: readonly Coefficient[],
  weight: Rational,
): void {
  if (weight.numerator === 0n) return;
  const enclosed: Coefficient[] = [];
  for (const factor of factors) {
    if (factor.rational) weight = weight.multiply(factor.rational);
    else enclosed.push(factor);
  }
  enclosed.sort((x, y) => y.id - x.id);
  const key = enclosed.map(({ id }) => id).join(' ');
  const sum = polynomial.get(key)?.weight.add(weight) ?? weight;
  if (sum.numerator === 0n) polynomial.delete(key);
  else polynomial.set(key, { factors: enclosed, weight: sum });
}
