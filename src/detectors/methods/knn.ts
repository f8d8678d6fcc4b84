import { type Batch, rowOf, zeroBatch } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { isConstant, toNumbers } from '../infinity/germVector.js';
import { convergingGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import {
  kthSquaredDistances,
  kthSquaredDistancesAmong,
  type LikelyNeighbours,
  likelyNeighbours,
} from '../nearestNeighbours.js';
import { wholeOption } from '../options.js';
import { originOf } from '../settled.js';

/** The options of `knn`. */
export interface KnnOptions extends VariantOptions {
  readonly k: number;
}

/** What faiss fills missing neighbours with: the largest float32. */
const MISSING_NEIGHBOUR = 3.4028234663852886e38;

/**
 * Deep nearest neighbours: the distance from the normalised feature vector to its k-th nearest
 * among the normalised training features.
 *
 * At infinity it converges to the distance from Δ/‖Δ‖: bounded, decided by the limit.
 *
 * Source: Sun et al. 2022, who choose k on validation data; 5 is paper B's. Scoring costs
 * n · training rows · D. `paper`: Euclidean distance; a zero vector stays zero; k is at most the
 * number of training rows. `cea-2024` and `openood` (whose k is 50): squared distance; 1e-10 is added to each component *after*
 * the division, so a zero vector gives NaN, which the search ignores: it and every query with
 * fewer than k usable neighbours score the largest float32.
 */
export const knn = defineDetector<KnnOptions>({
  id: 'knn',
  name: 'KNN',
  source: 'Sun et al. 2022',
  reads: 'features',
  family: 'paper B',
  whenCertain: 'depends',
  variants: ['paper', 'cea-2024', 'openood'],
  defaults: { variant: 'paper', k: 5 },
  check: ({ k }) => wholeOption('k', k, 1),
  fit({ train }, { variant, k }) {
    const normalise = variant === 'paper' ? guarded : addingAfterDividing;
    const reference = normalised(train.features, normalise);
    const neighbours = variant === 'paper' ? Math.min(k, reference.rows) : k;
    const score = (features: Batch) => {
      const queries = normalised(features, normalise);
      const known = sharedNeighbours(features, train.features, normalise, neighbours);
      const squared = known
        ? kthSquaredDistancesAmong(
            queries,
            reference,
            known.likely,
            known.from,
            neighbours,
            MISSING_NEIGHBOUR,
          )
        : kthSquaredDistances(queries, reference, neighbours, MISSING_NEIGHBOUR);
      return variant === 'paper' ? squared.map(Math.sqrt) : squared;
    };
    return {
      notes:
        neighbours < k
          ? [
              `there are ${reference.rows} training rows, fewer than k = ${k}: the farthest is taken`,
            ]
          : variant === 'cea-2024' && reference.rows < k
            ? [
                `there are ${reference.rows} training rows, fewer than k = ${k}: every novelty is the largest float32`,
              ]
            : [],
      parameters: { k: neighbours, trainingRows: reference.rows },
      score: ({ features }) => score(features),
      germ(tail) {
        const x = penultimateGerms(tail);
        // Normalisation forgets the length: far out only the direction of the slopes is left.
        const far = toNumbers(isConstant(x) ? x.intercept : x.slope);
        const limit = score({ rows: 1, columns: far.length, values: far })[0];
        return convergingGerm(
          limit,
          isConstant(x) ? { kind: 'constant' } : { kind: 'algebraic', power: 1 },
        );
      },
    };
  },
});

/** Of settled features and training features; null where likely neighbours cannot be told. */
const shared = new WeakMap<Batch, WeakMap<Batch, LikelyNeighbours | null>>();

/**
 * The likely neighbours of settled features among settled training features: found once for all rows
 * of both, and used by every variant and for every part of them. The variants' normalised features
 * differ by a shift that distances do not see, and by roundings that are far below what is allowed.
 *
 * @returns null if the features are not settled, or likely neighbours cannot be told
 */
function sharedNeighbours(features: Batch, train: Batch, normalise: Normalise, k: number) {
  const [queries, reference] = [originOf(features), originOf(train)];
  if (!queries || !reference || reference.from !== 0) return null;
  const byReference = shared.get(queries.whole) ?? new WeakMap();
  shared.set(queries.whole, byReference);
  let likely = byReference.get(reference.whole);
  if (likely === undefined || (likely && (likely.k < k || likely.among > train.rows))) {
    const whole = referenceOf(reference.whole, normalise);
    const all = normalised(queries.whole, normalise);
    likely = whole && likelyNeighbours(all, whole, k, train.rows);
    byReference.set(reference.whole, likely);
  }
  return likely ? { likely, from: queries.from } : null;
}

const references = new WeakMap<Batch, Map<Normalise, Batch | null>>();

/**
 * Settled features, normalised once; null if a row has no direction, or one that is lost in rounding:
 * the variants make different things of it.
 */
function referenceOf(whole: Batch, normalise: Normalise): Batch | null {
  const byRule = references.get(whole) ?? new Map<Normalise, Batch | null>();
  references.set(whole, byRule);
  let made = byRule.get(normalise);
  if (made === undefined) {
    const rows = normalised(whole, normalise);
    const sound = Array.from({ length: rows.rows }, (_, i) => squaredNorm(rowOf(rows, i)));
    made = sound.every((square) => square > 0.5 && square < 2) ? rows : null;
    byRule.set(normalise, made);
  }
  return made;
}

function squaredNorm(row: Float64Array): number {
  let sum = 0;
  for (const value of row) sum += value * value;
  return sum;
}

type Normalise = (value: number, norm: number) => number;

const guarded: Normalise = (value, norm) => (norm > 0 ? value / norm : 0);

const addingAfterDividing: Normalise = (value, norm) => value / norm + 1e-10;

function normalised({ rows, columns, values }: Batch, normalise: Normalise): Batch {
  const out = zeroBatch(rows, columns);
  for (let i = 0, offset = 0; i < rows; i++, offset += columns) {
    let square = 0;
    for (let j = 0; j < columns; j++) square += values[offset + j] ** 2;
    const norm = Math.sqrt(square);
    for (let j = 0; j < columns; j++) out.values[offset + j] = normalise(values[offset + j], norm);
  }
  return out;
}
