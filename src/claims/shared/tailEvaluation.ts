import { subtractDyadic } from '../../exact/dyadic.js';
import { Rational } from '../../exact/rational.js';
import type { RayAnalysis } from '../rayAnalysis.js';
import { type ExactValues, entryOf, evaluateExactly, quotient } from './exactEvaluation.js';

/** The network itself, evaluated exactly at two times of a tail. */
export interface TailEvaluation {
  /** At t* = `tail.from`. */
  readonly start: ExactValues;
  /** At t* + 1. */
  readonly later: ExactValues;
  /** f(x(t*)), shape [C]. */
  readonly logits: readonly Rational[];
  /** f(x(t* + 1)) − f(x(t*)), shape [C]: the slopes, if f is affine from t* on. */
  readonly slope: readonly Rational[];
}

/**
 * Evaluates a subject's network at t* and t* + 1: a second way to its slopes, without germs.
 *
 * Arithmetic: exact. Computed once for a subject.
 */
export function tailEvaluation(subject: RayAnalysis): TailEvaluation {
  const known = cache.get(subject);
  if (known) return known;
  const { from } = subject.tail;
  const start = evaluateExactly(subject.network, subject.origin, subject.direction, from);
  const later = evaluateExactly(
    subject.network,
    subject.origin,
    subject.direction,
    from.add(new Rational(1n, 1n)),
  );
  const { output } = subject.network;
  const logits = subject.tail.slope.map((_, c) => entryOf(start, output, c));
  const evaluation: TailEvaluation = {
    start,
    later,
    logits,
    // t* and t* + 1 have one denominator.
    slope: start.values[output].map((first, c) =>
      quotient(subtractDyadic(later.values[output][c], first), start.denominator),
    ),
  };
  cache.set(subject, evaluation);
  return evaluation;
}

const cache = new WeakMap<RayAnalysis, TailEvaluation>();
