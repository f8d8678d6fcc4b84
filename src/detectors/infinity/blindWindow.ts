import { checkArguments } from '../../errors/checkArguments.js';
import { InputError } from '../../errors/inputError.js';
import { callable, number, record } from '../../errors/kinds.js';
import { type BehaviourAtInfinity, behaviourKind, isBlind } from './behaviourAtInfinity.js';

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

/** Evenly spaced scales that are tried before the tail begins. */
const STEPS = 512;
/** The ratio of neighbouring scales that are tried on the tail: eight to an octave. */
const RATIO = 2 ** (1 / 8);
/** Beyond this scale features overflow in the detectors' squares. */
const FARTHEST = 1e150;

/**
 * The blind window [t_ε, t_flag] of a direction.
 *
 * Whether t_flag is finite is as exact as `behaviour`. Its value is float64: the last scale at which
 * the novelty is not above the threshold, on a grid (512 scales before the tail, eight to an octave
 * on it) refined by bisection.
 *
 * @param direction - `dangerScale`: t_ε, at least 0; `tailFrom`: the scale at which the tail begins,
 *   at least 0; `noveltyAt`: the detector's novelty at a scale t, see `observationsAlong`;
 *   `threshold`: inputs with novelty above it are flagged; `behaviour`: the score at infinity
 * @throws InputError `out_of_range` for a negative or NaN danger scale
 *
 * Source: claims `…-at-infinity`.
 *
 * @example
 * ```ts
 * // A novelty t − 5 that flags above 0, on a model that is certain from 2 on.
 * blindWindow({ dangerScale: 2, tailFrom: 0, threshold: 0, noveltyAt: (t) => t - 5, behaviour }).until; // 5
 * ```
 */
export function blindWindow(direction: {
  readonly dangerScale: number;
  readonly tailFrom: number;
  readonly threshold: number;
  readonly noveltyAt: (t: number) => number;
  readonly behaviour: BehaviourAtInfinity;
}): BlindWindow {
  checkArguments('blindWindow', {
    direction: [
      direction,
      record({
        threshold: number({ infinite: true }),
        noveltyAt: callable,
        behaviour: behaviourKind,
      }),
    ],
  });
  const { dangerScale, tailFrom, threshold, noveltyAt, behaviour } = direction;
  const problems = Object.entries({ dangerScale, tailFrom }).flatMap(([path, value]) =>
    typeof value === 'number' && value >= 0
      ? []
      : [
          {
            code: 'out_of_range' as const,
            path,
            value,
            rule: 'must be at least 0',
            remedy: 'give a scale along the ray',
          },
        ],
  );
  if (problems.length > 0) throw new InputError('blindWindow', problems);
  const blind = isBlind(behaviour, threshold);
  const until =
    blind === null ? null : blind ? Infinity : flagScale((t) => noveltyAt(t) > threshold, tailFrom);
  return { from: dangerScale, until, empty: until !== null && until <= dangerScale };
}

/** The scale after which `flags` stays true, given that it does so in the end. */
function flagScale(flags: (t: number) => boolean, tailFrom: number): number {
  let flagged = Math.max(tailFrom, 1) * 2 ** 20;
  while (!flags(flagged)) {
    flagged *= 2;
    if (flagged > FARTHEST) return FARTHEST;
  }
  for (const t of scalesBelow(flagged, tailFrom)) {
    if (!flags(t)) return crossing(flags, t, flagged);
    flagged = t;
  }
  return 0;
}

/** The scales to try, from the largest down to 0. */
function* scalesBelow(largest: number, tailFrom: number): Generator<number> {
  // Below 2^-20 nothing is told apart: 0 itself comes last.
  const least = Math.max(tailFrom, 2 ** -20);
  for (let t = largest / RATIO; t > least; t /= RATIO) yield t;
  // A tail that begins at once has nothing before it but 0.
  for (let step = tailFrom > 0 ? STEPS : 0; step >= 0; step--) yield (tailFrom * step) / STEPS;
}

/** Narrows the interval between a silent scale and a flagged one above it. */
function crossing(flags: (t: number) => boolean, below: number, above: number): number {
  let silent = below;
  let flagged = above;
  for (let step = 0; step < 100; step++) {
    const middle = (silent + flagged) / 2;
    if (middle <= silent || middle >= flagged) break;
    if (flags(middle)) flagged = middle;
    else silent = middle;
  }
  return flagged;
}
