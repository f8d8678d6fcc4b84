/**
 * The largest power of two that all values are multiples of; Infinity if all are 0.
 *
 * Sums and products of multiples are multiples: where they are less than 2^53 times the grain of the
 * result, float64 computes them without rounding.
 */
export function grainOf(values: ArrayLike<number>): number {
  let least = Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === 0 || value % least === 0) continue;
    let grain = Math.min(least, 2 ** Math.floor(Math.log2(Math.abs(value))));
    // The logarithm may round up to the next power; halving finds the grain from any start above it.
    while (grain > 0 && value % grain !== 0) grain /= 2;
    least = grain;
  }
  return least;
}
