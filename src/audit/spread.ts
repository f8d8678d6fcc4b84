/** Where numbers lie. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Median (the lower of two), smallest and largest; at least one number, none of them NaN. */
export function spreadOf(values: ArrayLike<number>): Spread {
  const sorted = Float64Array.from(values).sort();
  return {
    median: sorted[(sorted.length - 1) >> 1],
    min: sorted[0],
    max: sorted[sorted.length - 1],
  };
}
