import {
  behaviourAtInfinity,
  type Classifier,
  scoreTailAlong,
  type Variant,
} from '../detectors/index.js';
import { InputError } from '../errors/inputError.js';
import { dangerScale } from '../tail/dangerScale.js';
import { directionSlopes } from '../tail/directionSlopes.js';
import type { DecidedRegime } from '../tail/regime.js';
import { Comparison, type LimitComparison, settled } from './comparison.js';
import type { ContentCache } from './contentCache.js';
import type { CeaChoice } from './detectorChoice.js';
import { fittedScorers } from './fittedScorers.js';
import { scaledColumns } from './scoreCell.js';
import { fittingDataFor, isPiecewiseAffine, type SubjectSpec, subjectOf } from './subject.js';

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
  if (!classifier || !isPiecewiseAffine(spec.subject)) {
    throw new InputError('theoryCell', [
      {
        code: 'unsupported',
        path: 'architecture',
        value: spec.subject.architecture.kind,
        rule: 'is not piecewise affine: it has no exact tail',
        remedy: 'compare an MLP with ReLU or a ResNet',
      },
    ]);
  }
  const data = await fittingDataFor(subject, 1);
  const scorers = fittedScorers(spec, data);
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
      for (const comparison of comparisons) {
        comparison.add(row, behaviourAtInfinity(comparison.scorer, tail), far);
      }
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

/** A point whose column is scaled by each α: `origin + (α − 1)·step·e_column`. */
export function farPoints(
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
