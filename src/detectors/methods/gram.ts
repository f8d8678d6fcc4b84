import { argmaxRows } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import type { FittingData } from '../fittingData.js';
import { cea2024Gram } from '../gramCea2024.js';
import { GRAM_POWERS } from '../gramFeatures.js';
import { deviationsFrom, gramRanges } from '../gramRanges.js';
import { isConstant, largestGerm, toNumbers } from '../infinity/germVector.js';
import { gramGrowth } from '../infinity/gramGrowth.js';
import { constantGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms, type ScoreTail } from '../infinity/scoreTail.js';
import type { Observations } from '../observations.js';
import { optionProblem } from '../options.js';
import { mean as meanOf } from '../vectors.js';

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

function fitGram({ head, train, validation }: FittingData) {
  const classes = head.bias.length;
  const width = head.weights.columns;
  const ranges = gramRanges(train.features, argmaxRows(train.logits), classes, 'robust');
  const mean = meanOf(deviationsFrom(ranges, validation.features, argmaxRows(validation.logits)));
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
      deviationsFrom(ranges, features, argmaxRows(logits)).map((value) => value / unit),
    germ(tail: ScoreTail) {
      const x = penultimateGerms(tail);
      const predicted = largestGerm(tail);
      if (isConstant(x)) {
        const far = toNumbers(x.intercept);
        const batch = { rows: 1, columns: far.length, values: far };
        return constantGerm(deviationsFrom(ranges, batch, Int32Array.of(predicted))[0] / unit);
      }
      return gramGrowth(x, (power, channel, side) => {
        const at = ranges.indexOf(predicted, GRAM_POWERS.indexOf(power), channel);
        const bound = (side > 0 ? ranges.upper : ranges.lower)[at];
        // A bound of 0 (a dead unit) is taken for 1e-6, as paper B's code has it.
        return 1 / (ranges.sizeOf(bound) * unit);
      });
    },
  };
}
