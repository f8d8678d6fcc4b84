import { RandomNumbers } from '../data/randomNumbers.js';
import { clopperPearson } from '../metrics/clopperPearson.js';
import type { GaussianVector } from '../posterior/largestOf.js';

/** What a sample of a Gaussian head says of where its prediction ends. */
export interface PosteriorDraws {
  readonly draws: number;
  /** The share of draws that end certain of the class most of them end in. */
  readonly share: number;
  /** 95 % bounds of its probability (Clopper and Pearson). */
  readonly lower: number;
  readonly upper: number;
}

/** So many draws are made in each direction. */
const DRAWS = 1000;

/**
 * Draws slopes of the logits of a Gaussian head and counts in which class each draw ends: what a
 * Monte-Carlo estimate of the prediction tends to, which is a share of votes. Float64.
 *
 * @param place - of the direction, so that shards of an audit draw what the whole would
 */
export function posteriorDraws(
  { mean, covariance }: GaussianVector,
  seed: number,
  place: number,
): PosteriorDraws {
  const random = new RandomNumbers(seed, 'audit', 'posterior', place);
  const centre = mean.map((value) => value.toNumber());
  const root = triangleOf(covariance.map((row) => row.map((value) => value.toNumber())));
  const votes = new Array<number>(centre.length).fill(0);
  for (let draw = 0; draw < DRAWS; draw++) {
    const normal = centre.map(() => random.normal());
    const slopes = centre.map((value, c) =>
      root[c].reduce((sum, entry, d) => sum + entry * normal[d], value),
    );
    votes[slopes.indexOf(Math.max(...slopes))]++;
  }
  const most = Math.max(...votes);
  const { lower, upper } = clopperPearson(most, DRAWS);
  return { draws: DRAWS, share: most / DRAWS, lower, upper };
}

/** L with L·Lᵀ = A, by Cholesky; a column that does not vary is 0. */
function triangleOf(a: readonly (readonly number[])[]): number[][] {
  const root = a.map((row) => row.map(() => 0));
  for (let j = 0; j < a.length; j++) {
    const left = a[j][j] - root[j].reduce((sum, value) => sum + value * value, 0);
    if (!(left > 1e-14 * Math.abs(a[j][j]))) continue;
    root[j][j] = Math.sqrt(left);
    for (let i = j + 1; i < a.length; i++) {
      const dot = root[i].reduce((sum, value, k) => sum + value * root[j][k], 0);
      root[i][j] = (a[i][j] - dot) / root[j][j];
    }
  }
  return root;
}
