import type { Real } from '../exact/real.js';

/** What a posterior's prediction tends to along a ray. Nats; enclosures hold whatever rounding did. */
export interface PosteriorLimit {
  /** Shape [C]: enclosures of the limit of p̄. */
  readonly probabilities: readonly Real[];
  /** The class of largest limit; null if the enclosures do not say which. */
  readonly top: number | null;
  /** The limit of the predictive entropy. */
  readonly entropy: Real;
  /** The limit of the mutual information; null if it is not known. */
  readonly mutualInformation: Real | null;
  /**
   * Whether almost every draw ends certain of one class; null if that is not known. Then the limit of
   * p̄ is the shares of the classes, and all that is left of uncertainty is disagreement.
   */
  readonly drawsSaturate: boolean | null;
  /**
   * Whether all this holds from every input, not only from the ray's origin, since slopes do not
   * depend on it.
   */
  readonly fromEveryInput: boolean;
}

/** The class that is certainly the most probable. */
export function topOf(probabilities: readonly Real[]): number | null {
  const best = probabilities.reduce(
    (top, p, c) => (p.lower.compare(probabilities[top].lower) > 0 ? c : top),
    0,
  );
  const beaten = probabilities.every(
    (p, c) => c === best || p.upper.compare(probabilities[best].lower) < 0,
  );
  return beaten ? best : null;
}
