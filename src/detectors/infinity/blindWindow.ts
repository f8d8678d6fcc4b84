import { InputError } from '../../errors/inputError.js';
import { type BehaviourAtInfinity, isBlind } from './behaviourAtInfinity.js';

/** The stretch of a ray on which the model is certain and the detector silent. */
export interface BlindWindow {
  /** t_ε: the scale from which the model is 1 − ε certain for ever. */
  readonly from: number;
  /**
   * t_flag: the scale from which the detector flags for ever; ∞ if it never does; null if what it
   * does at infinity is not known.
   */
  readonly until: number | null;
  /** Whether the detector flags before the model is certain, so that there is no window. */
  readonly empty: boolean;
}

/** How many scales are tried between 0 and one at which the detector flags for good. */
const STEPS = 512;
/** Beyond this scale features overflow in the detectors' squares. */
const FARTHEST = 1e150;

/**
 * The blind window [t_ε, t_flag] of a direction.
 *
 * Whether t_flag is finite is as exact as `behaviour`. Its value is float64: the last scale, on a
 * grid refined by bisection, at which the novelty is not above the threshold.
 *
 * @param dangerScale - t_ε, at least 0; see `dangerScale`
 * @param noveltyAt - the detector's novelty at a scale t
 * @param threshold - inputs with novelty above it are flagged
 * @throws InputError `out_of_range` for a negative or NaN danger scale
 *
 * Source: CLAIMS section 4.
 *
 * @example
 * ```ts
 * // A novelty t − 5 that flags above 0, on a model that is certain from 2 on.
 * blindWindow({ dangerScale: 2, threshold: 0, noveltyAt: (t) => t - 5, behaviour }).until; // 5
 * ```
 */
export function blindWindow({
  dangerScale,
  threshold,
  noveltyAt,
  behaviour,
}: {
  readonly dangerScale: number;
  readonly threshold: number;
  readonly noveltyAt: (t: number) => number;
  readonly behaviour: BehaviourAtInfinity;
}): BlindWindow {
  if (!(dangerScale >= 0)) {
    throw new InputError('blindWindow', [
      {
        code: 'out_of_range',
        path: 'dangerScale',
        value: dangerScale,
        rule: 'must be at least 0',
        remedy: 'give the scale from which the model is certain',
      },
    ]);
  }
  const blind = isBlind(behaviour, threshold);
  const until =
    blind === null
      ? null
      : blind
        ? Infinity
        : flagScale((t) => noveltyAt(t) > threshold, Math.max(dangerScale, 1));
  return { from: dangerScale, until, empty: until !== null && until <= dangerScale };
}

/** The scale after which `flags` stays true, given that it does so in the end. */
function flagScale(flags: (t: number) => boolean, start: number): number {
  let high = start;
  // Twice in a row, with a factor of 4 between: a score can rise above the threshold and return.
  while (high < FARTHEST && !(flags(high) && flags(4 * high))) high *= 2;
  if (high >= FARTHEST) return FARTHEST;
  let flagged = high;
  let silent: number | null = null;
  for (let step = STEPS - 1; step >= 0 && silent === null; step--) {
    const t = (high * step) / STEPS;
    if (flags(t)) flagged = t;
    else silent = t;
  }
  if (silent === null) return 0;
  let below: number = silent;
  for (let step = 0; step < 60; step++) {
    const middle = (below + flagged) / 2;
    if (middle <= below || middle >= flagged) break;
    if (flags(middle)) flagged = middle;
    else below = middle;
  }
  return flagged;
}
