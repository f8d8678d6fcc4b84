import { InputError } from '../errors/inputError.js';
import { argmaxRows, type Batch, rowOf } from './batch.js';
import type { FittingData } from './fittingData.js';
import { GRAM_POWERS, gramRow } from './gramFeatures.js';
import { gramRow32 } from './gramRow32.js';
import { isConstant, toNumbers } from './infinity/germVector.js';
import { constantGerm } from './infinity/noveltyGerm.js';
import { penultimateGerms, type ScoreTail } from './infinity/scoreTail.js';
import type { Observations } from './observations.js';

/**
 * Gram matrices as the CEA authors' code computes them. Kept apart, for reproducing their numbers.
 *
 * - The deviation from the training range is returned as *confidence*: the sign is inverted.
 * - The range of a (true) class is one pair of numbers per order, over all channels, while what is
 *   compared with it is the *sum* over the channels.
 * - The predicted class comes from a softmax normalised over the whole batch: rows about 745 below
 *   the largest logit of their batch (in float32, as shipped, 103) underflow and count as class 0, so
 *   scores depend on the batch.
 * - Bounds are guarded by adding 1e-6 inside the absolute value; deviations are divided by 50 and
 *   clipped at ±1e10. An empty class is an error.
 *
 * - In float32 the fifth power overflows from features of about 7,000 on, which clips the deviation
 *   at 1e10 where double precision is still finite.
 *
 * At infinity the novelty ends at −1e10, the most in-distribution value, whenever a sum grows; that is
 * the limit of the real numbers, whatever the precision of the score.
 *
 * @param single - every operation rounded to float32; sums are rounded once, their order being the
 *   backend's
 */
export function cea2024Gram({ head, train }: FittingData, single = false) {
  const arithmetic = single ? SINGLE : DOUBLE;
  const { round } = arithmetic;
  const classes = head.bias.length;
  const { lower, upper } = pooledRanges(train.features, train.labels, classes, arithmetic);
  const score = ({ features, logits }: Pick<Observations, 'features' | 'logits'>) => {
    const predicted = argmaxRows(batchSoftmax(logits, round));
    return Float64Array.from(predicted, (c, i) => {
      const deviation = deviationOf(rowOf(features, i), lower[c], upper[c], arithmetic);
      return -Math.max(-1e10, Math.min(1e10, round(deviation / 50)));
    });
  };
  return {
    parameters: { powers: [...GRAM_POWERS], min: lower, max: upper },
    score,
    germ(tail: ScoreTail) {
      const x = penultimateGerms(tail);
      const batchNote = 'for a batch of one: the score depends on the batch';
      if (isConstant(x)) {
        const row = (values: Float64Array): Batch => ({ rows: 1, columns: values.length, values });
        // Only which logit is largest matters, and that is decided exactly.
        const logits = new Float64Array(tail.slope.length);
        logits[
          tail.top.reduce((a, b) => (tail.intercept[b].compare(tail.intercept[a]) > 0 ? b : a))
        ] = 1;
        return constantGerm(
          score({ features: row(toNumbers(x.intercept)), logits: row(logits) })[0],
          batchNote,
        );
      }
      const sameSign =
        x.slope.every(({ sign }) => sign >= 0) || x.slope.every(({ sign }) => sign <= 0);
      return sameSign
        ? constantGerm(-1e10, batchNote)
        : constantGerm(Number.NaN, 'units grow in both directions: their sums may cancel');
    },
  };
}

/** How results of operations are rounded, and rows of Gram matrices computed. */
interface Arithmetic {
  round(value: number): number;
  row(features: Float64Array, power: number, out: Float64Array): void;
}

const DOUBLE: Arithmetic = { round: (value) => value, row: gramRow };
const SINGLE: Arithmetic = { round: Math.fround, row: gramRow32 };

/** exp(z − max of the batch)/sum of the batch: as the source has it. */
function batchSoftmax({ rows, columns, values }: Batch, round: Arithmetic['round']): Batch {
  const largest = round(values.reduce((best, value) => Math.max(best, value), -Infinity));
  const weights = values.map((value) => round(Math.exp(round(round(value) - largest))));
  const total = round(weights.reduce((sum, weight) => sum + weight, 0));
  return { rows, columns, values: weights.map((weight) => round(weight / total)) };
}

function pooledRanges(
  features: Batch,
  labels: Int32Array,
  classes: number,
  { row: rowInto }: Arithmetic,
) {
  const ranges = (fill: number) =>
    Array.from({ length: classes }, () => GRAM_POWERS.map<number>(() => fill));
  const lower = ranges(Infinity);
  const upper = ranges(-Infinity);
  const row = new Float64Array(features.columns);
  for (let i = 0; i < features.rows; i++) {
    const c = labels[i];
    GRAM_POWERS.forEach((power, p) => {
      rowInto(rowOf(features, i), power, row);
      for (const value of row) {
        lower[c][p] = Math.min(lower[c][p], value);
        upper[c][p] = Math.max(upper[c][p], value);
      }
    });
  }
  const empty = lower.findIndex((range) => range[0] === Infinity);
  if (empty === -1) return { lower, upper };
  throw new InputError('gram', [
    {
      code: 'empty',
      path: `train class ${empty}`,
      rule: "must have rows: the variant 'cea-2024' fails on an empty class",
      remedy: "use the variant 'paper', or leave the class out of the head",
    },
  ]);
}

function deviationOf(
  features: Float64Array,
  lower: readonly number[],
  upper: readonly number[],
  { round, row: rowInto }: Arithmetic,
): number {
  const row = new Float64Array(features.length);
  let deviation = 0;
  GRAM_POWERS.forEach((power, p) => {
    rowInto(features, power, row);
    const total = round(row.reduce((sum, value) => sum + value, 0));
    const beyond = (distance: number, bound: number) =>
      round(Math.max(0, round(distance)) / Math.abs(round(bound + 1e-6)));
    const outside = round(beyond(lower[p] - total, lower[p]) + beyond(total - upper[p], upper[p]));
    deviation = round(deviation + outside);
  });
  return deviation;
}
