import { Rational } from '../exact/rational.js';

/** Terms that an identity may have while it is worked out. */
const MOST_TERMS = 4000;
/** Replacements that are tried. */
const MOST_STEPS = 4000;

/** What is asked of a number: what it is, or how it was made from others. */
interface Made {
  /** Numbers made earlier have smaller ones. */
  readonly id: number;
  readonly rational: Rational | null;
  readonly form:
    | { readonly kind: 'double' | 'fraction' | 'atom' }
    | { readonly kind: 'sum'; readonly collect: () => SumOf }
    | { readonly kind: 'product'; readonly left: Made; readonly right: Made };
}

interface SumOf {
  readonly weights: readonly number[];
  readonly parts: readonly Made[];
}

/** A product: its factors by their ids, descending, with repetition. */
interface Term {
  readonly factors: readonly Made[];
  readonly weight: Rational;
}

/**
 * Whether a number is 0 because of how it was made: as a polynomial in the numbers that are
 * known by enclosure only, all its terms cancel.
 *
 * The last made factor is replaced by what it was made of, until none can be. Never answers yes
 * wrongly; answers no where the polynomial is not 0, or too large to tell.
 */
export function isIdenticallyZero(number: Made): boolean {
  const polynomial = new Map<string, Term>();
  add(polynomial, [number], Rational.one);
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
function lastFactor(polynomial: ReadonlyMap<string, Term>): Made | null {
  let last: Made | null = null;
  for (const { factors } of polynomial.values()) {
    for (const factor of factors) {
      if (factor.form.kind !== 'atom' && (!last || factor.id > last.id)) last = factor;
    }
  }
  return last;
}

function replace(
  polynomial: Map<string, Term>,
  factor: Made,
  rest: readonly Made[],
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

function add(polynomial: Map<string, Term>, factors: readonly Made[], weight: Rational): void {
  if (weight.numerator === 0n) return;
  const enclosed: Made[] = [];
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
