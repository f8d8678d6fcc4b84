import type { Interval } from './infinity/interval.js';

/** Novelty scores of held-out inputs, for saying how unusual another score is among them. */
export class HeldOutRanks {
  /** Ascending. */
  private readonly scores: Float64Array;

  /** @param scores - shape [n], n ≥ 1, without NaN */
  constructor(scores: Float64Array) {
    this.scores = scores.slice().sort();
  }

  get size(): number {
    return this.scores.length;
  }

  /** How many held-out scores are below a score. */
  below(score: number): number {
    return this.count((held) => held < score);
  }

  /** How many are at most a score. */
  atMost(score: number): number {
    return this.count((held) => held <= score);
  }

  /**
   * How many are below, and at most, a score that comes as near as one likes to some number of an
   * interval, from whichever side.
   */
  near({ lower, upper }: Interval): Interval {
    return { lower: this.below(lower), upper: this.atMost(upper) };
  }

  private count(isCounted: (held: number) => boolean): number {
    let low = 0;
    let high = this.scores.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isCounted(this.scores[middle])) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
