import { RandomNumbers } from '../data/index.js';
import {
  behaviourAtInfinity,
  type Classifier,
  cea,
  limitAuroc,
  type Observations,
  type Scorer,
  scoreTailAlong,
  type Variant,
} from '../detectors/index.js';
import { InputError } from '../errors/inputError.js';
import { auroc } from '../metrics/index.js';
import { dangerScale } from '../tail/dangerScale.js';
import { directionSlopes } from '../tail/directionSlopes.js';
import type { DecidedRegime } from '../tail/regime.js';
import { mean } from './averages.js';
import type { ContentCache } from './contentCache.js';
import { type CeaChoice, detectorOf } from './detectorChoice.js';
import { rememberScores } from './rememberScores.js';
import { scaledColumns } from './scoreCell.js';
import { fittingDataFor, type SubjectSpec, subjectOf } from './subject.js';

/** A comparison of what the theory says of one trained network with what is measured. */
export interface TheorySpec {
  readonly subject: SubjectSpec;
  readonly variant: Variant;
  readonly detectors: readonly string[];
  readonly ceas: readonly CeaChoice[];
  /** Test rows that are followed to infinity along every column. */
  readonly rays: number;
  /** The scales at which the AUROC is measured. */
  readonly alphas: readonly number[];
}

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

/** Where one column leads. */
export interface ColumnTail {
  readonly column: string;
  /** Of growing and of falling values: the same for every input (claim F3). */
  readonly up: { readonly regime: DecidedRegime; readonly top: readonly string[] };
  readonly down: { readonly regime: DecidedRegime; readonly top: readonly string[] };
  /** Median over the rows of the α from which the network is 99 % certain for ever; null if never. */
  readonly dangerAlpha: number | null;
  /** The raw value that is then reached, in data units: median over the rows. */
  readonly dangerValue: number | null;
}

/** What the theory says of one trained network. */
export interface TheoryResult {
  /** Shares of the directions ±e_d over all columns. */
  readonly regimes: Readonly<Record<DecidedRegime, number>>;
  readonly columns: readonly ColumnTail[];
  readonly limits: readonly LimitComparison[];
  readonly rays: number;
}

const CERTAINTY = 0.01;
const RESAMPLES = 400;

/**
 * Decides, exactly, what the network and its detectors do as single columns are scaled without
 * end, and measures the same points at finite scales.
 *
 * Scores are in double precision: the authors' Gram, which experiments score in float32 as shipped, is
 * NaN there at the largest of these scales.
 *
 * Scaling the raw value of column d by α is the ray x' + (α − 1)(raw_d/σ_d)e_d: a row whose value
 * is 0 does not move.
 *
 * @throws InputError `unsupported` for a network that is not piecewise affine
 *
 * Source: CLAIMS F1 to F3 and section 4.
 */
export async function theoryCell(spec: TheorySpec, cache: ContentCache): Promise<TheoryResult> {
  const subject = await subjectOf(spec.subject, cache);
  const { classifier, prepared } = subject;
  if (!classifier) {
    throw new InputError('theoryCell', [
      {
        code: 'unsupported',
        path: 'architecture',
        value: spec.subject.architecture.kind,
        rule: 'is not piecewise affine: it has no exact tail',
        remedy: 'compare an MLP or a ResNet',
      },
    ]);
  }
  const data = await fittingDataFor(subject, 1);
  const scorers = spec.detectors.flatMap((id) => {
    const base = rememberScores(detectorOf(id));
    const { variant } = spec;
    return [
      { detector: id, scorer: base.fit(data, { variant }) },
      ...spec.ceas.map(({ name, options }) => ({
        detector: `${name}:${id}`,
        scorer: cea(base).fit(data, { variant, base: { variant }, ...options }),
      })),
    ];
  });
  const { test, scaler, data: dataSet } = prepared;
  const inside = classifier.observe(test.x);
  const idScores = scorers.map(({ scorer }) => settled(scorer.score(inside)));
  const columns = scaledColumns(test.x.columns, spec.subject.seed);
  const rows = Math.min(spec.rays, test.x.rows);
  const comparisons = scorers.map(
    ({ detector, scorer }, k) => new Comparison(detector, scorer, idScores[k], spec.alphas, rows),
  );
  const columnTails: ColumnTail[] = [];
  for (const column of columns) {
    const dangers: { alpha: number; value: number }[] = [];
    for (let row = 0; row < rows; row++) {
      const raw = test.raw.values[row * test.raw.columns + column];
      const origin = test.x.values.slice(row * test.x.columns, (row + 1) * test.x.columns);
      const step = raw / scaler.scale[column];
      if (step === 0) {
        for (const comparison of comparisons) comparison.addUnmoved(row);
        dangers.push({ alpha: Infinity, value: Number.NaN });
        continue;
      }
      const direction = new Float64Array(origin.length);
      direction[column] = step;
      const tail = scoreTailAlong(classifier, { origin, direction });
      const danger = dangerScale(tail, CERTAINTY);
      dangers.push(
        danger === null
          ? { alpha: Infinity, value: Number.NaN }
          : { alpha: 1 + danger, value: (1 + danger) * raw },
      );
      // One at a time: the authors' Gram score depends on the batch.
      const far = farPoints(origin, column, step, spec.alphas).map((x) => classifier.observe([x]));
      for (const comparison of comparisons) comparison.add(row, tail, far);
    }
    columnTails.push(columnTail(classifier, dataSet.features, dataSet.classes, column, dangers));
  }
  const ends = columnTails.flatMap(({ up, down }) => [up.regime, down.regime]);
  const share = (regime: DecidedRegime) =>
    ends.filter((end) => end === regime).length / ends.length;
  return {
    regimes: { saturating: share('saturating'), tied: share('tied'), flat: share('flat') },
    columns: columnTails,
    limits: comparisons.map((comparison) => comparison.result(spec.subject.seed)),
    rays: rows * columns.length,
  };
}

function farPoints(
  origin: Float64Array,
  column: number,
  step: number,
  alphas: readonly number[],
): Float64Array[] {
  return alphas.map((alpha) => {
    const point = origin.slice();
    point[column] = origin[column] + (alpha - 1) * step;
    return point;
  });
}

function columnTail(
  classifier: Classifier,
  features: readonly string[],
  classes: readonly string[],
  column: number,
  dangers: readonly { alpha: number; value: number }[],
): ColumnTail {
  const along = (sign: number) => {
    const direction = new Float64Array(classifier.network.inputSize);
    direction[column] = sign;
    const { regime, top } = directionSlopes(classifier.network, [direction])[0];
    // The weights of a trained network are doubles, of which slopes are decided.
    return { regime: regime as DecidedRegime, top: top.map((c) => classes[c]) };
  };
  const middle = [...dangers].sort((a, b) => a.alpha - b.alpha)[dangers.length >> 1];
  const known = Number.isFinite(middle.alpha);
  return {
    column: features[column],
    up: along(1),
    down: along(-1),
    dangerAlpha: known ? middle.alpha : null,
    dangerValue: known ? middle.value : null,
  };
}

/** Predicted and measured AUROC of one detector, row by row. */
class Comparison {
  private readonly predictions: (number | null)[][];
  private readonly inFloat64: number[] = [];
  private underflows = false;
  private readonly measurements: number[][][];
  private readonly behaviours: Record<string, number> = {};
  private exact = true;

  constructor(
    private readonly detector: string,
    private readonly scorer: Scorer,
    private readonly idScores: Float64Array,
    private readonly alphas: readonly number[],
    private readonly rows: number,
  ) {
    this.predictions = Array.from({ length: rows }, () => []);
    this.measurements = alphas.map(() => Array.from({ length: rows }, () => []));
  }

  /** A row that scaling does not move keeps its score. */
  addUnmoved(row: number): void {
    const same = auroc(this.idScores, [this.idScores[row]]);
    this.predictions[row].push(same);
    this.inFloat64.push(same);
    for (const rows of this.measurements) rows[row].push(same);
    this.count('does not move');
  }

  add(row: number, tail: ReturnType<typeof scoreTailAlong>, far: readonly Observations[]): void {
    const behaviour = behaviourAtInfinity(this.scorer, tail);
    const predicted = limitAuroc(behaviour, this.idScores);
    this.predictions[row].push(predicted);
    const { float64Limit } = behaviour;
    this.underflows ||= float64Limit !== null;
    this.inFloat64.push(
      float64Limit === null ? (predicted ?? Number.NaN) : auroc(this.idScores, [float64Limit]),
    );
    this.count(behaviour.kind);
    this.exact &&= behaviour.exact;
    far.forEach((observations, n) => {
      const score = settled(this.scorer.score(observations));
      this.measurements[n][row].push(auroc(this.idScores, score));
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
      inFloat64: unknown || !this.underflows ? null : mean(this.inFloat64),
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

function settled(scores: Float64Array): Float64Array {
  return scores.map((score) => (Number.isNaN(score) ? -Infinity : score));
}

const ascending = (a: number, b: number) => a - b;
