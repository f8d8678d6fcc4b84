import { checkArguments } from '../../errors/checkArguments.js';
import { auroc } from '../../metrics/auroc.js';
import { type BehaviourAtInfinity, behaviourKind } from './behaviourAtInfinity.js';

/**
 * The AUROC of in-distribution inputs against the point infinitely far out along a ray: the share
 * of in-distribution scores below the limit of the far point's score, ties counted half.
 *
 * @param idNovelty - novelty of in-distribution inputs
 * @returns in [0, 1]; null if the limit is not known
 * @throws InputError `empty`, `not_a_number`
 *
 * Source: claims `…-at-infinity`.
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
  return Number.isNaN(behaviour.limit) ? null : auroc(idNovelty, [behaviour.limit]);
}
