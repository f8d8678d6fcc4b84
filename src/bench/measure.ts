/** Two actions timed in turn in one run, so that a slow machine slows both. */
export interface RatioMeasurement {
  /** Median time of the first action, microseconds. */
  readonly baseUs: number;
  /** Median time of the second action, microseconds. */
  readonly timedUs: number;
  /** Median over rounds of second / first, the figure to quote. */
  readonly ratio: number;
  /** The smallest and the largest ratio of a round. */
  readonly spread: readonly [number, number];
}

/** Rounds of which the median is taken. */
const ROUNDS = 31;
/** Each action is repeated within a round until it takes about this long. */
const ROUND_MS = 4;

/**
 * Times `timed` against `base`, round by round in turn, after a warm-up.
 *
 * Absolute times depend on the machine; the ratio is what compares.
 */
export function measureRatio(base: () => unknown, timed: () => unknown): RatioMeasurement {
  const baseRepeats = warmUp(base);
  const timedRepeats = warmUp(timed);
  const rounds = Array.from({ length: ROUNDS }, () => {
    const baseUs = timeUs(base, baseRepeats);
    const timedUs = timeUs(timed, timedRepeats);
    return { baseUs, timedUs, ratio: timedUs / baseUs };
  });
  const ratios = rounds.map(({ ratio }) => ratio).sort((x, y) => x - y);
  return {
    baseUs: median(rounds.map(({ baseUs }) => baseUs)),
    timedUs: median(rounds.map(({ timedUs }) => timedUs)),
    ratio: median(ratios),
    spread: [ratios[0], ratios[ROUNDS - 1]],
  };
}

/** Runs an action until it is compiled; returns how often it fits in a round. */
function warmUp(action: () => unknown): number {
  const start = performance.now();
  let runs = 0;
  while (runs < 20 || performance.now() - start < 150) {
    action();
    runs++;
  }
  return Math.max(1, Math.round(ROUND_MS / (timeUs(action, 5) / 1000)));
}

function timeUs(action: () => unknown, repeats: number): number {
  const start = performance.now();
  for (let n = 0; n < repeats; n++) action();
  return ((performance.now() - start) * 1000) / repeats;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[sorted.length >> 1];
}
