import { Real } from '../exact/real.js';
import type { Context } from './context.js';
import {
  boundOf,
  combine,
  type Expansion,
  leadingTerm,
  multiplyExpansions,
  remainderOf,
  subtractExpansions,
} from './expansion.js';
import { expOfExpansion } from './exponential.js';
import { CONSTANT, compareMonomials, DECAY } from './monomial.js';
import { reciprocal } from './power.js';
import { settles, splitAtConstant } from './series.js';

/**
 * Softmax over expansions: the scores that grow fastest share, those tied in everything that grows
 * as the softmax of their constants with corrections in 1/t; the others vanish.
 *
 * Where it is not known which scores grow fastest, each share is only known to be between 0 and 1.
 */
export function softmaxOfExpansions(scores: readonly Expansion[], context: Context): Expansion[] {
  const reference = fastest(scores, context);
  if (!reference) return scores.map(() => context.bounded(UNIT_RANGE));
  const exponentials = reference.map((difference) => expOfExpansion(difference, context));
  const lasting = exponentials.map((x) => {
    const bound = boundOf(x);
    return bound !== null && compareMonomials(bound, CONSTANT) === 0;
  });
  const kept = exponentials.filter((_, i) => lasting[i]);
  // What vanishes exponentially beside what lasts is left to the remainder.
  const rest = exponentials.filter((_, i) => !lasting[i]).map(coarsened);
  const all = [...kept, ...rest];
  const sum = combine(
    all.map(() => 1),
    all,
    context,
  );
  const inverse = reciprocal(sum, context);
  // Which exponential it vanishes like matters only where all that is slower cancels: later attempts
  // keep it.
  const shares = context.depth > 1 ? exponentials : exponentials.map(coarsened);
  return shares.map((x) => multiplyExpansions(x, inverse, context));
}

/** An exponential's bound in powers. */
function coarsened(x: Expansion): Expansion {
  const bound = boundOf(x);
  if (!bound) return x;
  return bound.growth.length > 0 && compareMonomials(bound, DECAY) === -1 ? remainderOf(DECAY) : x;
}

const UNIT_RANGE = Real.zero.hull(Real.one);

/** Differences from a score that no other outgrows; null where it is not known which that is. */
function fastest(scores: readonly Expansion[], context: Context): Expansion[] | null {
  let best = 0;
  for (let j = 1; j < scores.length; j++) {
    const apart = subtractExpansions(scores[j], scores[best], context);
    const sign = growthSign(apart);
    // Of equally fast ones that with the largest constant: exponentials are then no large numbers.
    const above = sign === 0 && (splitAtConstant(apart).constant?.lower ?? 0) > 0;
    if (sign === 1 || above) best = j;
  }
  const differences = scores.map((score) => subtractExpansions(score, scores[best], context));
  const known = differences.every((difference) => {
    const sign = growthSign(difference);
    return sign === 0 || sign === -1;
  });
  return known ? differences : null;
}

/** −1 or 1 as a function tends to −∞ or ∞, 0 where it stays bounded with a limit; null: not known. */
export function growthSign(x: Expansion): -1 | 0 | 1 | null {
  const bound = boundOf(x);
  if (!bound) return 0;
  const order = compareMonomials(bound, CONSTANT);
  if (order === null) return null;
  if (order === 1) return leadingTerm(x)?.coefficient.sign ?? null;
  return settles(x) ? 0 : null;
}
