import { Interval } from '../exact/interval.js';
import { Coefficient } from './coefficient.js';
import type { Context } from './context.js';
import { addExpansions, type Expansion, subtractExpansions } from './expansion.js';

/**
 * An expansion that encloses two, for when either may be meant: the first, and of what the second
 * is more any share from nothing to all.
 */
export function hullOfExpansions(x: Expansion, y: Expansion, context: Context): Expansion {
  if (x === y) return x;
  const more = subtractExpansions(y, x, context);
  const share = {
    terms: more.terms.map(({ monomial, coefficient }) => ({
      monomial,
      coefficient: Coefficient.atom(coefficient.interval.hull(Interval.zero)),
    })),
    remainder: more.remainder,
  };
  return addExpansions(x, share, context);
}
