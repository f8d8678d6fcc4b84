import { processorUs } from './processorTime.js';

/** What one action costs beside the reference, measured in turn in one run. */
export interface Cost {
  /** Median processor time of a unit of work (a ray, a row), microseconds. */
  readonly us: number;
  /** Median over rounds of that time over the reference's in the same round: the figure to quote. */
  readonly ratio: number;
  /** The smallest and the largest ratio of a round. */
  readonly spread: readonly [number, number];
}

/** An action, and how many units of work it does. */
export interface Timed {
  readonly units: number;
  readonly run: () => unknown;
}

/** Several costs, and the reference they are ratios to. */
export interface Costs<Name extends string> {
  /** Median processor time of a unit of the reference, microseconds. */
  readonly referenceUs: number;
  readonly costs: Readonly<Record<Name, Cost>>;
  /** Megabytes by which the process grew at most while all this was measured. */
  readonly memoryGrowth: number;
}

/** How long is measured. */
export interface Effort {
  /** Rounds of which the median is taken. */
  readonly rounds: number;
  /** Each action is repeated within a round until it takes about this long, milliseconds. */
  readonly roundMs: number;
}

/** What `farfield bench` takes unless told otherwise. */
const THOROUGH: Effort = { rounds: 7, roundMs: 50 };

/**
 * Measures actions against a reference, round by round in turn, after a warm-up: what slows the
 * machine slows all of them.
 *
 * Processor time of the whole process: compiling and collecting garbage count. Absolute times
 * depend on the machine; ratios are what compares.
 */
export function measureCosts<Name extends string>(
  reference: Timed,
  actions: Readonly<Record<Name, Timed>>,
  { rounds, roundMs }: Effort = THOROUGH,
): Costs<Name> {
  const names = Object.keys(actions) as Name[];
  const before = process.memoryUsage.rss();
  let most = before;
  const timed = [reference, ...names.map((name) => actions[name])];
  const repeats = timed.map(({ run }) => repeatsFor(run, roundMs));
  const measured = timed.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    timed.forEach(({ units, run }, n) => {
      const us = processorUs(() => {
        for (let k = 0; k < repeats[n]; k++) run();
      });
      measured[n].push(us / (repeats[n] * units));
      most = Math.max(most, process.memoryUsage.rss());
    });
  }
  const cost = (times: readonly number[]): Cost => {
    const ratios = times.map((us, round) => us / measured[0][round]);
    return {
      us: median(times),
      ratio: median(ratios),
      spread: [Math.min(...ratios), Math.max(...ratios)],
    };
  };
  const costs = Object.fromEntries(names.map((name, n) => [name, cost(measured[n + 1])]));
  return {
    referenceUs: median(measured[0]),
    costs: costs as Record<Name, Cost>,
    memoryGrowth: (most - before) / 1e6,
  };
}

/** Runs an action until it is compiled; returns how often it fits into a round. */
function repeatsFor(run: () => unknown, roundMs: number): number {
  let spent = 0;
  let last = 0;
  for (let runs = 0; runs < 2 || spent < 2000 * roundMs; runs++) {
    last = processorUs(run);
    spent += Math.max(last, 1);
    if (runs > 10_000) break;
  }
  return Math.max(1, Math.round((1000 * roundMs) / Math.max(last, 1)));
}

/** The middle one of some numbers, the upper of two. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[sorted.length >> 1];
}
