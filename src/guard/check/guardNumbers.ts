import type { GuardCertificate } from '../guardCertificate.js';
import {
  atMost,
  exponentialBelow,
  minus,
  type PlainFraction,
  parseFraction,
  plus,
  times,
  whole,
} from './plainFraction.js';

/** The numbers of a guard's certificate. */
export type GuardNumbers = Pick<GuardCertificate, 'classes' | 'guard' | 'change' | 'confidence'>;

/**
 * Whether the numbers of a guard's certificate are those of a guard, and bound what they are said to,
 * whatever the classifier is. The verified checker says the same: `verifiedGuardNumbers.ts`.
 *
 * @returns what is wrong, or null
 */
export function wrongNumbers({ classes, guard, change, confidence }: GuardNumbers): string | null {
  if (!Number.isSafeInteger(classes) || classes < 2) return 'there are fewer than two classes';
  const box = guard.lower.map((lower, d) => [lower, guard.upper[d], guard.widths[d]]);
  if (box.length !== guard.upper.length || box.length !== guard.widths.length) {
    return 'lower, upper and widths differ in length';
  }
  for (const texts of box) {
    const [lower, upper, width] = texts.map(parseFraction);
    if (!lower || !upper || !width) return 'the box is not of fractions';
    if (width.n <= 0n) return 'a width is not positive';
    if (!atMost(lower, upper)) return 'the box is empty';
  }
  const [kappa, mu] = [guard.kappa, guard.mu].map(parseFraction);
  if (!kappa || !mu) return 'kappa or mu is no fraction';
  if (mu.n <= 0n) return 'mu is not positive';
  const one = whole(1);
  const uniform: PlainFraction = { n: 1n, d: BigInt(classes) };
  const share = minus(one, uniform);
  const said = parseFraction(change);
  // change ≥ (1 − 1/C)/(1 + e^κ) where change·(1 + lower bound of e^κ) is.
  if (!said || !atMost(share, times(said, plus(one, exponentialBelow(kappa))))) {
    return 'probabilities change by more than is said inside the box';
  }
  for (const { excess, bound } of confidence) {
    const [e, most] = [parseFraction(excess), parseFraction(bound)];
    if (!e || !most || e.n < 0n) return 'an excess or its bound is no fraction';
    const below = exponentialBelow(minus(times(mu, e), kappa));
    if (!atMost(share, times(minus(most, uniform), plus(one, below)))) {
      return `confidence is not bounded by ${bound} from an excess of ${excess} on`;
    }
  }
  return null;
}
