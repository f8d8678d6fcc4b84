import { RandomNumbers } from '../data/index.js';
import type { BehaviourAtInfinity, Observations, Scorer } from '../detectors/index.js';
import { float64LimitRank, limitRank } from '../detectors/infinity/limitAuroc.js';
import { aurocAmong } from '../metrics/auroc.js';
import { mean } from './averages.js';

/** One detector: the AUROC at infinity as decided, and as measured on the way there. */
export interface LimitComparison {
  readonly detector: string;
  /** The mean over rows and columns; null if some limit is not known. */
  readonly predicted: number | null;
  /** The same of the score as float64 evaluates it far out, where that is decided to differ. */
  readonly inFloat64: number | null;
  /** How many rays end each way: `diverges-up`, `converges`, …, `does not move`. */
  readonly behaviours: Readonly<Record<string, number>>;
  /** Whether every sign rests on exact comparisons. */
  readonly exact: boolean;
  /** The mean AUROC of the same points at each α. */
  readonly measured: readonly {
    readonly alpha: number;
    readonly auroc: number;
    /** Replicates over rows drawn again. */
    readonly interval: { readonly lower: number; readonly upper: number };
  }[];
}

const RESAMPLES = 400;

/** Predicted and measured AUROC of one detector, row by row. */
export class Comparison {
  private readonly predictions: (number | null)[][];
  private readonly inFloat64: number[] = [];
  /** Whether float64 ends elsewhere: it underflows, or in-distribution scores round to the limit. */
  private differs = false;
  private readonly measurements: number[][][];
  private readonly behaviours: Record<string, number> = {};
  private exact = true;
  private readonly sorted: Float64Array;

  constructor(
    private readonly detector: string,
    readonly scorer: Scorer,
    /** Of which none is NaN. */
    private readonly idScores: Float64Array,
    private readonly alphas: readonly number[],
    private readonly rows: number,
  ) {
    this.sorted = idScores.slice().sort();
    this.predictions = Array.from({ length: rows }, () => []);
    this.measurements = alphas.map(() => Array.from({ length: rows }, () => []));
  }

  /** A row that scaling does not move keeps its score. */
  addUnmoved(row: number): void {
    const same = aurocAmong(this.sorted, this.idScores[row]);
    this.predictions[row].push(same);
    this.inFloat64.push(same);
    for (const rows of this.measurements) rows[row].push(same);
    this.count('does not move');
  }

  /**
   * A row that moves.
   *
   * @param behaviour - what the score is decided to do; null where that is not known
   * @param far - the row at each scale
   */
  add(row: number, behaviour: BehaviourAtInfinity | null, far: readonly Observations[]): void {
    const predicted = behaviour && limitRank(behaviour, this.sorted);
    this.predictions[row].push(predicted);
    const inFloat64 = behaviour && float64LimitRank(behaviour, this.sorted);
    this.differs ||= inFloat64 !== predicted;
    this.inFloat64.push(inFloat64 ?? Number.NaN);
    this.count(behaviour?.kind ?? 'not known');
    this.exact &&= behaviour?.exact ?? true;
    far.forEach((observations, n) => {
      const [score] = settled(this.scorer.score(observations));
      this.measurements[n][row].push(aurocAmong(this.sorted, score));
    });
  }

  result(seed: number): LimitComparison {
    const all = this.predictions.flat();
    const unknown = all.length === 0 || all.some((value) => value === null);
    const random = new RandomNumbers(seed, 'theory bootstrap');
    const draws = Array.from({ length: RESAMPLES }, () =>
      Array.from({ length: this.rows }, () => random.integer(this.rows)),
    );
    return {
      detector: this.detector,
      predicted: unknown ? null : mean(all as number[]),
      inFloat64: unknown || !this.differs ? null : mean(this.inFloat64),
      behaviours: this.behaviours,
      exact: this.exact,
      measured: this.measurements.map((rows, n) => {
        const means = rows.map(mean);
        const resampled = draws.map((draw) => mean(draw.map((row) => means[row]))).sort(ascending);
        return {
          alpha: this.alphas[n],
          auroc: mean(means),
          interval: {
            lower: resampled[Math.floor(0.025 * RESAMPLES)],
            upper: resampled[Math.floor(0.975 * RESAMPLES)],
          },
        };
      }),
    };
  }

  private count(kind: string): void {
    this.behaviours[kind] = (this.behaviours[kind] ?? 0) + 1;
  }
}

/** Scores of which none is NaN: that is the lowest there is. */
export function settled(scores: Float64Array): Float64Array {
  return scores.map((score) => (Number.isNaN(score) ? -Infinity : score));
}

const ascending = (a: number, b: number) => a - b;
