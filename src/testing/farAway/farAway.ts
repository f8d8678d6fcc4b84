import { percentile } from '../../detectors/percentile.js';
import { readNetwork } from '../../network/networkFile.js';
import { dangerScale } from '../../tail/dangerScale.js';
import { tail } from '../../tail/tail.js';
import { fitOn, scoresOf } from '../scoring.js';
import { ORDINARY } from '../situations/situations.js';
import type { DetectorUnderTest } from '../subject.js';
import { FAR_RAYS, type FarRay, rowsAlong, SCALES } from './rays.js';

/**
 * What a detector does far from its data: measured at scales up to 1e12 along rays, not decided.
 * What the classifier does there is decided exactly.
 */
export interface FarAway {
  readonly situation: string;
  /** The largest multiple of a direction that was scored. */
  readonly scale: number;
  /** Scores of in-distribution rows it was not fitted on. */
  readonly inside: { readonly median: number; readonly percentile95: number };
  readonly rays: readonly FarAlongRay[];
}

/** Scores along x(t) = origin + t·direction, for t from 1 to 1e12. */
export interface FarAlongRay extends FarRay {
  /** How the classifier ends, decided exactly. */
  readonly regime: 'saturating' | 'tied' | 'flat';
  /** From this t on the classifier is 99 % certain, for ever; null if it never is. */
  readonly certainFrom: number | null;
  /**
   * Where the scores end: above 95 % of in-distribution scores (`out`), below their median (`in`),
   * between the two or where they started (`among`), or at NaN.
   */
  readonly ends: 'out' | 'among' | 'in' | 'nan';
  /** From this t on they are there: of the scales that were scored, the first one. */
  readonly from: number;
  /** What they do between 1e9 and 1e12. */
  readonly trend: 'rising' | 'level' | 'falling' | 'nan';
  /** The score at 1e12. */
  readonly score: number;
}

/**
 * Measures what a detector does far from its data.
 *
 * @throws whatever the detector throws
 */
export async function farAwayOf(subject: DetectorUnderTest): Promise<FarAway> {
  const fitted = await fitOn(subject, ORDINARY);
  const known = [...ORDINARY.validation.x, ...ORDINARY.inside];
  const ordinary = (await scoresOf(fitted, known)).filter((score) => !Number.isNaN(score));
  const inside = {
    median: percentile(ordinary, 50),
    percentile95: percentile(ordinary, 95),
  };
  const tolerance = subject.declares?.tolerance ?? 1e-6;
  const network = readNetwork(ORDINARY.network);
  const rays: FarAlongRay[] = [];
  for (const ray of FAR_RAYS) {
    const [start, ...scores] = await scoresOf(fitted, [ray.origin, ...rowsAlong(ray)]);
    const { exact } = tail(network, ray.origin, ray.direction);
    const moved = (score: number) => !near(score, start, tolerance);
    const placeOf = (score: number) => placeAmong(inside, score, moved(score));
    const ends = placeOf(scores.at(-1)!);
    const before = scores.findLastIndex((score) => placeOf(score) !== ends);
    rays.push({
      ...ray,
      regime: exact.regime,
      certainFrom: dangerScale(exact, 0.01),
      ends,
      from: before === -1 ? 0 : SCALES[before + 1],
      trend: trendOf(scores[SCALES.indexOf(1e9)], scores.at(-1)!, tolerance),
      score: scores.at(-1)!,
    });
  }
  return { situation: ORDINARY.name, scale: SCALES.at(-1)!, inside, rays };
}

function placeAmong(
  { median, percentile95 }: FarAway['inside'],
  score: number,
  moved: boolean,
): FarAlongRay['ends'] {
  if (Number.isNaN(score)) return 'nan';
  if (score > percentile95) return 'out';
  return moved && score < median ? 'in' : 'among';
}

function trendOf(earlier: number, later: number, tolerance: number): FarAlongRay['trend'] {
  if (Number.isNaN(earlier) || Number.isNaN(later)) return 'nan';
  if (near(earlier, later, tolerance)) return 'level';
  return later > earlier ? 'rising' : 'falling';
}

function near(a: number, b: number, tolerance: number): boolean {
  return a === b || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
}
