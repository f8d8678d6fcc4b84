import { InternalError } from '../../errors/internalError.js';
import type { Rational } from '../../exact/rational.js';
import type { ExactTail } from '../../tail/exactTail.js';
import type { PlainTail } from './plainTail.js';

/**
 * A plain tail in the form of an exact one, with top classes, regime and γ told from its slopes. It
 * has no pattern of pieces.
 *
 * @param from - where the tail begins, as `tailBeginning` says
 */
export function exactTailOf(plain: PlainTail, from: Rational): ExactTail {
  const { slope, intercept, boundary, penultimate, jacobian } = plain;
  const largest = slope.reduce((best, b) => (b.compare(best) > 0 ? b : best));
  const top = slope.flatMap((b, c) => (b.compare(largest) === 0 ? [c] : []));
  const gaps = slope.flatMap((b) => (b.compare(largest) === 0 ? [] : [largest.subtract(b)]));
  return {
    from,
    slope,
    intercept,
    regime: top.length === 1 ? 'saturating' : gaps.length === 0 ? 'flat' : 'tied',
    top,
    gap: gaps.length === 0 ? null : gaps.reduce((x, y) => (y.compare(x) < 0 ? y : x)),
    boundary,
    penultimate,
    jacobian,
    get pattern(): never {
      throw new InternalError('a plain tail has no pattern of pieces');
    },
  };
}
