import type { Claim, DetectorAtInfinity } from '../claim.js';

/** The heading of the claim about a detector at infinity, beside its row in the table of detectors. */
export function titleAtInfinity(
  atInfinity: DetectorAtInfinity,
): Pick<Claim, 'title'> & { readonly atInfinity: DetectorAtInfinity } {
  return { title: `${atInfinity.detector} at infinity: ${atInfinity.blindness}`, atInfinity };
}
