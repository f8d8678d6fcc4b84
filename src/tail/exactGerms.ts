import { dyadicOf } from '../exact/dyadic.js';
import { Real } from '../exact/real.js';
import { capabilityOf } from '../network/capability.js';
import type { Network } from '../network/network.js';
import { EntryWalk } from '../network/walk.js';
import { DyadicGerms } from './dyadicGerms.js';
import type { Germ, GermSource } from './germ.js';
import { GermDomain } from './germDomain.js';

/**
 * The germs of a network along a ray, as exactly as its constants are known: in integers where they
 * are doubles, else by the plain walk in fractions and enclosures.
 *
 * @param origin - shape [D], finite; null for 0, where only slopes are wanted
 * @param direction - shape [D], finite
 */
export function exactGerms(
  network: Network,
  origin: ArrayLike<number> | null,
  direction: ArrayLike<number>,
): GermSource {
  const start = origin ?? new Float64Array(direction.length);
  if (capabilityOf(network).constants === 'doubles') {
    return new DyadicGerms(network, Array.from(start, dyadicOf), Array.from(direction, dyadicOf));
  }
  return new EntryWalk<Germ>(network, new GermDomain(network), inputGerms(start, direction));
}

/** The germs of the inputs: origin + t·direction. */
export function inputGerms(origin: ArrayLike<number>, direction: ArrayLike<number>): Germ[] {
  return Array.from(origin, (value, i) => ({
    intercept: Real.of(value),
    slope: Real.of(direction[i]),
  }));
}
