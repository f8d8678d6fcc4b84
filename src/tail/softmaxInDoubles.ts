import { exponential } from '../exact/boundedDouble.js';

/** Bounds of numbers. */
export interface DoubleBounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * Bounds of the softmax over some entries, 0 for the others.
 *
 * Arithmetic: float64 with proven bounds.
 *
 * @param top - the entries that share; not empty
 * @param values - shape [C], each off by at most its error
 * @returns null where errors are too large for that
 */
export function softmaxInDoubles(
  top: readonly number[],
  values: Float64Array,
  errors: Float64Array,
): DoubleBounds | null {
  let largest = top[0];
  for (const c of top) if (values[c] > values[largest]) largest = c;
  const lower = new Float64Array(values.length);
  const upper = new Float64Array(values.length);
  let [least, most] = [0, 0];
  for (const c of top) {
    const apart = values[c] - values[largest];
    const error = c === largest ? 0 : errors[c] + errors[largest] + Math.abs(apart) * 2 ** -52;
    if (!(error < 2 ** -10)) return null;
    const { value, error: own } = exponential(apart);
    // e^±error lies within 1 ± error·(1 + error).
    const relative = error * (1 + 2 ** -9);
    lower[c] = Math.max(0, (value - own) * (1 - relative) * DOWN);
    upper[c] = (value + own) * (1 + relative) * UP;
    least += lower[c];
    most += upper[c];
  }
  const roundings = 1 + (top.length + 4) * 2 ** -52;
  for (const c of top) {
    // x/(x + rest) rises in x and falls in the rest; the own part is taken out of the sums.
    const [x, y] = [lower[c], upper[c]];
    const [fewest, greatest] = [Math.max(0, least - x), most - y];
    // A difference of sums is off by roundings of the sums.
    const slack = most * (top.length + 4) * 2 ** -52;
    lower[c] = Math.max(0, x / ((x + greatest + slack) * roundings));
    upper[c] = Math.min(1, (y / (y + Math.max(0, fewest - slack))) * roundings);
  }
  return { lower, upper };
}

const DOWN = 1 - 2 ** -51;
const UP = 1 + 2 ** -51;
