import { argmaxRows, type Batch, rowOf } from './batch.js';
import { defineDetector } from './defineDetector.js';
import type { VariantOptions } from './detector.js';
import type { FittingData } from './fittingData.js';
import { cea2024Gram } from './gramCea2024.js';
import { GRAM_POWERS, gramRow } from './gramFeatures.js';
import { isConstant, largestGerm, toNumbers } from './infinity/germVector.js';
import { gramGrowth } from './infinity/gramGrowth.js';
import { constantGerm } from './infinity/noveltyGerm.js';
import { penultimateGerms, type ScoreTail } from './infinity/scoreTail.js';
import type { Observations } from './observations.js';
import { optionProblem } from './options.js';

/**
 * Gram matrices: how far the channel correlations of the penultimate features, of orders 1 to 5,
 * lie outside the range they had on training rows predicted as the same class, relative to the
 * range's ends; divided by the mean of that on the validation set.
 *
 * At infinity every G_j with a moving unit grows, up to t²: under ReLU it flags whenever Δ ≠ 0.
 *
 * Source: Sastry and Oore 2020, algorithm 1, on one layer; scoring costs 5·D roots a row. `paper`:
 * ranges per channel and predicted class (of all rows where a class is never predicted), deviation
 * as novelty. `cea-2024`: see `cea2024Gram`; its sign is inverted; `precision: 'float32'` is the code as
 * shipped.
 */
export const gram = defineDetector<VariantOptions>({
  id: 'gram',
  name: 'Gram',
  source: 'Sastry and Oore 2020',
  reads: 'features',
  family: 'paper B',
  whenCertain: 'never blind',
  defaults: { variant: 'paper', precision: 'float64' },
  check: ({ variant, precision = 'float64' }) =>
    optionProblem(
      'precision',
      precision,
      precision === 'float64' || (precision === 'float32' && variant === 'cea-2024'),
      "must be float64, or float32 with the variant 'cea-2024'",
      'leave it out',
    ),
  fit: (data, { variant, precision }) =>
    variant === 'paper' ? fitGram(data) : cea2024Gram(data, precision === 'float32'),
});

/** Smallest and largest G of each class: entry `(c·powers + p)·D + j`. */
interface Ranges {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

function fitGram({ head, train, validation }: FittingData) {
  const classes = head.bias.length;
  const width = head.weights.columns;
  const ranges = rangesOf(train.features, argmaxRows(train.logits), classes);
  const deviations = (features: Batch, predicted: Int32Array) =>
    deviationsOf(features, predicted, ranges);
  const onValidation = deviations(validation.features, argmaxRows(validation.logits));
  const mean = onValidation.reduce((sum, value) => sum + value, 0) / onValidation.length;
  const unit = mean > 0 ? mean : 1;
  const predicted = argmaxRows(train.logits);
  const never = Array.from({ length: classes }, (_, c) => c).filter((c) => !predicted.includes(c));
  const notes = [
    ...(mean > 0 ? [] : ['no validation row deviates: deviations are not divided by their mean']),
    ...never.map(
      (c) => `no training row is predicted as class ${c}: its ranges are those of all rows`,
    ),
  ];
  const size = width * GRAM_POWERS.length;
  const perClass = (values: Float64Array) =>
    Array.from({ length: classes }, (_, c) =>
      Array.from(values.subarray(c * size, (c + 1) * size)),
    );
  return {
    notes,
    parameters: {
      powers: [...GRAM_POWERS],
      lower: perClass(ranges.lower),
      upper: perClass(ranges.upper),
      meanValidationDeviation: mean,
    },
    score: ({ features, logits }: Observations) =>
      deviations(features, argmaxRows(logits)).map((value) => value / unit),
    germ(tail: ScoreTail) {
      const x = penultimateGerms(tail);
      const predicted = largestGerm(tail);
      if (isConstant(x)) {
        const far = toNumbers(x.intercept);
        const batch = { rows: 1, columns: far.length, values: far };
        return constantGerm(deviations(batch, Int32Array.of(predicted))[0]! / unit);
      }
      return gramGrowth(x, (power, channel, side) => {
        const at = (predicted * GRAM_POWERS.length + GRAM_POWERS.indexOf(power)) * width + channel;
        const bound = (side > 0 ? ranges.upper : ranges.lower)[at]!;
        return 1 / (guard(bound) * unit);
      });
    },
  };
}

/** A bound of 0 (a dead unit) would divide by 0; paper B's code adds the same 1e-6. */
function guard(bound: number): number {
  return Math.abs(bound) + 1e-6;
}

function rangesOf(features: Batch, predicted: Int32Array, classes: number): Ranges {
  const width = features.columns;
  const size = width * GRAM_POWERS.length;
  const lower = new Float64Array(classes * size).fill(Infinity);
  const upper = new Float64Array(classes * size).fill(-Infinity);
  const overall = { lower: lower.slice(0, size), upper: upper.slice(0, size) };
  const row = new Float64Array(width);
  for (let i = 0; i < features.rows; i++) {
    const base = predicted[i]! * size;
    GRAM_POWERS.forEach((power, p) => {
      gramRow(rowOf(features, i), power, row);
      for (let j = 0; j < width; j++) {
        const at = p * width + j;
        const value = row[j]!;
        lower[base + at] = Math.min(lower[base + at]!, value);
        upper[base + at] = Math.max(upper[base + at]!, value);
        overall.lower[at] = Math.min(overall.lower[at]!, value);
        overall.upper[at] = Math.max(overall.upper[at]!, value);
      }
    });
  }
  for (let c = 0; c < classes; c++) {
    if (lower[c * size] === Infinity) {
      lower.set(overall.lower, c * size);
      upper.set(overall.upper, c * size);
    }
  }
  return { lower, upper };
}

function deviationsOf(
  features: Batch,
  predicted: Int32Array,
  { lower, upper }: Ranges,
): Float64Array {
  const width = features.columns;
  const row = new Float64Array(width);
  const out = new Float64Array(features.rows);
  for (let i = 0; i < out.length; i++) {
    GRAM_POWERS.forEach((power, p) => {
      gramRow(rowOf(features, i), power, row);
      const base = (predicted[i]! * GRAM_POWERS.length + p) * width;
      for (let j = 0; j < width; j++) {
        const least = lower[base + j]!;
        const most = upper[base + j]!;
        if (row[j]! < least) out[i]! += (least - row[j]!) / guard(least);
        else if (row[j]! > most) out[i]! += (row[j]! - most) / guard(most);
      }
    });
  }
  return out;
}
