import { rowOf, selectRows } from '../detectors/batch.js';
import {
  type Batch,
  type BehaviourAtInfinity,
  isBlind,
  type Observations,
} from '../detectors/index.js';
import { float64LimitRank, limitRank } from '../detectors/infinity/limitAuroc.js';
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
  /** Of each detector; none if none is followed along the ray. */
  readonly findings: readonly DetectorAlongRay[];
  /** Null unless they are to be drawn. */
  readonly curves: RayCurves | null;
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
  /** Whether its curves are to be drawn; then detectors are followed along it. */
  readonly drawn: boolean;
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
 * at together, from the farthest scale on and only as far as the answer asks for; no score hangs on
 * what is scored beside it.
 */
export function followRays(
  view: RaysView,
  rays: readonly RayToFollow[],
  detectors: readonly FittedDetector[],
  behaviourOf: BehaviourOf,
  certainty: SoughtCertainty,
): FollowedRay[] {
  const { top, epsilon, points } = certainty;
  const areCertain = (outputs: Batch) =>
    Array.from(
      { length: outputs.rows },
      (_, row) => !(view.probabilities(rowOf(outputs, row))[top] < 1 - epsilon),
    );
  const certainAt: StatesAt = (at) => perRay(at, areCertain(view.outputs(at)));
  const references = certainSomewhere(rays, certainAt);
  const asked = rays.map(({ edge }, ray): AskedScales => {
    const curve = curveScales(references[ray], points);
    const scales = [...new Set([0, edge, ...curve])].sort((x, y) => x - y);
    return { ray, scales, curve, places: curve.map((t) => scales.indexOf(t)) };
  });
  const followed = rays.map(({ edge, dangerScale }): FollowedRay => {
    return { edge, seenFrom: Number.NaN, dangerScale, findings: [], curves: null };
  });
  const seen = new Map<number, readonly boolean[]>();
  for (const some of groupsOf(
    asked.filter(({ ray }) => rays[ray].detected),
    view.scalesAtOnce,
  )) {
    const observed = detectors.length > 0 ? view.observe(some) : null;
    const along = observed ? alongRays(view, rays, some, observed, detectors, behaviourOf) : [];
    const logits = observed?.logits ?? view.outputs(some);
    const outputs = perRay(
      some,
      Array.from({ length: logits.rows }, (_, row) => rowOf(logits, row)),
    );
    const certain = perRay(some, areCertain(logits));
    some.forEach(({ ray, curve, places }, k) => {
      const { dangerScale, drawn } = rays[ray];
      seen.set(ray, certain[k]);
      followed[ray] = {
        ...followed[ray],
        findings: along.map(({ findings }) => findings[k]),
        curves: drawn
          ? {
              dangerScale,
              scales: curve,
              confidence: places.map((at) => Math.max(...view.probabilities(outputs[k][at]))),
              shares: along.map(({ shares }) => shares[k]!),
            }
          : null,
      };
    });
  }
  const seenFrom = endureFrom(
    asked,
    (parts) => {
      // What was observed for detectors is not evaluated again.
      const others = parts.filter(({ k }) => !seen.has(k));
      const at = others.map(({ k, from, to }) => partOf(asked[k], from, to));
      const states = at.length > 0 ? certainAt(at) : [];
      let next = 0;
      return parts.map(({ k, from, to }) => seen.get(k)?.slice(from, to) ?? states[next++]);
    },
    certainAt,
  );
  return followed.map((ray, k) => ({ ...ray, seenFrom: seenFrom[k] }));
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

/** Rays that are observed together, so many that all their scales stay within bounded memory. */
function groupsOf(asked: readonly AskedScales[], atOnce: number): AskedScales[][] {
  const groups: AskedScales[][] = [];
  let room = 0;
  for (const one of asked) {
    if (one.scales.length > room) {
      groups.push([]);
      room = atOnce;
    }
    groups.at(-1)!.push(one);
    room -= one.scales.length;
  }
  return groups;
}

/** What belongs to one scale after another, ray by ray. */
function perRay<Value>(at: readonly ScalesOfRay[], values: ArrayLike<Value>): Value[][] {
  let from = 0;
  return at.map(({ scales }) => {
    from += scales.length;
    return Array.from(scales, (_, j) => values[from - scales.length + j]);
  });
}

/** What every detector does along some rays, ray by ray: shares of those that are drawn. */
function alongRays(
  view: RaysView,
  rays: readonly RayToFollow[],
  some: readonly AskedScales[],
  observed: Observations,
  detectors: readonly FittedDetector[],
  behaviourOf: BehaviourOf,
) {
  const seen = new SeenScales(some, observed);
  return detectors.map((detector) => {
    const drawn = some.flatMap(({ ray, scales }, k) =>
      rays[ray].drawn ? [{ k, from: 0, to: scales.length }] : [],
    );
    const scoresDrawn = seen.scores(detector, drawn);
    const behaviours = some.map(({ ray }, k) =>
      behaviourOf(detector, ray, { lastNovelty: () => seen.lastScore(detector, k) }),
    );
    const blind = behaviours.map((found) => found && isBlind(found, detector.threshold));
    // Beyond the range of float64 the expansion decides, and it says that the detector flags.
    const isFlagged = (value: number) => Number.isNaN(value) || value > detector.threshold;
    const flagging = some.flatMap((_, k) => (blind[k] === false ? [k] : []));
    const flagScales = new Array<number>(some.length).fill(Infinity);
    endureFrom(
      flagging.map((k) => some[k]),
      (parts) => {
        const asked = parts.map(({ k, from, to }) => ({ k: flagging[k], from, to }));
        return seen.scores(detector, asked).map((scores) => scores.map(isFlagged));
      },
      (at) =>
        new SeenScales(at, view.observe(at))
          .allScores(detector)
          .map((scores) => scores.map(isFlagged)),
    ).forEach((scale, n) => {
      flagScales[flagging[n]] = scale;
    });
    return {
      shares: some.map(({ places }, k) => {
        const scores = scoresDrawn[drawn.findIndex((part) => part.k === k)];
        return scores ? places.map((place) => shareBelow(detector, scores[place])) : null;
      }),
      findings: behaviours.map((behaviour, k): DetectorAlongRay => {
        return {
          id: detector.id,
          kind: behaviour?.kind ?? 'unknown',
          blind: blind[k],
          flagScale: blind[k] === null ? null : flagScales[k],
          limitAuroc: behaviour && limitRank(behaviour, detector.idScores),
          limitAurocFloat64: behaviour && float64LimitRank(behaviour, detector.idScores),
        };
      }),
    };
  });
}

/** What a detector was seen to do. */
export interface SeenFarOut {
  /** Its score at the last scale that float64 reaches; null where it reaches none. */
  lastNovelty(): number | null;
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

/** Some of the scales of a ray, by the places of both. */
interface PartOfRay {
  readonly k: number;
  readonly from: number;
  /** Beyond the last. */
  readonly to: number;
}

function partOf({ ray, scales }: ScalesOfRay, from: number, to: number): ScalesOfRay {
  return { ray, scales: scales.slice(from, to) };
}

/** Observations at scales of rays, to be scored as far as they are within the range of float64. */
class SeenScales {
  /** Where the rows of each ray start. */
  private readonly starts: readonly number[];
  /** Of each ray, how many scales come before the first that left the range of float64. */
  private readonly kept: readonly number[];
  private readonly selected = new Map<string, Observations>();

  constructor(
    private readonly at: readonly ScalesOfRay[],
    private readonly observed: Observations,
  ) {
    const { logits, features } = observed;
    const finite = allFinite(logits.values) && allFinite(features.values);
    let rows = 0;
    this.starts = at.map(({ scales }) => {
      rows += scales.length;
      return rows - scales.length;
    });
    this.kept = at.map(({ scales }, k) => {
      if (finite) return scales.length;
      const leaves = scales.findIndex((_, j) => {
        const row = this.starts[k] + j;
        return !(allFinite(rowOf(logits, row)) && allFinite(rowOf(features, row)));
      });
      return leaves === -1 ? scales.length : leaves;
    });
  }

  /** The novelty of every scale, ray by ray; NaN where that is beyond the range of float64. */
  allScores(detector: FittedDetector): number[][] {
    return this.scores(
      detector,
      this.at.map(({ scales }, k) => ({ k, from: 0, to: scales.length })),
    );
  }

  /** The same of some scales of some rays. */
  scores({ scorer }: FittedDetector, parts: readonly PartOfRay[]): number[][] {
    const within = parts.map(({ k, from, to }) => Math.max(from, Math.min(this.kept[k], to)));
    const rows = parts.flatMap(({ k, from }, n) =>
      Array.from({ length: within[n] - from }, (_, j) => this.starts[k] + from + j),
    );
    const scores = rows.length > 0 ? scorer.score(this.select(rows)) : new Float64Array();
    let next = 0;
    return parts.map(({ from, to }, n) =>
      Array.from({ length: to - from }, (_, j) =>
        from + j < within[n] ? scores[next++] : Number.NaN,
      ),
    );
  }

  /** The last score of a ray that is none of those, and a number; null for none. */
  lastScore(detector: FittedDetector, k: number): number | null {
    for (let to = this.kept[k]; to > 0; to--) {
      const [[score]] = this.scores(detector, [{ k, from: to - 1, to }]);
      if (!Number.isNaN(score)) return score;
    }
    return null;
  }

  /** Some rows; those of the last few calls are kept, since detectors ask for the same. */
  private select(rows: readonly number[]): Observations {
    const key = rows.join();
    const known = this.selected.get(key);
    if (known) return known;
    const all = rows.length === this.observed.logits.rows;
    const made = settled(
      all ? this.observed : selectObservations(this.observed, (batch) => selectRows(batch, rows)),
    );
    if (this.selected.size >= SELECTIONS) {
      this.selected.delete(this.selected.keys().next().value!);
    }
    this.selected.set(key, made);
    return made;
  }
}

/** Selections of rows that are kept. */
const SELECTIONS = 8;

/** Scales tried between two at a time when one is refined. */
const BETWEEN = 16;
/** How many of those are looked at together. */
const AT_ONCE = 4;
/** How many scales of a curve are. */
const CURVE_AT_ONCE = 24;
/** How often four times the scale is tried before giving up: 10^36 times the danger scale. */
const FARTHER = 54;

/** Whether something is so at some of the scales of rays, by their places. */
type StatesOfParts = (parts: readonly PartOfRay[]) => readonly (readonly boolean[])[];

/**
 * The scale of each ray from which something stays so, given that it does in the end.
 *
 * @param at - the scales looked at first, ascending
 * @param statesOf - whether it is so at those
 * @param statesAt - whether it is so at others
 */
function endureFrom(
  at: readonly ScalesOfRay[],
  statesOf: StatesOfParts,
  statesAt: StatesAt,
): number[] {
  const scales = at.map((one) => one.scales);
  const before = lastFalse(scales, CURVE_AT_ONCE, statesOf);
  const beyond = at.flatMap((one, k) => {
    const last = one.scales.at(-1)!;
    if (before[k] < one.scales.length - 1) return [];
    const farther = Array.from({ length: FARTHER }, (_, j) => last * 4 ** (j + 1));
    return [{ k, ray: one.ray, scales: [last, ...farther] }];
  });
  const statesBeyond = beyond.length === 0 ? [] : statesAt(beyond);
  beyond.forEach((one, n) => {
    scales[one.k] = one.scales;
    before[one.k] = statesBeyond[n].lastIndexOf(false);
  });
  const found = scales.map((known, k) => known[Math.max(0, before[k])]);
  const refined = scales.flatMap((known, k) =>
    before[k] === -1 || before[k] === known.length - 1
      ? []
      : [{ k, ray: at[k].ray, ...betweenOf(known[before[k]], known[before[k] + 1]) }],
  );
  lastFalse(
    refined.map(({ between }) => between),
    AT_ONCE,
    (parts) =>
      statesAt(
        parts.map(({ k, from, to }) =>
          partOf({ ray: refined[k].ray, scales: refined[k].between }, from, to),
        ),
      ),
  ).forEach((last, n) => {
    const { k, between, high } = refined[n];
    found[k] = between[last + 1] ?? high;
  });
  return found;
}

/**
 * The place of the last scale of each ray at which something is not so; −1 for none. A few are looked
 * at at a time, from the last on: what lies below is not asked for.
 */
function lastFalse(
  scales: readonly (readonly number[])[],
  atOnce: number,
  statesOf: StatesOfParts,
): number[] {
  const found = new Array<number>(scales.length).fill(-1);
  let open = scales.map((all, k) => ({ k, to: all.length }));
  while (open.length > 0) {
    const parts = open.map(({ k, to }) => ({ k, from: Math.max(0, to - atOnce), to }));
    const states = statesOf(parts);
    open = parts.flatMap(({ k, from }, n) => {
      const last = states[n].lastIndexOf(false);
      if (last !== -1) found[k] = from + last;
      return last === -1 && from > 0 ? [{ k, to: from }] : [];
    });
  }
  return found;
}

/** Scales between two, ascending. */
function betweenOf(low: number, high: number) {
  const between = Array.from({ length: BETWEEN }, (_, k) => {
    const share = (k + 1) / (BETWEEN + 1);
    return low > 0 ? low * (high / low) ** share : low + (high - low) * share;
  });
  return { between, high };
}
