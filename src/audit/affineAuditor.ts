import { Classifier, type ScoreTail, scoreTailAlong } from '../detectors/index.js';
import { behaviourOf } from '../detectors/infinity/behaviourAtInfinity.js';
import { compareGerms, type GermVector } from '../detectors/infinity/germVector.js';
import { Rational } from '../exact/rational.js';
import type { Network } from '../network/network.js';
import type { Box } from '../tail/box.js';
import { boxDangerScale, boxTailOf } from '../tail/boxTail.js';
import { type DirectionSlopes, directionSlopes } from '../tail/directionSlopes.js';
import { SlopeWalk, type UnitSlopes } from '../tail/slopeWalk.js';
import { softmax } from '../uncertainty/softmax.js';
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
import type { ScaleFinding } from './directionFinding.js';
import { partsRead } from './fittedDetectors.js';
import { type FollowedRay, followRays, type RayToFollow } from './followRays.js';
import { type ObservedRay, RayObserver } from './rayObserver.js';
import { oneHot } from './rowEnds.js';
import { RowTails, rowDangerScale } from './rowTails.js';
import { spreadOf } from './spread.js';

/**
 * Audits directions of a piecewise-affine network, by germs a + t·b. What depends on the network
 * alone is prepared once.
 */
export class AffineAuditor implements DirectionAuditor {
  private readonly walk: SlopeWalk;
  private readonly rowTails: RowTails;
  private readonly observer: RayObserver | null;
  private readonly classifier: Classifier | null;

  constructor(private readonly ground: AuditGround) {
    this.walk = new SlopeWalk(ground.network);
    this.rowTails = new RowTails(ground.network, ground.rows);
    this.classifier = hasHead(ground.network) ? new Classifier(ground.network) : null;
    const detectors = ground.fitting?.detectors ?? [];
    this.observer =
      this.classifier && new RayObserver(this.classifier, partsRead(detectors.map(({ id }) => id)));
  }

  /** Audits one direction after another. */
  audit(rays: readonly AuditRay[], firstIndex: number): AuditedDirection[] {
    const { inputSize } = this.ground.network;
    const audited: AuditedDirection[] = [];
    const batch = directionsAtOnce(this.ground.network);
    for (let at = 0; at < rays.length; at += batch) {
      const some = rays.slice(at, at + batch);
      const directions = some.map((ray) => directionOf(ray, inputSize));
      directionSlopes(this.ground.network, directions).forEach((slopes, n) => {
        audited.push(this.auditOne(some[n], directions[n], slopes, firstIndex + at + n));
      });
    }
    return audited;
  }

  private auditOne(
    ray: AuditRay,
    direction: Float64Array,
    slopes: DirectionSlopes,
    index: number,
  ): AuditedDirection {
    const { label, feature, sign } = ray;
    const isClassifier = slopes.slope.length > 1;
    const certain = isClassifier && slopes.regime === 'saturating';
    const about = {
      index,
      label,
      feature: feature?.index ?? null,
      featureName: feature?.name ?? null,
      sign,
      regime: isClassifier ? slopes.regime : null,
      top: isClassifier ? slopes.top : [],
      fromEveryInput: true,
      decidedRows: 0,
      certainOf: certain ? slopes.top[0] : null,
      limit: certain ? oneHot(slopes.slope.length, slopes.top[0]) : null,
      slopes: Array.from(slopes.slope),
      gap: slopes.gap,
      settledExactly: slopes.settledExactly,
    };
    const none = { from: null, scales: [], seen: null, detectors: [] };
    if (!certain) return { finding: { ...about, ...none }, curves: null };
    const units = this.walk.along(direction);
    const tails = ray.origin ? new RowTails(this.ground.network, [ray.origin]) : this.rowTails;
    const origins = ray.origin ? [ray.origin] : this.ground.rows;
    const scales = this.scalesOf(ray, slopes, units, tails);
    const runs = this.follow(ray, index, direction, slopes, units, tails, scales.rows, origins);
    const detected = this.detectorOrigins(origins).map((r) => runs[r]);
    const perUnit = deviationsPerUnit(ray, this.ground.deviations);
    return {
      finding: {
        ...about,
        settledExactly: slopes.settledExactly + units.settledExactly,
        from: scales.from,
        scales: scales.findings,
        seen: runs.length === 0 ? null : seenCertainty(runs, perUnit),
        detectors:
          runs.length === 0
            ? []
            : detectorFindings(this.ground.fitting?.detectors ?? [], detected, perUnit),
      },
      curves: detected[0]?.curves ?? null,
    };
  }

  private scalesOf(ray: AuditRay, slopes: DirectionSlopes, units: UnitSlopes, tails: RowTails) {
    const { epsilons, network, box, deviations } = this.ground;
    const k = slopes.top[0];
    const gap = gapOf(slopes);
    const from = new Float64Array(tails.rows);
    const scales = epsilons.map(() => new Float64Array(tails.rows));
    for (let r = 0; r < tails.rows; r++) {
      const tail = tails.from(r, units);
      from[r] = tail.from;
      epsilons.forEach((epsilon, e) => {
        scales[e][r] = rowDangerScale(tail, k, gap, epsilon);
      });
    }
    const around: Box | null = ray.origin ? { lower: ray.origin, upper: ray.origin } : box;
    const bound = around && boxTailOf(network, around, slopes, units);
    const perUnit = deviationsPerUnit(ray, deviations);
    const findings = epsilons.map((epsilon, e): ScaleFinding => {
      const spread = spreadOf(scales[e]);
      return {
        certainty: 1 - epsilon,
        ...spread,
        bound: bound && boxDangerScale(bound, epsilon),
        distance: perUnit === null ? null : spread.median * perUnit,
      };
    });
    return { from: spreadOf(from), findings, rows: scales[0] };
  }

  /** The rows detectors are followed from, spread over all of them. */
  private detectorOrigins(origins: readonly Float64Array[]): readonly number[] {
    return spreadRows(origins.length, this.ground.detectorRows);
  }

  /**
   * Follows the network from every row, and detectors from some; nothing if the network has no
   * linear head.
   *
   * @param dangerScales - of every row, at the first certainty
   */
  private follow(
    ray: AuditRay,
    index: number,
    direction: Float64Array,
    slopes: DirectionSlopes,
    units: UnitSlopes,
    tails: RowTails,
    dangerScales: Float64Array,
    origins: readonly Float64Array[],
  ): FollowedRay[] {
    const { observer } = this;
    const { fitting, epsilons, reaches, curvePoints } = this.ground;
    if (!observer) return [];
    const [drawn, ...others] = this.detectorOrigins(origins);
    const detected = new Set([drawn, ...others]);
    const edges = edgeScales(ray, reaches[index] ?? null, origins);
    const [top] = slopes.top;
    const observed: ObservedRay[] = [];
    const followed = origins.map((origin, r): RayToFollow => {
      observed.push({
        origin,
        direction,
        intercept: tails.affineValue(r, observer.frontier)!,
        slope: units.values[observer.frontier].values,
      });
      const dangerScale = dangerScales[r];
      return { dangerScale, edge: edges[r], detected: detected.has(r), drawn: r === drawn };
    });
    const ends = new Map<number, ScoreTail>();
    const endOf = (r: number) => {
      const known = ends.get(r) ?? this.scoreTail(slopes, units, tails, r, observed[r]);
      ends.set(r, known);
      return known;
    };
    return followRays(
      {
        observe: (at) => observer.observe(observed, at),
        outputs: (at) => observer.outputs(observed, at),
        probabilities: softmax,
        scalesAtOnce: observer.scalesAtOnce,
      },
      followed,
      fitting?.detectors ?? [],
      ({ scorer }, r) => behaviourOf(scorer.germ(endOf(r))),
      { top, epsilon: epsilons[0], points: curvePoints },
    );
  }

  /** The germs detectors are judged by: exact, or doubles with the right signs. */
  private scoreTail(
    slopes: DirectionSlopes,
    units: UnitSlopes,
    tails: RowTails,
    row: number,
    { origin, direction }: ObservedRay,
  ): ScoreTail {
    const classifier = this.classifier!;
    const [top] = slopes.top;
    const { output } = this.ground.network;
    if (!this.ground.exactGerms) {
      const tail = this.roundedTail(slopes, units, tails, row);
      // A top slope that may be 0 or of the other sign is not left to rounding.
      const { values, errors } = units.values[output];
      const known = Math.abs(values[top]) > errors[top];
      if (known && endsOnTop(tail, top)) return tail;
    }
    return scoreTailAlong(classifier, { origin, direction });
  }

  private roundedTail(
    slopes: DirectionSlopes,
    units: UnitSlopes,
    tails: RowTails,
    row: number,
  ): ScoreTail {
    const { network } = this.ground;
    const { from } = tails.from(row, units);
    const germs = (value: number): GermVector => ({
      slope: Array.from(units.values[value].values, Rational.of),
      intercept: Array.from(tails.interceptsOf(value), Rational.of),
    });
    const head = network.nodes[network.output - 1];
    return {
      ...germs(network.output),
      // Only directions that saturate come here.
      regime: 'saturating',
      top: slopes.top,
      from: Rational.of(from),
      penultimate: {
        ...germs(head.inputs[0]),
        slopeErrors: units.values[head.inputs[0]].errors.slice(),
      },
    };
  }
}

/**
 * Directions whose slopes are asked for at once, in small batches: each is a long vector in every wide
 * layer.
 */
function directionsAtOnce({ inputSize, nodes }: Network): number {
  const widest = Math.max(inputSize, ...nodes.map(({ operation }) => operation.size));
  return Math.max(1, Math.min(MOST_DIRECTIONS, Math.floor(MOST_ENTRIES / widest)));
}

const MOST_DIRECTIONS = 32;
/** Of all directions of a batch in one layer. */
const MOST_ENTRIES = 2 ** 18;

/** Whether rounding left the class with the largest slope where it is. */
function endsOnTop(tail: GermVector, top: number): boolean {
  return tail.slope.every((_, c) => c === top || compareGerms(tail, c, top) < 0);
}

/** γ in plain numbers: the middle of its bounds. */
function gapOf({ gap }: DirectionSlopes): number {
  if (!gap) return 0;
  return Number.isFinite(gap.upper) ? gap.lower + (gap.upper - gap.lower) / 2 : gap.lower;
}
