import type { Rational } from '../exact/rational.js';

/** What is asked of a number: how it was made from others. */
interface Made {
  /** The bound it was made with: numbers made alike have the same. */
  readonly madeLower: number;
  readonly form:
    | { readonly kind: 'double'; readonly value: number }
    | { readonly kind: 'fraction'; readonly value: Rational }
    | { readonly kind: 'atom' }
    | { readonly kind: 'sum'; readonly collect: () => SumOf }
    | { readonly kind: 'product'; readonly left: Made; readonly right: Made };
}

interface SumOf {
  readonly weights: readonly number[];
  readonly parts: readonly Made[];
}

/** Another number that one was seen to be made like. */
const firsts = new WeakMap<Made, Made>();

/** The one that stands for all that were seen to be made alike. */
function firstAlike(x: Made): Made {
  let first = x;
  for (let next = firsts.get(first); next; next = firsts.get(first)) first = next;
  return first;
}

/** Pairs that are compared before it is given up. */
const MOST_PAIRS = 20_000;

/**
 * Whether two numbers are made in the same way from the same numbers: a cheap way to see that
 * they are equal. Never answers yes wrongly; no says nothing.
 */
export function isMadeAlike(x: Made, y: Made): boolean {
  let left = MOST_PAIRS;
  const alike = (one: Made, other: Made): boolean => {
    const [a, b] = [firstAlike(one), firstAlike(other)];
    if (a === b) return true;
    // Made alike, they were made with equal bounds.
    if (a.madeLower !== b.madeLower || left-- <= 0) return false;
    const [first, second] = [a.form, b.form];
    let equal = false;
    if (first.kind === 'double' && second.kind === 'double') equal = first.value === second.value;
    else if (first.kind === 'fraction' && second.kind === 'fraction') {
      equal = first.value.compare(second.value) === 0;
    } else if (first.kind === 'product' && second.kind === 'product') {
      equal = alike(first.left, second.left) && alike(first.right, second.right);
    } else if (first.kind === 'sum' && second.kind === 'sum') {
      const [these, those] = [first.collect(), second.collect()];
      equal =
        these.parts.length === those.parts.length &&
        these.weights.every((weight, i) => weight === those.weights[i]) &&
        these.parts.every((part, i) => alike(part, those.parts[i]));
    }
    if (equal) firsts.set(a, b);
    return equal;
  };
  return alike(x, y);
}
