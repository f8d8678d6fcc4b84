import { capabilityOf } from '../network/capability.js';
import type { Network } from '../network/network.js';
import { directionSlopes } from '../tail/directionSlopes.js';
import { expandedTail } from '../tail/expandedTail.js';
import type { Ray } from '../tail/tail.js';

/**
 * How certain a ray ends: of one class alone; at 99 % or more, but less than certain; below 99 %; or
 * it is not known.
 */
export type RayEnd = 'one-hot' | 'above' | 'below' | 'unknown';

/** All there are, the most certain first. */
export const RAY_ENDS: readonly RayEnd[] = ['one-hot', 'above', 'below', 'unknown'];

/** What is called certain. */
export const CERTAIN = 0.99;

/** Where a network ends along a ray. */
export interface DecidedEnd {
  readonly end: RayEnd;
  /** Between which the largest class probability ends. */
  readonly certainty: { readonly lower: number; readonly upper: number };
  /** The class that it ends certain of; null where it is of none. */
  readonly class: number | null;
}

/** Decides where a network ends along a ray, by its slopes where they decide, else by its limits. */
export function rayEnd(network: Network, { origin, direction }: Ray): DecidedEnd {
  if (capabilityOf(network).asymptotic && network.outputs !== 'probabilities') {
    const [{ regime, top }] = directionSlopes(network, [direction]);
    if (regime === 'saturating') return certainOf(top[0]);
  }
  const { regime, top, limit } = expandedTail(network, origin, direction);
  if (regime === 'saturating' && network.outputs !== 'probabilities') return certainOf(top![0]);
  if (!limit) return { end: 'unknown', certainty: { lower: 0, upper: 1 }, class: null };
  const certainty = {
    lower: Math.max(...limit.map((share) => share.lower.toNumber())),
    upper: Math.max(...limit.map((share) => share.upper.toNumber())),
  };
  const end =
    certainty.lower >= CERTAIN ? 'above' : certainty.upper < CERTAIN ? 'below' : 'unknown';
  return { end, certainty, class: null };
}

function certainOf(label: number): DecidedEnd {
  return { end: 'one-hot', certainty: { lower: 1, upper: 1 }, class: label };
}
