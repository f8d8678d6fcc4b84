import { RandomNumbers } from '../data/index.js';
import { mean } from './averages.js';

/** A number with its bootstrap replicates, and what was measured for each seed. */
export interface Estimate {
  readonly value: number;
  readonly replicates: readonly number[];
}

/**
 * The mean over seeds of a statistic that was measured once per seed. Each replicate draws seeds
 * again, and takes from each the replicate of its rows: both kinds of chance are in the spread.
 *
 * @param perSeed - at least one; the same number of replicates each
 */
export function meanOverSeeds(perSeed: readonly Estimate[]): Estimate {
  const random = new RandomNumbers(perSeed.length, 'seeds');
  const count = Math.min(...perSeed.map(({ replicates }) => replicates.length));
  return {
    value: mean(perSeed.map(({ value }) => value)),
    replicates: Array.from({ length: count }, (_, b) =>
      mean(perSeed.map(() => perSeed[random.integer(perSeed.length)]!.replicates[b]!)),
    ),
  };
}

/** `a − b`, replicate by replicate: both must come from the same seeds and rows. */
export function difference(a: Estimate, b: Estimate): Estimate {
  return {
    value: a.value - b.value,
    replicates: a.replicates.map((value, i) => value - b.replicates[i]!),
  };
}

/** The mean of estimates from the same seeds and rows. */
export function average(estimates: readonly Estimate[]): Estimate {
  return {
    value: mean(estimates.map(({ value }) => value)),
    replicates: estimates[0]!.replicates.map((_, b) =>
      mean(estimates.map(({ replicates }) => replicates[b]!)),
    ),
  };
}

/** `limit − |x|`: positive where a difference is smaller than a limit. */
export function roomBelow(limit: number, { value, replicates }: Estimate): Estimate {
  const room = (x: number) => limit - Math.abs(x);
  return { value: room(value), replicates: replicates.map(room) };
}

/** `constant − x`. */
export function shortOf(constant: number, { value, replicates }: Estimate): Estimate {
  return { value: constant - value, replicates: replicates.map((x) => constant - x) };
}

/** The percentile interval of an estimate. @param level - 0.95 for 95 % */
export function intervalOf(
  { replicates }: Estimate,
  level = 0.95,
): { readonly lower: number; readonly upper: number } {
  const sorted = [...replicates].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { lower: at((1 - level) / 2), upper: at((1 + level) / 2) };
}
