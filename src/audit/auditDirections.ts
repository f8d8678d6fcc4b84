import { Classifier, type ScoreTail, scoreTailAlong } from '../detectors/index.js';
import { compareGerms, type GermVector } from '../detectors/infinity/germVector.js';
import { Rational } from '../exact/rational.js';
import type { Network } from '../network/network.js';
import { type Box, boxDangerScale, boxTail } from '../tail/boxTail.js';
import { type DirectionSlopes, directionSlopes } from '../tail/directionSlopes.js';
import { type AuditRay, deviationsPerUnit, directionOf } from './auditRay.js';
import { detectorsAlongRay, type RayCurves } from './detectorsAlongRay.js';
import type { DetectorFinding, DirectionFinding, ScaleFinding } from './directionFinding.js';
import type { Fitting } from './fittedDetectors.js';
import { RayObserver } from './rayObserver.js';
import { RowTails, rowDangerScale } from './rowTails.js';
import { SlopeWalk, type UnitSlopes } from './slopeWalk.js';
import { spreadOf } from './spread.js';

/** What every direction is audited against. */
export interface AuditGround {
  readonly network: Network;
  /** Rows the danger scales are taken at, each of shape [D], network input units. */
  readonly rows: readonly Float64Array[];
  /** Network input units; null for rays that have origins of their own. */
  readonly box: Box | null;
  /** Standard deviations of the data, network input units; null if none are known. */
  readonly deviations: Float64Array | null;
  /** Whether the detectors' behaviour is decided from exact germs. */
  readonly exactGerms: boolean;
  /** From how many of the rows detectors are followed. */
  readonly detectorRows: number;
  readonly fitting: Fitting | null;
  /** The certainties 1 − ε that danger scales are given for. */
  readonly epsilons: readonly number[];
}

/** A direction with the curves of its plot, which reports keep apart from the findings. */
export interface AuditedDirection {
  readonly finding: DirectionFinding;
  /** Null unless the direction saturates. */
  readonly curves: RayCurves | null;
}

/** Audits directions one after the other; what depends on the network alone is prepared once. */
export class DirectionAuditor {
  private readonly walk: SlopeWalk;
  private readonly rowTails: RowTails;
  private readonly observer: RayObserver | null;
  private readonly classifier: Classifier | null;

  constructor(private readonly ground: AuditGround) {
    this.walk = new SlopeWalk(ground.network);
    this.rowTails = new RowTails(ground.network, ground.rows);
    this.classifier = ground.fitting ? new Classifier(ground.network) : null;
    this.observer = this.classifier && new RayObserver(this.classifier);
  }

  /** Audits one direction after another. */
  audit(rays: readonly AuditRay[], firstIndex: number): AuditedDirection[] {
    const { inputSize } = this.ground.network;
    const audited: AuditedDirection[] = [];
    // In small batches: a wide input makes every direction a long vector.
    for (let at = 0; at < rays.length; at += BATCH) {
      const some = rays.slice(at, at + BATCH);
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
    const about = {
      index,
      label,
      feature: feature?.index ?? null,
      featureName: feature?.name ?? null,
      sign,
      regime: slopes.regime,
      top: slopes.top,
      gap: slopes.gap,
      settledExactly: slopes.settledExactly,
    };
    const none = { from: null, scales: [], detectors: [] };
    if (slopes.regime !== 'saturating') return { finding: { ...about, ...none }, curves: null };
    const units = this.walk.along(direction);
    const tails = ray.origin ? new RowTails(this.ground.network, [ray.origin]) : this.rowTails;
    const origins = ray.origin ? [ray.origin] : this.ground.rows;
    const scales = this.scalesOf(ray, direction, slopes, units, tails);
    const followed = this.followed(direction, slopes, units, tails, origins);
    return {
      finding: {
        ...about,
        settledExactly: slopes.settledExactly + units.settledExactly,
        from: scales.from,
        scales: scales.findings,
        detectors: followed?.detectors ?? [],
      },
      curves: followed?.curves ?? null,
    };
  }

  private scalesOf(
    ray: AuditRay,
    direction: Float64Array,
    slopes: DirectionSlopes,
    units: UnitSlopes,
    tails: RowTails,
  ) {
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
    const bound = around && boxTail(network, around, direction);
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
    return { from: spreadOf(from), findings };
  }

  /** Follows the detectors from the first rows; null without detectors. */
  private followed(
    direction: Float64Array,
    slopes: DirectionSlopes,
    units: UnitSlopes,
    tails: RowTails,
    origins: readonly Float64Array[],
  ): { detectors: DetectorFinding[]; curves: RayCurves } | null {
    const { fitting, epsilons, detectorRows } = this.ground;
    if (!fitting || !this.observer) return null;
    const { observer } = this;
    const runs = origins.slice(0, detectorRows).map((origin, r) => {
      const rowTail = tails.from(r, units);
      const dangerScale = rowDangerScale(rowTail, slopes.top[0], gapOf(slopes), epsilons[0]);
      const tail = this.scoreTail(slopes, units, tails, rowTail.from, origin, direction);
      return {
        dangerScale,
        ...detectorsAlongRay(
          observer,
          fitting.detectors,
          tail,
          {
            origin,
            direction,
            intercept: tails.affineValue(r, observer.frontier)!,
            slope: units.slopes[observer.frontier],
          },
          dangerScale,
        ),
      };
    });
    const detectors = fitting.detectors.map(({ id }, d): DetectorFinding => {
      const findings = runs.map((run) => run.findings[d]);
      const aurocs = findings.map(({ limitAuroc }) => limitAuroc);
      const flagScales = findings.map(({ flagScale }) => flagScale);
      const known = flagScales.every((scale) => scale !== null);
      const blindFrom = findings.filter(({ blind }) => blind === true).length;
      // The window of the origin it is widest from, as a share of where it begins.
      const widest = runs.reduce(
        (best, run, r) =>
          (flagScales[r] ?? Infinity) / run.dangerScale >
          (flagScales[best] ?? Infinity) / runs[best].dangerScale
            ? r
            : best,
        0,
      );
      const until = flagScales[widest];
      return {
        id,
        behaviour: findings[widest].kind,
        blind: blindFrom > 0 ? true : findings.some(({ blind }) => blind === null) ? null : false,
        blindFrom,
        origins: findings.length,
        flagScale: known ? Math.max(...flagScales) : null,
        window: { from: runs[widest].dangerScale, until },
        windowEmpty: known && runs.every(({ dangerScale }, r) => flagScales[r]! <= dangerScale),
        limitAuroc: aurocs.every((value) => value !== null) ? Math.min(...aurocs) : null,
      };
    });
    return { detectors, curves: runs[0].curves };
  }

  /** The germs detectors are judged by: exact, or doubles with the right signs. */
  private scoreTail(
    slopes: DirectionSlopes,
    units: UnitSlopes,
    tails: RowTails,
    from: number,
    origin: Float64Array,
    direction: Float64Array,
  ): ScoreTail {
    const classifier = this.classifier!;
    if (!this.ground.exactGerms) {
      const tail = this.roundedTail(slopes, units, tails, from);
      if (endsOnTop(tail, slopes.top[0])) return tail;
    }
    return scoreTailAlong(classifier, { origin, direction });
  }

  private roundedTail(
    slopes: DirectionSlopes,
    units: UnitSlopes,
    tails: RowTails,
    from: number,
  ): ScoreTail {
    const { network } = this.ground;
    const germs = (value: number): GermVector => ({
      slope: Array.from(units.slopes[value], Rational.of),
      intercept: Array.from(tails.interceptsOf(value), Rational.of),
    });
    const head = network.nodes[network.output - 1];
    return {
      ...germs(network.output),
      regime: slopes.regime,
      top: slopes.top,
      from: Rational.of(from),
      penultimate: germs(head.inputs[0]),
    };
  }
}

/** Directions whose slopes are asked for at once. */
const BATCH = 32;

/** Whether rounding left the class with the largest slope where it is. */
function endsOnTop(tail: GermVector, top: number): boolean {
  return tail.slope.every((_, c) => c === top || compareGerms(tail, c, top) < 0);
}

/** γ in plain numbers: the middle of its bounds. */
function gapOf({ gap }: DirectionSlopes): number {
  if (!gap) return 0;
  return Number.isFinite(gap.upper) ? gap.lower + (gap.upper - gap.lower) / 2 : gap.lower;
}
