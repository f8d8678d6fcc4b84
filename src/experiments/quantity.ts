import { meanInterval } from '../metrics/sampleMean.js';
import { type Estimate, meanOf, overSeeds } from './estimate.js';

/** With fewer seeds their spread is not known well enough for a verdict. */
export const LEAST_SEEDS = 5;

/**
 * What an interval is about: the spread over `seeds`, or, with too few of them, over `rows` alone,
 * the seeds being as they are; that is too narrow for a verdict.
 */
export type Basis = 'seeds' | 'rows';

/** A number with a 95 % interval. */
export interface Quantity {
  readonly value: number;
  readonly interval: { readonly lower: number; readonly upper: number };
  readonly basis: Basis;
}

/**
 * An estimate with its interval.
 *
 * From five seeds on Student's t interval over seeds: each draws its split, weights and batches anew,
 * so that what varies with rows varies with seeds too. With fewer, the percentile interval over rows.
 */
export function quantityOf(estimate: Estimate): Quantity {
  const value = meanOf(estimate);
  return estimate.perSeed.length >= LEAST_SEEDS
    ? { value, interval: meanInterval(overSeeds(estimate)), basis: 'seeds' }
    : { value, interval: percentileInterval(estimate.rows), basis: 'rows' };
}

/** An AUROC with its interval, which ends where AUROCs do. */
export function aurocQuantity(estimate: Estimate): Quantity {
  const { value, interval, basis } = quantityOf(estimate);
  const within = (x: number) => Math.min(1, Math.max(0, x));
  return {
    value,
    interval: { lower: within(interval.lower), upper: within(interval.upper) },
    basis,
  };
}

/**
 * `limit − |x|`: positive where a difference is smaller than a limit. Its interval is that of x,
 * taken through the formula, so that it is wholly positive only if x is within the limit on either
 * side.
 */
export function roomBelow(limit: number, estimate: Estimate): Quantity {
  const { value, interval, basis } = quantityOf(estimate);
  const ends = [Math.abs(interval.lower), Math.abs(interval.upper)];
  const around = interval.lower <= 0 && interval.upper >= 0;
  return {
    value: limit - Math.abs(value),
    interval: {
      lower: limit - Math.max(...ends),
      upper: limit - (around ? 0 : Math.min(...ends)),
    },
    basis,
  };
}

/** The middle 95 % of replicates. */
export function percentileInterval(replicates: readonly number[]): Quantity['interval'] {
  const sorted = [...replicates].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { lower: at(0.025), upper: at(0.975) };
}
