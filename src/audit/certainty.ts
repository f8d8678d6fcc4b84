import type { FollowedRay } from './followRays.js';
import { type Spread, spreadOf } from './spread.js';

/**
 * What growing a feature does to certainty: `created`: below 99 % at the edge of the data, certain
 * further out and for ever. `kept`: certain at the edge already, and for ever. `never`: it does not
 * end in certainty.
 */
export type CertaintyVerdict = 'created' | 'kept' | 'never';

/** Where a network was seen to be certain of its class, from each of the rows followed. */
export interface SeenCertainty {
  /** How many rows were followed. */
  readonly rows: number;
  /** What most of them saw; certainty that is created counts first. */
  readonly verdict: CertaintyVerdict;
  /** The median scale from which it was seen, from the rows themselves. */
  readonly scale: number;
  /** How far beyond the edge of the data, in their standard deviations: the median of `created`. */
  readonly distance: number | null;
  /** The rows from which certainty is created; null for none. */
  readonly created: {
    readonly rows: number;
    /** From the row. */
    readonly scale: Spread;
    /** From the edge of the data. */
    readonly beyond: Spread;
    /** The same in standard deviations; null where those are not known. */
    readonly distance: Spread | null;
  } | null;
  /** From how many rows it is there at the edge already. */
  readonly kept: number;
}

/**
 * What the rows followed saw in one direction that saturates.
 *
 * @param runs - at least one
 * @param perUnit - standard deviations per unit of scale; null if not known
 */
export function seenCertainty(runs: readonly FollowedRay[], perUnit: number | null): SeenCertainty {
  const created = runs.filter(({ seenFrom, edge }) => seenFrom > edge);
  const kept = runs.length - created.length;
  const isCreated = created.length > 0 && created.length >= kept;
  const beyond = created.map(({ seenFrom, edge }) => seenFrom - edge);
  const distance =
    perUnit === null || created.length === 0
      ? null
      : spreadOf(beyond.map((scale) => scale * perUnit));
  return {
    rows: runs.length,
    verdict: isCreated ? 'created' : 'kept',
    scale: spreadOf(runs.map(({ seenFrom }) => seenFrom)).median,
    distance: distance?.median ?? null,
    created:
      created.length === 0
        ? null
        : {
            rows: created.length,
            scale: spreadOf(created.map(({ seenFrom }) => seenFrom)),
            beyond: spreadOf(beyond),
            distance,
          },
    kept,
  };
}
