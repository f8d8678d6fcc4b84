import { exp } from '../../exact/elementary.js';
import { Real } from '../../exact/real.js';
import type { Domain } from '../domain.js';
import { elementaryOfReal } from '../elementaryFunction.js';
import { polynomialAt, type UnivariateFunction } from '../univariate.js';

/**
 * Real numbers, as exactly as the network's constants are known: rational networks have rational
 * values, and where an enclosure leaves open on which side of a kink a unit is, its value is
 * enclosed over both.
 */
export const EXACT: Domain<Real> = {
  constant: (nearest, other) => other ?? Real.of(nearest),
  addScaled: (sum, x, weight, weightOther) => sum.add(x.multiply(weightOther ?? Real.of(weight))),
  apply: (f, x) => applyToReal(f, x),
  maximum: (group, x) => {
    let largest = x[group[0]];
    for (let k = 1; k < group.length; k++) largest = largest.maximum(x[group[k]]);
    return largest;
  },
  beyond: {
    multiply: (x, y) => x.multiply(y),
    divide: (x, y) => x.divide(y),
    elementary: elementaryOfReal,
    softmax: (group, x) => {
      const [largest] = Array.from(group, (i) => x[i]).sort((a, b) => b.upper.compare(a.upper));
      const shares = Array.from(group, (i) => exp(x[i].subtract(largest)));
      const sum = shares.reduce((total, share) => total.add(share));
      return shares.map((share) => share.divide(sum));
    },
    choose: (condition, positive, otherwise) => {
      const { sign } = condition;
      if (sign === null) return positive().hull(otherwise());
      return sign > 0 ? positive() : otherwise();
    },
  },
};

/** f(x); an enclosure of all its values where x is one. */
function applyToReal(f: UnivariateFunction, x: Real): Real {
  if (f.kind === 'smooth') return f.enclose(x);
  const { first, last } = piecesAt(f.breakpoints, x);
  let value = polynomialAt(f.pieces[first], x);
  for (let piece = first + 1; piece <= last; piece++) {
    value = value.hull(polynomialAt(f.pieces[piece], x));
  }
  return value;
}

/** The pieces on which a number may lie, from left to right; one where that is known. */
export function piecesAt(
  breakpoints: readonly Real[],
  x: Real,
): { readonly first: number; readonly last: number } {
  let first = 0;
  while (first < breakpoints.length && x.compare(breakpoints[first]) === 1) first++;
  let last = first;
  while (last < breakpoints.length && mayExceed(x, breakpoints[last])) last++;
  return { first, last };
}

function mayExceed(x: Real, breakpoint: Real): boolean {
  const order = x.compare(breakpoint);
  return order === 1 || order === null;
}
