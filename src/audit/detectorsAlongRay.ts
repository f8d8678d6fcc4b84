import { rowOf } from '../detectors/batch.js';
import {
  type Batch,
  behaviourAtInfinity,
  isBlind,
  type Observations,
  type ScoreTail,
} from '../detectors/index.js';
import { selectObservations } from '../detectors/observations.js';
import { softmax } from '../uncertainty/softmax.js';
import { type FittedDetector, shareBelow } from './fittedDetectors.js';
import type { ObservedRay, RayObserver } from './rayObserver.js';

/** What a detector does along one ray. */
export interface DetectorAlongRay {
  readonly id: string;
  /** Whether its score does not end above the threshold; null if that is not known. */
  readonly blind: boolean | null;
  /** The scale from which it flags for ever; ∞ if it never does; null if that is not known. */
  readonly flagScale: number | null;
  /** AUROC of in-distribution inputs against the ray's far end; null if not known. */
  readonly limitAuroc: number | null;
  /** What the score does: `converges`, `diverges-up`, … */
  readonly kind: string;
}

/** Confidence and scores against the scale, for a plot. */
export interface RayCurves {
  /** t_ε of the row the curves start from, at the first certainty. */
  readonly dangerScale: number;
  /** Ascending, positive. */
  readonly scales: readonly number[];
  /** The largest softmax probability at each scale. */
  readonly confidence: readonly number[];
  /** Per detector, in order: the share of in-distribution scores below that at each scale. */
  readonly shares: readonly (readonly number[])[];
}

/** How many scales a curve has; they span six decades. */
export const CURVE_POINTS = 33;

/** The scales looked at around a danger scale: from a hundredth of it to ten thousand times. */
export function curveScales(dangerScale: number): number[] {
  const reference = dangerScale > 0 && Number.isFinite(dangerScale) ? dangerScale : 1;
  return Array.from(
    { length: CURVE_POINTS },
    (_, j) => reference * 10 ** (-2 + (6 * j) / (CURVE_POINTS - 1)),
  );
}

/**
 * Follows fitted detectors along one ray of a direction that saturates.
 *
 * Whether a detector is blind is decided from its expansion at infinity; the flag scale is found
 * in float64, on the scales of `curveScales` (and beyond, if need be), then refined to within 3 %.
 *
 */
export function detectorsAlongRay(
  observer: RayObserver,
  detectors: readonly FittedDetector[],
  tail: ScoreTail,
  ray: ObservedRay,
  dangerScale: number,
): { findings: DetectorAlongRay[]; curves: RayCurves } {
  const scales = curveScales(dangerScale);
  const observe = (at: readonly number[]) => observer.observe(ray, at);
  const seen = observe([0, ...scales]);
  const { logits } = seen;
  const shares: number[][] = [];
  const findings = detectors.map((detector): DetectorAlongRay => {
    const novelty = scoreWithinRange(detector, seen);
    shares.push(Array.from(novelty.subarray(1), (value) => shareBelow(detector, value)));
    const behaviour = behaviourAtInfinity(detector.scorer, tail);
    const blind = isBlind(behaviour, detector.threshold);
    // Beyond the range of float64 the expansion decides, and it says that the detector flags.
    const isFlagged = (value: number) => Number.isNaN(value) || value > detector.threshold;
    const flags = (at: readonly number[]) =>
      Array.from(scoreWithinRange(detector, observe(at)), isFlagged);
    return {
      id: detector.id,
      kind: behaviour.kind,
      blind,
      flagScale:
        blind === null
          ? null
          : blind
            ? Infinity
            : flagScaleOf([0, ...scales], Array.from(novelty, isFlagged), flags),
      limitAuroc: Number.isNaN(behaviour.limit) ? null : shareBelow(detector, behaviour.limit),
    };
  });
  const confidence = scales.map((_, j) => Math.max(...softmax(rowOf(logits, j + 1))));
  return { findings, curves: { dangerScale, scales, confidence, shares } };
}

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

/** Scales tried between two at a time when a flag scale is refined. */
const BETWEEN = 16;
/** How often four times the scale is tried before giving up: 10^36 times the danger scale. */
const FARTHER = 54;

/** The scale after which `flags` stays true, given that it does so in the end. */
function flagScaleOf(
  scales: readonly number[],
  flagged: readonly boolean[],
  flags: (at: readonly number[]) => readonly boolean[],
): number {
  let points = scales;
  let states = flagged;
  if (!states.at(-1)) {
    const last = points.at(-1)!;
    points = [last, ...Array.from({ length: FARTHER }, (_, k) => last * 4 ** (k + 1))];
    states = flags(points);
    if (!states.at(-1)) return points.at(-1)!;
  }
  const before = states.lastIndexOf(false);
  if (before === -1) return points[0];
  const [low, high] = [points[before], points[before + 1]];
  points = Array.from({ length: BETWEEN + 2 }, (_, k) => {
    const share = k / (BETWEEN + 1);
    if (k === 0) return low;
    if (k === BETWEEN + 1) return high;
    return low > 0 ? low * (high / low) ** share : low + (high - low) * share;
  });
  states = flags(points);
  const silent = states.lastIndexOf(false);
  return silent === -1 ? points[0] : (points[silent + 1] ?? points.at(-1)!);
}
