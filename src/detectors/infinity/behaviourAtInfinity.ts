import type { Scorer } from '../detector.js';
import type { Approach } from './approach.js';
import type { NoveltyGerm } from './noveltyGerm.js';
import type { ScoreTail } from './scoreTail.js';

/** What a novelty score does infinitely far out along a ray. */
export interface BehaviourAtInfinity {
  /**
   * `diverges-up`: → +∞, ever more out-of-distribution, so it flags whatever the threshold.
   * `diverges-down`: → −∞, ever more in-distribution. `converges`: to `limit`. `bounded`: within
   * `bounds`, and the limit is not known. `undefined`: the fitted parameters give no score.
   */
  readonly kind: 'diverges-up' | 'diverges-down' | 'converges' | 'bounded' | 'undefined';
  /** +∞, −∞, or the finite limit (float64); NaN if bounded or undefined. */
  readonly limit: number;
  /**
   * Where the score ends when it is evaluated in float64, if elsewhere: something that is positive
   * for ever underflows far out. Null if it is the same.
   */
  readonly float64Limit: number | null;
  readonly bounds: { readonly lower: number; readonly upper: number };
  /** The leading term of the growth: score ~ coefficient·t^power. Null unless it diverges. */
  readonly growth: { readonly power: number; readonly coefficient: number } | null;
  /** How fast a convergent score comes to its limit; null if it does not or that is not known. */
  readonly approach: Approach | null;
  /** Whether the kind rests on exact signs alone. */
  readonly exact: boolean;
  readonly notes: readonly string[];
}

/**
 * Decides what a fitted detector does infinitely far out along a ray.
 *
 * The sign of every growing term is exact for the fitted parameters as stored (a comparison of
 * rationals and square roots); finite limits are float64.
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
  return behaviourOf(scorer.germ(tail));
}

/** The behaviour an expansion describes. */
export function behaviourOf(germ: NoveltyGerm): BehaviourAtInfinity {
  const { terms, constant, constantBounds, notes = [] } = germ;
  const leading = terms[0];
  if (leading) {
    const up = leading.coefficient.sign > 0;
    const limit = up ? Infinity : -Infinity;
    return {
      kind: up ? 'diverges-up' : 'diverges-down',
      limit,
      float64Limit: null,
      bounds: { lower: limit, upper: limit },
      growth: { power: leading.power, coefficient: leading.coefficient.value },
      approach: null,
      exact: leading.coefficient.certain,
      notes,
    };
  }
  if (constantBounds && Number.isNaN(constant)) {
    return {
      kind: 'bounded',
      limit: Number.NaN,
      float64Limit: null,
      bounds: constantBounds,
      growth: null,
      approach: null,
      exact: true,
      notes,
    };
  }
  if (Number.isNaN(constant)) {
    const bounds = { lower: -Infinity, upper: Infinity };
    return {
      kind: 'undefined',
      limit: Number.NaN,
      float64Limit: null,
      bounds,
      growth: null,
      approach: null,
      exact: false,
      notes,
    };
  }
  return {
    kind:
      constant === Infinity
        ? 'diverges-up'
        : constant === -Infinity
          ? 'diverges-down'
          : 'converges',
    limit: constant,
    float64Limit: germ.float64Constant ?? null,
    bounds: { lower: constant, upper: constant },
    growth: null,
    approach: germ.approach,
    exact: true,
    notes,
  };
}

/**
 * Whether a detector is blind in a direction: its score does not end above the threshold.
 *
 * @param threshold - inputs with novelty above it are flagged
 * @returns null if the limit is not known well enough to say
 *
 * @example
 * ```ts
 * isBlind(behaviourAtInfinity(msp.fit(data), tail), -0.5); // true: the novelty ends at −1
 * ```
 */
export function isBlind(behaviour: BehaviourAtInfinity, threshold: number): boolean | null {
  if (behaviour.bounds.lower > threshold) return false;
  if (behaviour.bounds.upper <= threshold) return true;
  return null;
}
