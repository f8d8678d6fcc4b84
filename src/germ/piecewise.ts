import type { Real } from '../exact/real.js';
import { Coefficient } from './coefficient.js';
import type { Context } from './context.js';
import {
  addExpansions,
  constantExpansion,
  type Expansion,
  multiplyExpansions,
  signOfExpansion,
  subtractExpansions,
  ZERO,
} from './expansion.js';
import { hullOfExpansions } from './hull.js';

/** A continuous function of polynomial pieces of x, by the piece on which x ends. */
export function applyPiecewise(
  f: { readonly breakpoints: readonly Real[]; readonly pieces: readonly (readonly Real[])[] },
  x: Expansion,
  context: Context,
): Expansion {
  const above = f.breakpoints.map((breakpoint) =>
    signOfExpansion(
      subtractExpansions(x, constantExpansion(Coefficient.ofReal(breakpoint)), context),
    ),
  );
  if (above.includes(0)) context.boundary = true;
  const certain = above.findIndex((sign) => sign !== 1);
  const first = certain < 0 ? above.length : certain;
  let last = first;
  while (last < above.length && (above[last] === null || above[last] === 1)) last++;
  let result = polynomialOf(f.pieces[first], x, context);
  for (let piece = first + 1; piece <= last; piece++) {
    result = hullOfExpansions(result, polynomialOf(f.pieces[piece], x, context), context);
  }
  return result;
}

function polynomialOf(coefficients: readonly Real[], x: Expansion, context: Context): Expansion {
  return coefficients.reduceRight(
    (value: Expansion, coefficient) =>
      addExpansions(
        multiplyExpansions(value, x, context),
        constantExpansion(Coefficient.ofReal(coefficient)),
        context,
      ),
    ZERO,
  );
}

/** The largest of several functions for all large t; enclosed where it is not known which. */
export function maximumOfExpansions(x: readonly Expansion[], context: Context): Expansion {
  const candidates: Expansion[] = [];
  for (const candidate of x) {
    const signs = candidates.map((other) =>
      signOfExpansion(subtractExpansions(candidate, other, context)),
    );
    // Not above one that is there: it may be left out.
    if (signs.some((sign) => sign === 0 || sign === -1)) continue;
    for (let k = candidates.length - 1; k >= 0; k--) if (signs[k] === 1) candidates.splice(k, 1);
    candidates.push(candidate);
  }
  return candidates.reduce((largest, other) => hullOfExpansions(largest, other, context));
}
