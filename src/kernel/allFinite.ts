/** Whether no number is NaN or infinite: 0 times such a one is NaN, and so is a sum with it. */
export function allFinite(values: Float64Array): boolean {
  // Four sums, none of which waits for the others.
  const quarter = values.length >> 2;
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < quarter; i++) {
    a += 0 * values[i];
    b += 0 * values[i + quarter];
    c += 0 * values[i + 2 * quarter];
    d += 0 * values[i + 3 * quarter];
  }
  for (let i = 4 * quarter; i < values.length; i++) a += 0 * values[i];
  return a + b + c + d === 0;
}
