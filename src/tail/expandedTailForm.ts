import type { Real } from '../exact/real.js';
import type { Growth } from './growth.js';

/** What the class probabilities do at infinity, by their limit. */
export type LimitRegime = 'saturating' | 'tied' | 'flat' | 'no-limit' | 'unknown';

/**
 * A network's behaviour at infinity along one ray, whatever it is made of.
 *
 * Where the network's outputs are logits, probabilities are their softmax; else they are
 * probabilities themselves.
 */
export interface ExpandedTail {
  /** Shape [C], nats per unit of t: exact, or enclosed where constants are; null where outputs grow faster than t, or it is not known. */
  readonly slope: readonly Real[] | null;
  /** Shape [C], nats: what outputs are beside slope·t; null where there is no such constant. */
  readonly intercept: readonly Real[] | null;
  /** Shape [C]: how each output grows; null where it is not known. */
  readonly growth: readonly (Growth | null)[];
  /** By the limit: one class positive, some or all; null for a network of one output. */
  readonly regime: LimitRegime | null;
  /** The classes that keep a positive limit, ascending; all that may where it is not known. */
  readonly top: readonly number[] | null;
  /** Whether some unit stays exactly on a kink for ever. */
  readonly boundary: boolean;
  /** Shape [C]: enclosures of the limits of the probabilities; null where there is none. */
  readonly limit: readonly Real[] | null;
}
