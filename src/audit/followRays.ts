import { rowOf, selectRows } from '../detectors/batch.js';
import {
  type Batch,
  type BehaviourAtInfinity,
  float64LimitAuroc,
  isBlind,
  limitAuroc,
  type Observations,
} from '../detectors/index.js';
import { selectObservations } from '../detectors/observations.js';
import { settled } from '../detectors/settled.js';
import { allFinite } from '../kernel/allFinite.js';
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

/** Scales of one of several rays. */
export interface ScalesOfRay {
  /** Its place among the rays. */
  readonly ray: number;
  readonly scales: readonly number[];
}

/** Rays as they can be looked at. What is asked for of several is a row per scale, one ray after another. */
export interface RaysView {
  /** What the network and its detectors show. */
  observe(at: readonly ScalesOfRay[]): Observations;
  /** The outputs of the network alone, n × C. */
  outputs(at: readonly ScalesOfRay[]): Batch;
  /** The class probabilities of a row of outputs. */
  probabilities(outputs: Float64Array): Float64Array;
  /** How many scales observations are asked for at once, so that they stay within bounded memory. */
  readonly scalesAtOnce: number;
}

/** What rays are followed for. */
export interface SoughtCertainty {
  /** The class that the network ends certain of. */
  readonly top: number;
  readonly epsilon: number;
  readonly points: number;
}

/** A ray to be followed. */
export interface RayToFollow {
  /** Known; null where none is. */
  readonly dangerScale: number | null;
  /** The scale at which the ray leaves the data. */
  readonly edge: number;
  /** Whether detectors are followed along it, or the network alone. */
  readonly detected: boolean;
}

/** What a detector does at infinity along one of the rays; null where that is not known. */
export type BehaviourOf = (
  detector: FittedDetector,
  ray: number,
  seen: SeenFarOut,
) => BehaviourAtInfinity | null;

/**
 * Follows a network and fitted detectors along rays of a direction that ends in certainty.
 *
 * Whether a detector is blind is decided from its behaviour at infinity; the scale from which it
 * flags, and that from which the network is certain, are found in float64: on the scales of
 * `curveScales` (and beyond, if need be), then refined to within `scalePrecision`. All rays are looked
 * at together, which changes no score.
 */
export function followRays(
  view: RaysView,
  rays: readonly RayToFollow[],
  detectors: readonly FittedDetector[],
  behaviourOf: BehaviourOf,
  certainty: SoughtCertainty,
): FollowedRay[] {
  const { top, epsilon, points } = certainty;
  const probabilitiesOf = (outputs: Batch, row: number) => view.probabilities(rowOf(outputs, row));
  const areCertain = (outputs: Batch) =>
    Array.from(
      { length: outputs.rows },
      (_, row) => !(probabilitiesOf(outputs, row)[top] < 1 - epsilon),
    );
  const certainAt: StatesAt = (at) => perRay(at, areCertain(view.outputs(at)));
  const references = certainSomewhere(rays, certainAt);
  const asked = rays.map(({ edge }, ray): AskedScales => {
    const scales = curveScales(references[ray], points);
    const probed = [...new Set([0, edge, ...scales])].sort((x, y) => x - y);
    return { ray, scales: probed, curve: scales, places: scales.map((t) => probed.indexOf(t)) };
  });
  const followed: FollowedRay[] = [];
  for (const some of groupsOf(asked, rays, view.scalesAtOnce)) {
    const detected = rays[some[0].ray].detected;
    const observed = detected ? view.observe(some) : null;
    const outputs = observed?.logits ?? view.outputs(some);
    const certain = perRay(some, areCertain(outputs));
    const seenFrom = endureFrom(
      some.map((at, k) => ({ ...at, states: certain[k] })),
      certainAt,
    );
    const seen = observed && alongRays(view, some, observed, detectors, behaviourOf);
    const confidence = perRay(
      some,
      Array.from({ length: outputs.rows }, (_, row) => Math.max(...probabilitiesOf(outputs, row))),
    );
    some.forEach(({ ray, curve, places }, k) => {
      const { edge, dangerScale } = rays[ray];
      followed[ray] = {
        edge,
        seenFrom: seenFrom[k],
        dangerScale,
        findings: seen?.map(({ findings }) => findings[k]) ?? [],
        curves: {
          dangerScale,
          scales: curve,
          confidence: places.map((place) => confidence[k][place]),
          shares: seen?.map(({ shares }) => shares[k]) ?? [],
        },
      };
    });
  }
  return followed;
}

/** The scales a ray is looked at first. */
interface AskedScales extends ScalesOfRay {
  /** Those of its curves, … */
  readonly curve: readonly number[];
  /** … and where each is among all. */
  readonly places: readonly number[];
}

/** Whether something is so at each scale of each of some rays. */
type StatesAt = (at: readonly ScalesOfRay[]) => readonly (readonly boolean[])[];

/** Rays next to each other that are looked at together: all with detectors, or all without. */
function groupsOf(
  asked: readonly AskedScales[],
  rays: readonly RayToFollow[],
  atOnce: number,
): AskedScales[][] {
  const groups: AskedScales[][] = [];
  for (const kind of [true, false]) {
    let room = 0;
    for (const one of asked) {
      if (rays[one.ray].detected !== kind) continue;
      if (one.scales.length > room) {
        groups.push([]);
        room = atOnce;
      }
      groups.at(-1)!.push(one);
      room -= one.scales.length;
    }
  }
  return groups;
}

/** What belongs to one scale after another, ray by ray. */
function perRay<Value>(at: readonly ScalesOfRay[], values: readonly Value[]): Value[][] {
  let from = 0;
  return at.map(({ scales }) => {
    from += scales.length;
    return values.slice(from - scales.length, from);
  });
}

/** What every detector does along some rays, ray by ray. */
function alongRays(
  view: RaysView,
  some: readonly AskedScales[],
  observed: Observations,
  detectors: readonly FittedDetector[],
  behaviourOf: BehaviourOf,
) {
  const within = withinRange(some, observed);
  return detectors.map((detector) => {
    const novelty = perRay(some, scoresOf(detector, within));
    const behaviours = some.map(({ ray }, k) =>
      behaviourOf(detector, ray, {
        novelty: novelty[k].findLast((value) => !Number.isNaN(value)) ?? null,
      }),
    );
    const blind = behaviours.map((found) => found && isBlind(found, detector.threshold));
    // Beyond the range of float64 the expansion decides, and it says that the detector flags.
    const isFlagged = (value: number) => Number.isNaN(value) || value > detector.threshold;
    const flags: StatesAt = (at) =>
      perRay(at, scoresOf(detector, withinRange(at, view.observe(at))).map(isFlagged));
    const flagging = some.flatMap(({ ray, scales }, k) =>
      blind[k] === false ? [{ ray, scales, states: novelty[k].map(isFlagged) }] : [],
    );
    const found = endureFrom(flagging, flags);
    const flagScales = new Map(flagging.map(({ ray }, k) => [ray, found[k]]));
    return {
      shares: some.map(({ places }, k) =>
        places.map((place) => shareBelow(detector, novelty[k][place])),
      ),
      findings: some.map(({ ray }, k): DetectorAlongRay => {
        const behaviour = behaviours[k];
        return {
          id: detector.id,
          kind: behaviour?.kind ?? 'unknown',
          blind: blind[k],
          flagScale: blind[k] === null ? null : (flagScales.get(ray) ?? Infinity),
          limitAuroc: behaviour && limitAuroc(behaviour, detector.idScores),
          limitAurocFloat64: behaviour && float64LimitAuroc(behaviour, detector.idScores),
        };
      }),
    };
  });
}

/** What a detector was seen to do at the last scale that float64 reaches. */
export interface SeenFarOut {
  /** Null where it reaches none. */
  readonly novelty: number | null;
}

/**
 * The scale that curves are drawn around: the danger scale, or, where none is known, the first power of
 * two of sustained certainty.
 */
function certainSomewhere(rays: readonly RayToFollow[], certainAt: StatesAt): readonly number[] {
  const at = rays.flatMap(({ dangerScale, edge }, ray) => {
    if (dangerScale !== null) return [];
    const base = edge > 0 ? edge : 1;
    return [{ ray, scales: Array.from({ length: COARSE }, (_, k) => base * 2 ** (2 * k - 8)) }];
  });
  const references = rays.map(({ dangerScale }) => dangerScale ?? 0);
  const states = at.length === 0 ? [] : certainAt(at);
  at.forEach(({ ray, scales }, k) => {
    references[ray] = scales[states[k].lastIndexOf(false) + 1] ?? scales[scales.length - 1];
  });
  return references;
}

/** Scales looked at, four times as far each, from 1/256 of the edge of the data to 10^16 times. */
const COARSE = 31;

/** Observations at scales of rays, as far as they are within the range of float64. */
interface WithinRange {
  /** How many scales there are. */
  readonly rows: number;
  /** Of those within: null for none. */
  readonly seen: Observations | null;
  /** Where those are among all; null for all of them. */
  readonly places: readonly number[] | null;
}

/** Leaves out of each ray what follows the first scale that left the range of float64. */
function withinRange(at: readonly ScalesOfRay[], observed: Observations): WithinRange {
  const { logits, features } = observed;
  const { rows } = logits;
  if (allFinite(logits.values) && allFinite(features.values)) {
    return { rows, seen: settled(observed), places: null };
  }
  const places: number[] = [];
  let from = 0;
  for (const { scales } of at) {
    const end = from + scales.length;
    let row = from;
    while (row < end && allFinite(rowOf(logits, row)) && allFinite(rowOf(features, row))) {
      places.push(row++);
    }
    from = end;
  }
  const seen =
    places.length === 0
      ? null
      : settled(selectObservations(observed, (batch) => selectRows(batch, places)));
  return { rows, seen, places };
}

/** Novelty of every scale; NaN where that is beyond the range of float64. */
function scoresOf({ scorer }: FittedDetector, { rows, seen, places }: WithinRange): number[] {
  const scores = seen ? scorer.score(seen) : [];
  if (!places) return Array.from(scores);
  const out = new Array<number>(rows).fill(Number.NaN);
  places.forEach((place, n) => {
    out[place] = scores[n];
  });
  return out;
}

/** Scales tried between two at a time when one is refined. */
const BETWEEN = 16;
/** How many of those are looked at together. */
const AT_ONCE = 4;
/** How often four times the scale is tried before giving up: 10^36 times the danger scale. */
const FARTHER = 54;

/** A ray with what is so at its scales, ascending. */
interface KnownStates extends ScalesOfRay {
  readonly states: readonly boolean[];
}

/** The scale of each ray from which states stay true, given that they do so in the end. */
function endureFrom(known: readonly KnownStates[], statesAt: StatesAt): number[] {
  const found = new Array<number>(known.length).fill(Number.NaN);
  const open = fartherOut(known, statesAt);
  let searched = open.flatMap((one, k) => {
    const before = one.states.lastIndexOf(false);
    if (before === one.states.length - 1) found[k] = one.scales[before];
    else if (before === -1) found[k] = one.scales[0];
    else return [{ k, ray: one.ray, ...betweenOf(one.scales[before], one.scales[before + 1]) }];
    return [];
  });
  // From the top, a few at a time: what lies below the last that is false is not asked for.
  for (let end = BETWEEN; end > 0 && searched.length > 0; end -= AT_ONCE) {
    const start = Math.max(0, end - AT_ONCE);
    const states = statesAt(
      searched.map(({ ray, between }) => ({ ray, scales: between.slice(start, end) })),
    );
    searched = searched.filter(({ k, between, high }, n) => {
      const last = states[n].lastIndexOf(false);
      if (last !== -1) found[k] = between[start + last + 1] ?? high;
      else found[k] = between[start];
      return last === -1;
    });
  }
  return found;
}

/** Those whose last state is false are looked at beyond their last scale. */
function fartherOut(known: readonly KnownStates[], statesAt: StatesAt): KnownStates[] {
  const at = known.flatMap(({ ray, scales, states }, k) => {
    if (states.at(-1)) return [];
    const last = scales.at(-1)!;
    const beyond = Array.from({ length: FARTHER }, (_, j) => last * 4 ** (j + 1));
    return [{ k, ray, scales: [last, ...beyond] }];
  });
  const out = [...known];
  if (at.length === 0) return out;
  const states = statesAt(at);
  at.forEach(({ k, ray, scales }, n) => {
    out[k] = { ray, scales, states: states[n] };
  });
  return out;
}

/** Scales between two, ascending. */
function betweenOf(low: number, high: number) {
  const between = Array.from({ length: BETWEEN }, (_, k) => {
    const share = (k + 1) / (BETWEEN + 1);
    return low > 0 ? low * (high / low) ** share : low + (high - low) * share;
  });
  return { between, high };
}
