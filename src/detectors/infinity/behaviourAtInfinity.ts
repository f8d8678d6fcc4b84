import { checkArguments } from '../../errors/checkArguments.js';
import { callable, number, record } from '../../errors/kinds.js';
import type { Scorer } from '../detector.js';
import type { Approach } from './approach.js';
import { exactly, type Interval } from './interval.js';
import type { NoveltyGerm } from './noveltyGerm.js';
import { type ScoreTail, scoreTail } from './scoreTail.js';

/** What a novelty score does infinitely far out along a ray. */
export interface BehaviourAtInfinity {
  /**
   * `diverges-up`: → +∞, ever more out-of-distribution, so it flags whatever the threshold.
   * `diverges-down`: → −∞, ever more in-distribution. `converges`: to `limit`. `bounded`: within
   * `bounds`, and the limit is not known. `unknown`: whether it grows, or to
   * what, is not known, since rounding of the fit may have made what says so; it ends within `bounds`. `undefined`: the
   * fitted parameters give no score.
   */
  readonly kind:
    | 'diverges-up'
    | 'diverges-down'
    | 'converges'
    | 'bounded'
    | 'unknown'
    | 'undefined';
  /** +∞, −∞, or the finite limit (float64); NaN if bounded, unknown or undefined. */
  readonly limit: number;
  /**
   * Where the score ends when it is evaluated in float64, if elsewhere: something that is positive
   * for ever underflows far out. Null if it is the same.
   */
  readonly float64Limit: number | null;
  /** Where the score ends, whatever rounding did to the fit. */
  readonly bounds: Interval;
  /**
   * Whether the limit is a bound of the score that no input attains in reals: every real score is
   * above a `lower` one, although float64 scores may round to it. Null if it is none.
   */
  readonly unattained: 'lower' | 'upper' | null;
  /** The leading term of the growth: score ~ coefficient·t^power. Null unless it diverges. */
  readonly growth: { readonly power: number; readonly coefficient: number } | null;
  /** How fast a convergent score comes to its limit; null if it does not or that is not known. */
  readonly approach: Approach | null;
  /**
   * Whether the kind is decided: by exact signs, or by signs that rounding of the fit cannot have
   * made.
   */
  readonly exact: boolean;
  readonly notes: readonly string[];
}

/**
 * Decides what a fitted detector does infinitely far out along a ray.
 *
 * The sign of every growing term is exact: a comparison of rationals and square roots, or, where
 * fitted parameters are in it, of bounds that hold whatever rounding did to the fit. What rounding
 * may have made is `unknown`. Finite limits are float64, within `bounds`.
 *
 * @param tail - of the network the detector was fitted on, as `exactTail` gives it
 * @throws InputError `unsupported` if the tail lacks germs the detector reads
 *
 * Source: claims `…-at-infinity`.
 *
 * @example
 * ```ts
 * behaviourAtInfinity(ebo.fit(data), exactTail(network, [0, 0], [1, 0])).kind; // 'diverges-down'
 * ```
 */
export function behaviourAtInfinity(scorer: Scorer, tail: ScoreTail): BehaviourAtInfinity {
  checkArguments('behaviourAtInfinity', {
    scorer: [scorer, record({ germ: callable })],
    tail: [tail, scoreTail],
  });
  return behaviourOf(scorer.germ(tail));
}

/** What is read of a behaviour: its limit, NaN where it is not known, and its bounds. */
export const behaviourKind = record({
  limit: number({ infinite: true, nan: true }),
  bounds: record({ lower: number({ infinite: true }), upper: number({ infinite: true }) }),
});

/** The behaviour an expansion describes. */
export function behaviourOf(germ: NoveltyGerm): BehaviourAtInfinity {
  const { terms, constant, constantBounds, notes = [] } = germ;
  const common = { float64Limit: null, unattained: null, growth: null, approach: null, notes };
  const leading = terms[0];
  if (leading?.coefficient.certain) {
    const up = leading.coefficient.sign > 0;
    const limit = up ? Infinity : -Infinity;
    return {
      ...common,
      kind: up ? 'diverges-up' : 'diverges-down',
      limit,
      // What is added to growing terms ends elsewhere only if it is not finite itself.
      float64Limit:
        germ.float64Constant === undefined || Number.isFinite(germ.float64Constant)
          ? null
          : germ.float64Constant,
      bounds: exactly(limit),
      growth: { power: leading.power, coefficient: leading.coefficient.value },
      exact: true,
    };
  }
  if (leading) {
    return {
      ...common,
      kind: 'unknown',
      limit: Number.NaN,
      bounds: endsOf(germ),
      exact: false,
      notes: [...notes, roundingNote(leading)],
    };
  }
  if (Number.isNaN(constant)) {
    return {
      ...common,
      kind: germ.made ? 'unknown' : constantBounds ? 'bounded' : 'undefined',
      limit: Number.NaN,
      bounds: constantBounds ?? { lower: -Infinity, upper: Infinity },
      exact: constantBounds !== undefined && !germ.made,
    };
  }
  return {
    ...common,
    kind:
      constant === Infinity
        ? 'diverges-up'
        : constant === -Infinity
          ? 'diverges-down'
          : 'converges',
    limit: constant,
    float64Limit: germ.float64Constant ?? null,
    bounds: constantBounds ?? exactly(constant),
    unattained: germ.unattained ?? null,
    approach: germ.approach,
    exact: true,
  };
}

/** Where a score ends if each coefficient may be anything within its bounds. */
function endsOf({ terms, constant, constantBounds }: NoveltyGerm): Interval {
  const rest = constantBounds ?? exactly(constant);
  let [lower, upper] = Number.isNaN(rest.lower) ? [-Infinity, Infinity] : [rest.lower, rest.upper];
  // From the last term on: a term whose coefficient may be 0 leaves the end to those after it.
  for (const { coefficient } of terms.toReversed()) {
    const { bounds, certain } = coefficient;
    if (bounds.upper > 0) upper = Infinity;
    else if (certain) upper = -Infinity;
    if (bounds.lower < 0) lower = -Infinity;
    else if (certain) lower = Infinity;
  }
  return { lower, upper };
}

function roundingNote({ power, coefficient }: NoveltyGerm['terms'][number]): string {
  const { value, bounds } = coefficient;
  const to = (end: number) => (Number.isFinite(end) ? end.toPrecision(2) : String(end));
  const term = power === 1 ? 'the slope' : `the coefficient of t^${power}`;
  return `${term} is ${value.toPrecision(3)} as stored, which the rounding of the fit may have made: it lies between ${to(bounds.lower)} and ${to(bounds.upper)}`;
}

/**
 * Whether a detector is blind in a direction: its score does not end above the threshold.
 *
 * @param threshold - inputs with novelty above it are flagged
 * @returns null if the limit is not known well enough to say, within the rounding of the fit; or if it
 *   differs from the threshold, a float64 score as a rule, by no more than rounding
 *
 * @example
 * ```ts
 * const far = scoreTailAlong(classifier, { origin: [0, 0], direction: [1, 0] });
 * isBlind(behaviourAtInfinity(msp.fit(data), far), -0.5); // true: the novelty ends at −1
 * ```
 */
export function isBlind(behaviour: BehaviourAtInfinity, threshold: number): boolean | null {
  checkArguments('isBlind', {
    behaviour: [behaviour, behaviourKind],
    threshold: [threshold, number({ infinite: true })],
  });
  const { bounds, unattained } = behaviour;
  // A bound that no input attains is on one side of every score, and float64 arrives at it.
  const mayTie = (end: number) =>
    unattained === null && end !== threshold && areWithinRounding(end, threshold);
  if (bounds.lower > threshold) return mayTie(bounds.lower) ? null : false;
  if (bounds.upper <= threshold) return mayTie(bounds.upper) ? null : true;
  return null;
}

/** What evaluation in float64 may leave of a difference of 0, relative to the larger number. */
export const SCORE_ROUNDING = 1e-12;

function areWithinRounding(x: number, y: number): boolean {
  const size = Math.max(Math.abs(x), Math.abs(y));
  return size < Infinity && Math.abs(x - y) <= SCORE_ROUNDING * size;
}
