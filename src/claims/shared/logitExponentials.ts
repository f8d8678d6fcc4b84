import { Rational } from '../../exact/rational.js';
import { ExponentialSum } from './exponentialSum.js';

/** The numerators e^{f_c − f_0} of one member's softmax and their sum, exact. */
export interface LogitExponentials {
  /** Shape [C]. */
  readonly numerators: readonly ExponentialSum[];
  readonly sum: ExponentialSum;
}

/** A member's softmax as exact exponentials: p_c = numerators[c] / sum. */
export function logitExponentials(logits: readonly number[]): LogitExponentials {
  const first = Rational.of(logits[0]);
  const numerators = logits.map((logit) =>
    ExponentialSum.of(Rational.of(logit).subtract(first), ONE),
  );
  return { numerators, sum: sumOf(numerators) };
}

/**
 * The numerator of ∂s_c/∂f_c' over S², by the quotient rule on e^{f_c}/S: the derivative of e^{f_c}
 * with respect to f_c' is e^{f_c} if c = c' and 0 otherwise, that of S is e^{f_c'}.
 */
export function derivativeNumerator(
  { numerators, sum }: LogitExponentials,
  c: number,
  other: number,
): ExponentialSum {
  const own = c === other ? numerators[c] : ExponentialSum.zero;
  return own.multiply(sum).subtract(numerators[c].multiply(numerators[other]));
}

export function sumOf(terms: readonly ExponentialSum[]): ExponentialSum {
  return terms.reduce((sum, term) => sum.add(term), ExponentialSum.zero);
}

const ONE = new Rational(1n, 1n);
