import { rowOf } from '../detectors/batch.js';
import {
  type Batch,
  type BehaviourAtInfinity,
  float64LimitAuroc,
  isBlind,
  limitAuroc,
  type Observations,
} from '../detectors/index.js';
import { selectObservations } from '../detectors/observations.js';
import { type FittedDetector, shareBelow } from './fittedDetectors.js';

/** What a detector does along one ray. */
export interface DetectorAlongRay {
  readonly id: string;
  /** Whether its score does not end above the threshold; null if that is not known. */
  readonly blind: boolean | null;
  /** The scale from which it flags for ever; ∞ if it never does; null if that is not known. */
  readonly flagScale: number | null;
  /** AUROC of in-distribution inputs against the ray's far end, in reals; null if not known. */
  readonly limitAuroc: number | null;
  /** The same in float64. */
  readonly limitAurocFloat64: number | null;
  /** What the score does: `converges`, `diverges-up`, … */
  readonly kind: string;
}

/** Confidence and scores against the scale, for a plot. */
export interface RayCurves {
  /** t_ε of the row the curves start from, at the first certainty; null where it is not known. */
  readonly dangerScale: number | null;
  /** Ascending, positive. */
  readonly scales: readonly number[];
  /** The largest softmax probability at each scale. */
  readonly confidence: readonly number[];
  /** Per detector, in order: the share of in-distribution scores below that at each scale. */
  readonly shares: readonly (readonly number[])[];
}

/** What is seen along one ray. */
export interface FollowedRay {
  /** The scale at which the ray leaves the data. */
  readonly edge: number;
  /** The scale from which the network was seen to be certain of its last class. */
  readonly seenFrom: number;
  /** The scale from which it is known to be; null where none is. */
  readonly dangerScale: number | null;
  readonly findings: readonly DetectorAlongRay[];
  readonly curves: RayCurves;
}

/** How closely curves are sampled where evaluation is cheap, and where it is not. */
export const CURVE_POINTS = { fine: 33, coarse: 9 } as const;

/** The scales looked at around a danger scale: from a hundredth of it to ten thousand times. */
function curveScales(dangerScale: number, points: number): number[] {
  const reference = dangerScale > 0 && Number.isFinite(dangerScale) ? dangerScale : 1;
  return Array.from({ length: points }, (_, j) => reference * 10 ** (-2 + (6 * j) / (points - 1)));
}

/** How closely scales are found by refining curves of so many points: a relative error. */
export function scalePrecision(points: number): number {
  return 10 ** (6 / (points - 1) / (BETWEEN + 1)) - 1;
}

/** A ray as it can be looked at. */
export interface RayView {
  /** What the network and its detectors show at each scale. */
  observe(scales: readonly number[]): Observations;
  /** The class probabilities of a row of outputs. */
  probabilities(outputs: Float64Array): Float64Array;
}

/** What a ray is followed for. */
export interface SoughtCertainty {
  /** The class that the network ends certain of. */
  readonly top: number;
  readonly epsilon: number;
  /** Known; null where none is. */
  readonly dangerScale: number | null;
  readonly points: number;
  /** The scale at which the ray leaves the data. */
  readonly edge: number;
}

/**
 * Follows a network and fitted detectors along one ray of a direction that ends in certainty.
 *
 * Whether a detector is blind is decided from its behaviour at infinity; the scale from which it
 * flags, and that from which the network is certain, are found in float64: on the scales of
 * `curveScales` (and beyond, if need be), then refined to within `scalePrecision`.
 *
 * @param behaviourOf - what a detector does at infinity; null where that is not known
 */
export function followRay(
  view: RayView,
  detectors: readonly FittedDetector[],
  behaviourOf: (detector: FittedDetector, seen: SeenFarOut) => BehaviourAtInfinity | null,
  certainty: SoughtCertainty,
): FollowedRay {
  const { top, epsilon, dangerScale, points, edge } = certainty;
  const observe = (at: readonly number[]) => view.observe(at);
  const isCertain = (batch: Batch, row: number) =>
    !(view.probabilities(rowOf(batch, row))[top] < 1 - epsilon);
  const certainAt = (at: readonly number[]) => {
    const seen = observe(at);
    return at.map((_, row) => isCertain(seen.logits, row));
  };
  const scales = curveScales(dangerScale ?? certainSomewhere(edge, certainAt), points);
  const probed = [...new Set([0, edge, ...scales])].sort((x, y) => x - y);
  const places = scales.map((scale) => probed.indexOf(scale));
  const observed = observe(probed);
  const { logits } = observed;
  const seenFrom = endureFrom(
    probed,
    probed.map((_, row) => isCertain(logits, row)),
    certainAt,
  );
  const shares: number[][] = [];
  const findings = detectors.map((detector): DetectorAlongRay => {
    const novelty = scoreWithinRange(detector, observed);
    shares.push(places.map((place) => shareBelow(detector, novelty[place])));
    const last = novelty.findLast((value) => !Number.isNaN(value));
    const behaviour = behaviourOf(detector, { novelty: last ?? null });
    const blind = behaviour && isBlind(behaviour, detector.threshold);
    // Beyond the range of float64 the expansion decides, and it says that the detector flags.
    const isFlagged = (value: number) => Number.isNaN(value) || value > detector.threshold;
    const flags = (at: readonly number[]) =>
      Array.from(scoreWithinRange(detector, observe(at)), isFlagged);
    return {
      id: detector.id,
      kind: behaviour?.kind ?? 'unknown',
      blind,
      flagScale:
        blind === null
          ? null
          : blind
            ? Infinity
            : endureFrom(probed, Array.from(novelty, isFlagged), flags),
      limitAuroc: behaviour && limitAuroc(behaviour, detector.idScores),
      limitAurocFloat64: behaviour && float64LimitAuroc(behaviour, detector.idScores),
    };
  });
  const confidence = places.map((place) => Math.max(...view.probabilities(rowOf(logits, place))));
  return {
    edge,
    seenFrom,
    dangerScale,
    findings,
    curves: { dangerScale, scales, confidence, shares },
  };
}

/** What a detector was seen to do at the last scale that float64 reaches. */
export interface SeenFarOut {
  /** Null where it reaches none. */
  readonly novelty: number | null;
}

/** Where to look from if no danger scale is known: the first power of two of sustained certainty. */
function certainSomewhere(
  edge: number,
  certainAt: (at: readonly number[]) => readonly boolean[],
): number {
  const base = edge > 0 ? edge : 1;
  const at = Array.from({ length: COARSE }, (_, k) => base * 2 ** (2 * k - 8));
  return at[certainAt(at).lastIndexOf(false) + 1] ?? at[at.length - 1];
}

/** Scales looked at, four times as far each, from 1/256 of the edge of the data to 10^16 times. */
const COARSE = 31;

/** Novelty of rows of ascending scale; NaN from the first one on that left the range of float64. */
function scoreWithinRange({ scorer }: FittedDetector, seen: Observations): Float64Array {
  const { logits, features } = seen;
  const leaves = ({ columns, values }: Batch) => {
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    return wrong === -1 ? Infinity : Math.floor(wrong / columns);
  };
  const kept = Math.min(logits.rows, leaves(logits), leaves(features));
  const out = new Float64Array(logits.rows).fill(Number.NaN);
  if (kept === 0) return out;
  const within = selectObservations(seen, ({ columns, values }) => ({
    rows: kept,
    columns,
    values: values.subarray(0, kept * columns),
  }));
  out.set(scorer.score(within));
  return out;
}

/** Scales tried between two at a time when one is refined. */
const BETWEEN = 16;
/** How many of those are looked at together. */
const AT_ONCE = 4;
/** How often four times the scale is tried before giving up: 10^36 times the danger scale. */
const FARTHER = 54;

/** The scale from which `states` stay true, given that they do so in the end. */
function endureFrom(
  scales: readonly number[],
  states: readonly boolean[],
  statesAt: (at: readonly number[]) => readonly boolean[],
): number {
  let points = scales;
  let known = states;
  if (!known.at(-1)) {
    const last = points.at(-1)!;
    points = [last, ...Array.from({ length: FARTHER }, (_, k) => last * 4 ** (k + 1))];
    known = statesAt(points);
    if (!known.at(-1)) return points.at(-1)!;
  }
  const before = known.lastIndexOf(false);
  if (before === -1) return points[0];
  const [low, high] = [points[before], points[before + 1]];
  const between = Array.from({ length: BETWEEN }, (_, k) => {
    const share = (k + 1) / (BETWEEN + 1);
    return low > 0 ? low * (high / low) ** share : low + (high - low) * share;
  });
  // From the top, a few at a time: what lies below the last that is false is not asked for.
  for (let end = BETWEEN; end > 0; end -= AT_ONCE) {
    const start = Math.max(0, end - AT_ONCE);
    const last = statesAt(between.slice(start, end)).lastIndexOf(false);
    if (last !== -1) return between[start + last + 1] ?? high;
  }
  return between[0];
}
