import { type SampleMean, sampleMean } from '../metrics/sampleMean.js';
import { mean } from './averages.js';

/** A statistic of one seed, with replicates of it over rows drawn again. */
export interface SeedEstimate {
  readonly value: number;
  readonly replicates: readonly number[];
}

/** The mean of a statistic over seeds. */
export interface Estimate {
  /** One for each seed. */
  readonly perSeed: readonly number[];
  /** Replicates of the mean over these very seeds, the rows of each drawn again. */
  readonly rows: readonly number[];
}

/**
 * The mean over seeds of a statistic that was measured once per seed.
 *
 * @param perSeed - at least one; the same number of replicates each
 */
export function meanOverSeeds(perSeed: readonly SeedEstimate[]): Estimate {
  return {
    perSeed: perSeed.map(({ value }) => value),
    rows: together(
      perSeed.map(({ replicates }) => replicates),
      mean,
    ),
  };
}

/** An estimate of numbers that rows give no spread of. */
export function ofSeeds(values: readonly number[]): Estimate {
  return meanOverSeeds(values.map((value) => ({ value, replicates: [value] })));
}

/** The estimate itself. */
export function meanOf({ perSeed }: Estimate): number {
  return mean(perSeed);
}

/** What the seeds say of the mean. */
export function overSeeds({ perSeed }: Estimate): SampleMean {
  return sampleMean(perSeed);
}

/** `a − b`, seed by seed and replicate by replicate: both must come from the same seeds and rows. */
export function difference(a: Estimate, b: Estimate): Estimate {
  return combined([a, b], ([x, y]) => x - y);
}

/** The mean of estimates from the same seeds and rows. */
export function average(estimates: readonly Estimate[]): Estimate {
  return combined(estimates, mean);
}

/** The mean of those that were measured; undefined if none was. */
export function averageOf(estimates: readonly (Estimate | undefined)[]): Estimate | undefined {
  const measured = estimates.filter((estimate) => estimate !== undefined);
  return measured.length > 0 ? average(measured) : undefined;
}

/** `constant − x`. */
export function shortOf(constant: number, x: Estimate): Estimate {
  return combined([x], ([value]) => constant - value);
}

/** `x − constant`. */
export function beyond(constant: number, x: Estimate): Estimate {
  return combined([x], ([value]) => value - constant);
}

function combined(
  estimates: readonly Estimate[],
  of: (values: readonly number[]) => number,
): Estimate {
  return {
    perSeed: together(
      estimates.map(({ perSeed }) => perSeed),
      of,
    ),
    rows: together(
      estimates.map(({ rows }) => rows),
      of,
    ),
  };
}

/** Lists of the same length, entry by entry. */
function together(
  lists: readonly (readonly number[])[],
  of: (values: readonly number[]) => number,
): number[] {
  const length = Math.min(...lists.map((list) => list.length));
  return Array.from({ length }, (_, k) => of(lists.map((list) => list[k])));
}
