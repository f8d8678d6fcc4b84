import { argmaxRows, rowOf } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import type { FittingData } from '../fittingData.js';
import { GRAM_POWERS } from '../gramFeatures.js';
import { deviationsFrom, type GramRanges, gramRanges } from '../gramRanges.js';
import { drawnRows, type GramSplit, splitOf } from '../gramSplit.js';
import { hiddenBatches, hiddenGerms } from '../hiddenLayers.js';
import { germOfValue, restingGerm } from '../infinity/atRest.js';
import { type GermVector, isConstant, largestGerm } from '../infinity/germVector.js';
import { gramGrowth } from '../infinity/gramGrowth.js';
import { limitProbabilities } from '../infinity/logitGerms.js';
import { addGerms, constantGerm, type NoveltyGerm, scaleGerm } from '../infinity/noveltyGerm.js';
import type { Observations } from '../observations.js';
import { wholeOption } from '../options.js';
import { probabilities } from '../probabilities.js';
import { mean } from '../vectors.js';

/** The options of `gramLayers`. */
export interface GramLayersOptions extends VariantOptions {
  /**
   * For each class, in the order of the classes, which of its training rows (numbered within the
   * class) are held out to set the unit of deviations; null for a tenth of them, drawn with `seed`.
   * Variant `openood` only.
   */
  readonly heldOut: readonly (readonly number[])[] | null;
  /** What Python's generator is seeded with before it draws. Variant `openood` only. */
  readonly seed: number;
}

/**
 * Gram matrices of every hidden layer: how far channel correlations of orders 1 to 5 lie outside the
 * range they had in training for the predicted class, channel by channel; each layer relative to its
 * mean deviation on other data; all divided by the largest probability.
 *
 * At infinity it grows, up to t², wherever a rectified unit moves: never blind.
 *
 * Source: Sastry and Oore 2020, algorithm 1; OpenOOD, `gram_postprocessor.py`, current version.
 * `paper`: ranges by predicted class (of all rows where a class is never predicted), units from the
 * validation set. `openood`: ranges by true class, without a tenth of the rows, drawn as Python
 * draws them, that set the units; where a unit is 0 a row is NaN if some order does not deviate, else infinite;
 * an empty class is an error.
 */
export const gramLayers = defineDetector<GramLayersOptions>({
  id: 'gram-layers',
  name: 'Gram[layers]',
  source: 'Sastry and Oore 2020; OpenOOD',
  reads: 'features',
  readsHidden: true,
  family: 'after 2022',
  whenCertain: 'never blind',
  variants: ['paper', 'openood'],
  defaults: { variant: 'paper', heldOut: null, seed: 0 },
  check: ({ seed }) => wholeOption('seed', seed, 0),
  fit(data, { variant, heldOut, seed }) {
    const split = variant === 'paper' ? null : splitOf(data, heldOut ?? drawnRows(data, seed));
    const layers = split ? publishedLayers(data, split) : robustLayers(data);
    const score = (observations: Observations) => {
      const predicted = argmaxRows(observations.logits);
      const p = probabilities(observations.logits);
      const out = new Float64Array(predicted.length);
      hiddenBatches('gram-layers', observations).forEach((layer, l) => {
        const { ranges, unit } = layers[l];
        deviationsFrom(ranges, layer, predicted, unit).forEach((value, i) => {
          out[i] += value;
        });
      });
      return out.map((value, i) => value / rowOf(p, i)[predicted[i]]);
    };
    return {
      parameters: {
        ...(split && { heldOut: split.heldOut }),
        powers: [...GRAM_POWERS],
        units: layers.map(({ unit }) => unit),
        upper: layers.flatMap(({ ranges }) => byClass(ranges.upper, data.head.bias.length)),
      },
      score,
      germ(tail) {
        const hidden = hiddenGerms('gram-layers', tail);
        if (hidden.every(isConstant)) return restingGerm(score, tail);
        const predicted = largestGerm(tail);
        const germs = hidden.map((layer, l) => layerGerm(layers[l], layer, predicted));
        // Infinite for ever, whatever the other layers do.
        const infinite = germs.find(({ constant }) => constant === Infinity);
        if (infinite) return infinite;
        return scaleGerm(germs.reduce(addGerms), 1 / limitProbabilities(tail)[predicted]);
      },
    };
  },
});

/** What one layer deviates from, and its unit of deviation. */
interface GramLayer {
  readonly ranges: GramRanges;
  readonly unit: number;
}

function layerGerm({ ranges, unit }: GramLayer, x: GermVector, predicted: number): NoveltyGerm {
  if (isConstant(x)) {
    const values = Float64Array.from(x.intercept, (a) => a.toNumber());
    const batch = { rows: 1, columns: values.length, values };
    return germOfValue(deviationsFrom(ranges, batch, Int32Array.of(predicted), unit)[0]);
  }
  if (Number.isNaN(unit)) {
    return constantGerm(unit, 'no row was held out to set the unit of deviations');
  }
  if (unit === 0) {
    return constantGerm(Infinity, 'no row that was held out deviates: any deviation is infinite');
  }
  return gramGrowth(x, (power, channel, side) => {
    const at = ranges.indexOf(predicted, GRAM_POWERS.indexOf(power), channel);
    return 1 / (ranges.sizeOf((side > 0 ? ranges.upper : ranges.lower)[at]) * unit);
  });
}

function robustLayers({ head, train, validation }: FittingData): GramLayer[] {
  const predicted = argmaxRows(train.logits);
  const seen = hiddenBatches('gram-layers', validation);
  return hiddenBatches('gram-layers', train).map((layer, l) => {
    const ranges = gramRanges(layer, predicted, head.bias.length, 'robust');
    const unit = mean(deviationsFrom(ranges, seen[l], argmaxRows(validation.logits)));
    return { ranges, unit: unit > 0 ? unit : 1 };
  });
}

function publishedLayers({ head, train }: FittingData, { kept, out }: GramSplit): GramLayer[] {
  return hiddenBatches('gram-layers', train).map((layer) => {
    const ranges = gramRanges(layer, kept, head.bias.length, 'published');
    const rows = Array.from(out.keys()).filter((i) => out[i] >= 0);
    const deviations = deviationsFrom(ranges, layer, out);
    return { ranges, unit: mean(rows.map((i) => deviations[i])) };
  });
}

/** Bounds as one row for each class: by order, then by channel. */
function byClass(values: Float64Array, classes: number): number[][] {
  const size = values.length / classes;
  return Array.from({ length: classes }, (_, c) =>
    Array.from(values.subarray(c * size, (c + 1) * size)),
  );
}
