/** The arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The middle value, the upper of the two middle ones if there are two. */
export function median(values: readonly number[]): number {
  // By value, as arrays of doubles are sorted without a comparison of one's own.
  return Float64Array.from(values).sort()[values.length >> 1];
}
