import { checkArguments } from '../../errors/checkArguments.js';
import { nullable, number, optional } from '../../errors/kinds.js';
import { aurocAmong, countAtMost, countBelow } from '../../metrics/auroc.js';
import { scorePair } from '../../metrics/scorePair.js';
import { type BehaviourAtInfinity, behaviourKind, SCORE_ROUNDING } from './behaviourAtInfinity.js';

/**
 * The AUROC of in-distribution inputs against the point infinitely far out along a ray, in reals: the
 * share of in-distribution scores below the limit of the far point's score.
 *
 * Where the limit is a bound that no input attains (a softmax score's −1), float64 scores that round
 * to it are on the other side of it; all others are compared as they are, ties counted half. One that
 * differs from the limit by no more than rounding may be on either side, or on it.
 *
 * @param idNovelty - novelty of in-distribution inputs, float64
 * @returns in [0, 1]; null if the limit is not known, or a score is within rounding of it
 * @throws InputError `empty`, `not_a_number`
 *
 * Source: claim `limit-auroc`.
 *
 * @example
 * ```ts
 * const scorer = mds.fit(data);
 * const far = scoreTailAlong(classifier, { origin: [0, 0], direction: [1, 0] });
 * limitAuroc(behaviourAtInfinity(scorer, far), scorer.score(data.validation)); // 1
 * ```
 */
export function limitAuroc(
  behaviour: BehaviourAtInfinity,
  idNovelty: ArrayLike<number>,
): number | null {
  checkArguments('limitAuroc', { behaviour: [behaviour, behaviourKind] });
  return Number.isNaN(behaviour.limit) ? null : limitRank(behaviour, ascending(idNovelty));
}

/**
 * The same in float64: float64 scores against where the far point's float64 score ends, ties counted
 * half.
 *
 * @returns in [0, 1]; null if the limit is not known, or a score is within rounding of it
 * @throws InputError `empty`, `not_a_number`
 *
 * @example
 * ```ts
 * const far = scoreTailAlong(classifier, { origin: [0, 0], direction: [1, 0] });
 * // An in-distribution input of which the network is so sure that its softmax rounds to 1.
 * float64LimitAuroc(behaviourAtInfinity(msp.fit(data), far), [-1, -0.9]); // 0.25
 * ```
 */
export function float64LimitAuroc(
  behaviour: BehaviourAtInfinity,
  idNovelty: ArrayLike<number>,
): number | null {
  checkArguments('float64LimitAuroc', {
    behaviour: [behaviour, behaviourKind],
    'behaviour.float64Limit': [behaviour?.float64Limit, FLOAT64_LIMIT],
  });
  return Number.isNaN(endOf(behaviour)) ? null : float64LimitRank(behaviour, ascending(idNovelty));
}

const FLOAT64_LIMIT = optional(nullable(number({ infinite: true, nan: true })));

/** As `limitAuroc`, of scores that ascend and are free of NaN. */
export function limitRank(
  { limit, unattained }: BehaviourAtInfinity,
  sorted: Float64Array,
): number | null {
  if (Number.isNaN(limit)) return null;
  if (unattained === 'lower') return countBelow(sorted, limit) / sorted.length;
  if (unattained === 'upper') return countAtMost(sorted, limit) / sorted.length;
  return mayTie(sorted, limit) ? null : aurocAmong(sorted, limit);
}

/** Whether a score that is not the limit's double may be the limit. */
function mayTie(sorted: Float64Array, limit: number): boolean {
  const size = Math.max(Math.abs(limit), Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
  // Infinite ones are told from finite ones.
  if (!Number.isFinite(size)) return false;
  const room = SCORE_ROUNDING * size;
  const near = countAtMost(sorted, limit + room) - countBelow(sorted, limit - room);
  return near > countAtMost(sorted, limit) - countBelow(sorted, limit);
}

/** As `float64LimitAuroc`, of scores that ascend and are free of NaN. */
export function float64LimitRank(
  behaviour: BehaviourAtInfinity,
  sorted: Float64Array,
): number | null {
  const end = endOf(behaviour);
  if (Number.isNaN(end)) return null;
  // At a bound that no input attains float64 arrives for good.
  return behaviour.unattained === null && mayTie(sorted, end) ? null : aurocAmong(sorted, end);
}

function endOf({ limit, float64Limit }: BehaviourAtInfinity): number {
  return float64Limit ?? limit;
}

function ascending(novelty: ArrayLike<number>): Float64Array {
  return scorePair('auroc', novelty, [0]).id.slice().sort();
}
