/** Measurements of one variable: values at times, in any order. */
export interface Series {
  /** Hours since admission. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** Windows: all of the series, and its first and last tenths, quarters and halves in time. */
const WINDOWS: readonly { readonly name: string; readonly from: number; readonly to: number }[] = [
  { name: 'all', from: 0, to: 1 },
  { name: 'first 10%', from: 0, to: 0.1 },
  { name: 'first 25%', from: 0, to: 0.25 },
  { name: 'first 50%', from: 0, to: 0.5 },
  { name: 'last 10%', from: 0.9, to: 1 },
  { name: 'last 25%', from: 0.75, to: 1 },
  { name: 'last 50%', from: 0.5, to: 1 },
];

const STATISTICS: readonly {
  readonly name: string;
  of(values: readonly number[]): number;
}[] = [
  { name: 'minimum', of: (values) => Math.min(...values) },
  { name: 'maximum', of: (values) => Math.max(...values) },
  { name: 'mean', of: mean },
  { name: 'standard deviation', of: (values) => Math.sqrt(centralMoment(values, 2)) },
  { name: 'skewness', of: skewness },
  { name: 'observations', of: (values) => values.length },
];

/** The names of the 42 statistics, window by window. */
export const STATISTIC_NAMES: readonly string[] = WINDOWS.flatMap((window) =>
  STATISTICS.map((statistic) => `${statistic.name}, ${window.name}`),
);

/**
 * Six statistics of a series over seven windows: minimum, maximum, mean, standard deviation
 * (divisor n), skewness and number of observations, over all of it and its first and last 10 %,
 * 25 % and 50 % of the time between first and last observation.
 *
 * A window without observations, which a gap in the series can leave, has all statistics 0.
 *
 * @param series - at least one observation
 * @returns shape [42], in the order of `STATISTIC_NAMES`
 *
 * Source: paper B, appendix B.1, after Ulmer et al. 2020.
 */
export function timeSeriesStatistics({ times, values }: Series): number[] {
  let first = Infinity;
  let last = -Infinity;
  for (const time of times) {
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  return WINDOWS.flatMap(({ from, to }) => {
    const start = first + from * (last - first);
    const end = first + to * (last - first);
    const inside = values.filter((_, i) => times[i] >= start && times[i] <= end);
    return STATISTICS.map((statistic) => (inside.length === 0 ? 0 : statistic.of(inside)));
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function centralMoment(values: readonly number[], power: number): number {
  const center = mean(values);
  return mean(values.map((value) => (value - center) ** power));
}

/** The third standardised moment; 0 for a constant series. */
function skewness(values: readonly number[]): number {
  const variance = centralMoment(values, 2);
  return variance > 0 ? centralMoment(values, 3) / variance ** 1.5 : 0;
}
