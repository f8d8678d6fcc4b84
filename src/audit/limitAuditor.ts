import { Classifier, detectorNamed } from '../detectors/index.js';
import { type FarTail, farBehaviour, farTailAlong } from '../detectors/infinity/farTail.js';
import { capabilityOf } from '../network/capability.js';
import { type DirectionSlopes, directionSlopes } from '../tail/directionSlopes.js';
import { expandedTail } from '../tail/expandedTail.js';
import { settlingOf } from '../tail/settlesWithin.js';
import {
  type AuditedDirection,
  type AuditGround,
  type DirectionAuditor,
  hasHead,
} from './auditGround.js';
import { type AuditRay, deviationsPerUnit, directionOf } from './auditRay.js';
import { seenCertainty } from './certainty.js';
import { edgeScales, spreadRows } from './dataEdge.js';
import { detectorFindings } from './detectorFindings.js';
import type { ClassBounds, DirectionFinding } from './directionFinding.js';
import { partsRead } from './fittedDetectors.js';
import { type FollowedRay, followRays, type RayToFollow } from './followRays.js';
import { plainRays } from './plainRays.js';
import { commonEnd, oneHot } from './rowEnds.js';
import { scaleFinding, settledScale } from './settledScales.js';

/** What is known of how a direction ends. */
type DirectionEnd = Pick<
  DirectionFinding,
  | 'regime'
  | 'top'
  | 'limit'
  | 'slopes'
  | 'gap'
  | 'settledExactly'
  | 'fromEveryInput'
  | 'decidedRows'
>;

/**
 * Audits directions of any network by the limits of its probabilities, from rows of the data.
 *
 * Where every value has asymptotes, slopes decide for every input; else expansions decide from each
 * row. Certainty is followed in plain evaluation, and what detectors end at is decided from what
 * features and logits tend to.
 */
export class LimitAuditor implements DirectionAuditor {
  private readonly classifier: Classifier | null;
  private readonly byRows: boolean;
  private readonly readsHidden: boolean;

  constructor(private readonly ground: AuditGround) {
    const { network, fitting } = ground;
    this.readsHidden = partsRead((fitting?.detectors ?? []).map(({ id }) => id)).hidden;
    this.classifier = hasHead(network) ? new Classifier(network) : null;
    this.byRows = !capabilityOf(network).asymptotic || network.outputs === 'probabilities';
  }

  audit(rays: readonly AuditRay[], firstIndex: number): AuditedDirection[] {
    const { network } = this.ground;
    return rays.map((ray, n) => {
      const direction = directionOf(ray, network.inputSize);
      return this.auditOne(ray, direction, firstIndex + n);
    });
  }

  private auditOne(ray: AuditRay, direction: Float64Array, index: number): AuditedDirection {
    const { label, feature, sign } = ray;
    const { ground } = this;
    const origins = ray.origin ? [ray.origin] : ground.rows;
    const decided = spreadRows(origins.length, ground.endRows);
    const end = this.endOf(
      direction,
      decided.map((r) => origins[r]),
    );
    const certainOf = certainClass(end, 1 - ground.epsilons[0]);
    const about = {
      index,
      label,
      feature: feature?.index ?? null,
      featureName: feature?.name ?? null,
      sign,
      ...end,
      certainOf,
      from: null,
    };
    if (certainOf === null || !end.limit) {
      return { finding: { ...about, scales: [], seen: null, detectors: [] }, curves: null };
    }
    const perUnit = deviationsPerUnit(ray, ground.deviations);
    const scales = this.certifiedScales(origins, direction, certainOf, end.limit);
    const rows = end.fromEveryInput ? [...origins.keys()] : decided;
    const [drawn, ...others] = spreadRows(rows.length, ground.detectorRows).map((k) => rows[k]);
    const detected = new Set([drawn, ...others]);
    const edges = edgeScales(ray, ground.reaches[index] ?? null, origins);
    const runs = this.follow(
      rows.map((r) => origins[r]),
      direction,
      rows.map((r) => ({
        dangerScale: scales.get(r)?.[0] ?? null,
        edge: edges[r],
        detected: detected.has(r),
        drawn: r === drawn,
      })),
      end.regime === 'saturating',
      certainOf,
    );
    const detectors = ground.fitting?.detectors ?? [];
    const followed = runs.filter((_, k) => detected.has(rows[k]));
    return {
      finding: {
        ...about,
        scales: ground.epsilons.map((epsilon, e) =>
          scaleFinding(
            1 - epsilon,
            [...scales.values()].map((found) => found[e]),
            perUnit,
          ),
        ),
        seen: seenCertainty(runs, perUnit),
        detectors: detectorFindings(detectors, followed, perUnit),
      },
      curves: followed[0].curves,
    };
  }

  /** The danger scales of the rows they are certified from, one per certainty. */
  private certifiedScales(
    origins: readonly Float64Array[],
    direction: Float64Array,
    top: number,
    limit: ClassBounds,
  ): ReadonlyMap<number, readonly (number | null)[]> {
    const { network, epsilons, certifiedRows } = this.ground;
    return new Map(
      spreadRows(origins.length, certifiedRows).map((r) => {
        const settles = settlingOf(network, { origin: origins[r], direction });
        const scales = epsilons.map((epsilon) =>
          settledScale(settles, { top, limit, certainty: 1 - epsilon }),
        );
        return [r, scales];
      }),
    );
  }

  private endOf(direction: Float64Array, origins: readonly Float64Array[]): DirectionEnd {
    const { network } = this.ground;
    const [slopes] = this.byRows ? [null] : directionSlopes(network, [direction]);
    if (network.outputSize < 2) return slopesOnly(slopes);
    if (slopes?.regime === 'saturating') {
      return {
        ...ofSlopes(slopes),
        regime: slopes.regime,
        top: slopes.top,
        limit: oneHot(network.outputSize, slopes.top[0]),
        decidedRows: 0,
      };
    }
    const ends = origins.map((origin) => {
      const { regime, top, limit } = expandedTail(network, origin, direction);
      return { regime: regime!, top: top!, limit };
    });
    const common = { ...commonEnd(ends), decidedRows: origins.length };
    if (!slopes || slopes.regime === 'unknown') {
      const found = slopes ? ofSlopes(slopes) : NO_SLOPES;
      return { ...found, ...common, fromEveryInput: false };
    }
    return { ...ofSlopes(slopes), ...common, regime: slopes.regime, top: slopes.top };
  }

  private follow(
    origins: readonly Float64Array[],
    direction: Float64Array,
    rays: readonly RayToFollow[],
    saturates: boolean,
    top: number,
  ): FollowedRay[] {
    const { network, fitting, epsilons, curvePoints } = this.ground;
    const { classifier } = this;
    const tails = new Map<number, FarTail | null>();
    const tailOf = (ray: number) => {
      const known = tails.get(ray);
      if (known !== undefined) return known;
      const made = classifier && farTailAlong(classifier, { origin: origins[ray], direction });
      tails.set(ray, made);
      return made;
    };
    return followRays(
      plainRays(network, classifier, origins, direction, this.readsHidden),
      rays,
      fitting?.detectors ?? [],
      ({ id, scorer, threshold }, ray, { lastNovelty }) => {
        const tail = tailOf(ray);
        const end = { classes: network.outputSize, top, saturates };
        const found = farBehaviour(scorer, tail, { ...end, reads: detectorNamed(id).reads });
        if (found?.kind !== 'converges' || !tail?.bounded) return found;
        const novelty = lastNovelty();
        if (novelty === null) return found;
        // A score that jumps at the limit of the features may end elsewhere than its value there.
        return found.limit > threshold === novelty > threshold ? found : null;
      },
      { top, epsilon: epsilons[0], points: curvePoints },
    );
  }
}

const NO_SLOPES = { slopes: [], gap: null, settledExactly: 0 } as const;

/** What slopes tell for every input. */
function ofSlopes({ slope, gap, settledExactly }: DirectionSlopes) {
  return { slopes: Array.from(slope), gap, settledExactly, fromEveryInput: true };
}

/** A network of one output has slopes at most. */
function slopesOnly(slopes: DirectionSlopes | null): DirectionEnd {
  const found = slopes ? ofSlopes(slopes) : { ...NO_SLOPES, fromEveryInput: false };
  return { ...found, regime: null, top: [], limit: null, decidedRows: 0 };
}

/** The class that is at least so probable in the limit, from every row decided; null: none known. */
function certainClass({ regime, top, limit }: DirectionEnd, certainty: number): number | null {
  if (regime === 'saturating') return top[0];
  const found = limit?.lower.findIndex((lower) => lower >= certainty) ?? -1;
  return found === -1 ? null : found;
}
