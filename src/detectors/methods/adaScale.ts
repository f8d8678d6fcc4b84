import { InputError } from '../../errors/inputError.js';
import {
  guardedRatio,
  keptUnits,
  largestUnits,
  publishedRatio,
  ratioGerm,
  type ShapedRow,
  shapeRows,
} from '../activationShaping.js';
import { argmaxRows, type Batch, rowOf, zeroBatch } from '../batch.js';
import type { Classifier } from '../classifier.js';
import { defineDetector } from '../defineDetector.js';
import type { Detector, VariantOptions } from '../detector.js';
import { energies } from '../energy.js';
import { atRest } from '../infinity/atRest.js';
import { isConstant } from '../infinity/germVector.js';
import { constantGerm, convergingGerm, type NoveltyGerm } from '../infinity/noveltyGerm.js';
import { scaledEnergyGerm } from '../infinity/scaledEnergyGerm.js';
import { penultimateGerms, type ScoreTail } from '../infinity/scoreTail.js';
import { applyHead, type LinearHead } from '../linearHead.js';
import type { Observations } from '../observations.js';
import { percentOption, positiveOption } from '../options.js';
import { scaleTailGerm } from './scale.js';

/** The options of AdaScale. */
export interface AdaScaleOptions extends VariantOptions {
  /** The percentile where an input looks least like the validation data. */
  readonly lowPercent: number;
  /** The percentile where it looks most like them. */
  readonly highPercent: number;
  /** The percentage of the largest features whose moved values are summed. */
  readonly sumPercent: number;
  /** The percentage of the largest features whose changes are summed. */
  readonly changePercent: number;
  /** What the changes weigh. */
  readonly weight: number;
  /** The percentage of input coordinates that are moved, those with the smallest gradient. */
  readonly movedPercent: number;
  /** How far they are moved, input units. */
  readonly step: number;
}

/**
 * AdaScale-A: SCALE with a percentile of its own for each input. Some input coordinates are moved, and
 * `Q = Σ f* + weight·Σ |f − f*|` over the largest features, f* those of the moved input; the larger Q
 * is among those of the validation set, the lower the percentile, and the more is kept.
 *
 * At infinity Q outgrows every validation value, since slopes do not depend on the input: SCALE's law
 * at `lowPercent`. Where no feature moves the percentile depends on the piece the moved input is on;
 * bounds are given.
 *
 * Source: Regmi 2025. `paper`: at least one feature, one change and one coordinate take part.
 * `openood`: as many as the rounded-down percentages, perhaps none; derivative of a ReLU at 0: 0.
 */
export const adaScaleA = adaScale('adascale-a', 'AdaScale-A', {
  score: (head, { features }, keptOf, ratio) =>
    energies(
      applyHead(
        head,
        shapeRows(features, keptOf, (value, _, row) => value * Math.exp(ratio(row))),
      ),
    ),
  germ: scaleTailGerm,
});

/**
 * AdaScale-L: as `adaScaleA`, but the *logits* are multiplied, by the square of Σ f/Σ kept.
 *
 * At infinity the slope is `−r∞² b_k`, r∞ the ratio of sums of slopes.
 */
export const adaScaleL = adaScale('adascale-l', 'AdaScale-L', {
  score(_, { features, logits }, keptOf, ratio) {
    const squares = new Float64Array(features.rows);
    let i = -1;
    shapeRows(features, keptOf, (value, j, row) => {
      if (j === 0) squares[++i] = ratio(row) ** 2;
      return value;
    });
    return energies({
      ...logits,
      values: logits.values.map((value, k) => value * squares[Math.floor(k / logits.columns)]),
    });
  },
  germ(_, tail, x, kept) {
    const ratio = ratioGerm(x, largestUnits(x, kept).stays);
    if (!ratio) return constantGerm(Number.NaN, 'the units that stay do not grow together');
    const square = ratio.limit ** 2;
    // Slopes that add up to 0: the logits shrink like 1/t, to 0 each.
    if (square === 0) return convergingGerm(-Math.log(tail.slope.length), ALGEBRAIC);
    const constants = tail.slope.map(
      (b, c) => square * tail.intercept[c].toNumber() + 2 * ratio.limit * ratio.rate * b.toNumber(),
    );
    return scaledEnergyGerm(tail.slope, constants, square);
  },
});

const ALGEBRAIC = { kind: 'algebraic', power: 1 } as const;

/** What the two forms do with the percentile an input gets. */
interface AdaScaleForm {
  score(
    head: LinearHead,
    observations: Observations,
    keptOf: (row: number) => number,
    ratio: (row: ShapedRow) => number,
  ): Float64Array;
  germ(
    head: LinearHead,
    tail: ScoreTail,
    x: ReturnType<typeof penultimateGerms>,
    kept: number,
    ratio: (row: ShapedRow) => number,
  ): NoveltyGerm;
}

function adaScale(id: string, name: string, form: AdaScaleForm): Detector<AdaScaleOptions> {
  return defineDetector<AdaScaleOptions>({
    id,
    name,
    source: 'Regmi 2025',
    reads: 'inputs',
    family: 'after 2022',
    whenCertain: 'depends',
    variants: ['paper', 'openood'],
    defaults: {
      variant: 'paper',
      lowPercent: 60,
      highPercent: 85,
      sumPercent: 5,
      changePercent: 1,
      weight: 10,
      movedPercent: 5,
      step: 0.5,
    },
    check: (options) => [
      ...(
        ['lowPercent', 'highPercent', 'sumPercent', 'changePercent', 'movedPercent'] as const
      ).flatMap((option) => percentOption(option, options[option])),
      ...positiveOption('weight', options.weight),
      ...positiveOption('step', options.step),
    ],
    fit({ head, classifier, validation }, options) {
      if (!classifier) throw missing(id, 'classifier');
      const { variant, lowPercent, highPercent } = options;
      const least = variant === 'paper' ? 1 : 0;
      const width = head.weights.columns;
      const ratio = variant === 'paper' ? guardedRatio : publishedRatio;
      const statistics = (observations: Observations) =>
        statisticsOf(id, classifier, observations, options, least);
      const seen = statistics(validation).sort();
      const keptAt = (share: number) =>
        keptUnits(width, lowPercent + (highPercent - lowPercent) * (1 - share), least);
      const sums = Math.max(least, Math.floor((width * options.sumPercent) / 100));
      return {
        parameters: { statistics: Array.from(seen), kept: [keptAt(0), keptAt(1)] },
        score(observations) {
          const kept = statistics(observations).map((value) => keptAt(shareAtMost(seen, value)));
          return form.score(head, observations, (i) => kept[i], ratio);
        },
        germ(tail) {
          const x = penultimateGerms(tail);
          if (isConstant(x)) {
            const far = atRest(tail);
            const ends = Array.from(
              { length: Math.abs(keptAt(1) - keptAt(0)) + 1 },
              (_, n) => Math.min(keptAt(0), keptAt(1)) + n,
            ).map((kept) => form.score(head, far, () => kept, ratio)[0]);
            return boundedBy(ends);
          }
          const order = largestUnits(x, sums).stays;
          const grows = x.slope
            .filter((_, j) => order[j])
            .reduce((sum, b) => sum + b.toNumber(), 0);
          // Behind a ReLU the largest unit rises, and Q with it.
          return grows > 0
            ? form.germ(head, tail, x, keptAt(1), ratio)
            : constantGerm(Number.NaN, 'the units that Q sums do not grow together');
        },
      };
    },
  });
}

function boundedBy(ends: readonly number[]): NoveltyGerm {
  const [lower, upper] = [Math.min(...ends), Math.max(...ends)];
  if (lower === upper) return constantGerm(lower);
  return {
    ...constantGerm(
      Number.NaN,
      'the percentile depends on the piece of the network the moved input is on',
    ),
    ...(Number.isFinite(lower + upper) && { constantBounds: { lower, upper } }),
  };
}

/** Q of every row. Shape [n]. Float64. */
function statisticsOf(
  id: string,
  classifier: Classifier,
  { inputs, features, logits }: Observations,
  options: AdaScaleOptions,
  least: number,
): Float64Array {
  if (!inputs) throw missing(id, 'inputs');
  const share = (percent: number, of: number) =>
    Math.min(of, Math.max(least, Math.floor((of * percent) / 100)));
  const moved = movedInputs(
    classifier,
    inputs,
    logits,
    share(options.movedPercent, inputs.columns),
    options.step,
  );
  const after = classifier.observe(moved).features;
  const sums = share(options.sumPercent, features.columns);
  const changes = share(options.changePercent, features.columns);
  return Float64Array.from({ length: features.rows }, (_, i) => {
    const [f, g] = [rowOf(features, i), rowOf(after, i)];
    // Of equal features the last ones count, as in torch's selection on the reference data.
    const order = Array.from(f.keys()).sort((a, b) => f[b] - f[a] || b - a);
    const sum = order.slice(0, sums).reduce((total, j) => total + g[j], 0);
    const change = order.slice(0, changes).reduce((total, j) => total + Math.abs(f[j] - g[j]), 0);
    return sum + options.weight * change;
  });
}

/** Inputs of which the coordinates with the smallest |∂z_ŷ/∂x| have taken a step along its sign. */
function movedInputs(
  classifier: Classifier,
  inputs: Batch,
  logits: Batch,
  count: number,
  step: number,
): Batch {
  const predicted = argmaxRows(logits);
  const out = zeroBatch(inputs.rows, inputs.columns);
  const gradients = classifier.inputGradients(inputs, (z, row) => {
    const one = new Float64Array(z.length);
    one[predicted[row]] = 1;
    return one;
  });
  for (let i = 0; i < inputs.rows; i++) {
    const x = rowOf(inputs, i);
    const gradient = rowOf(gradients, i);
    const order = Array.from(x.keys()).sort(
      (a, b) => Math.abs(gradient[a]) - Math.abs(gradient[b]) || a - b,
    );
    const row = x.slice();
    for (const j of order.slice(0, count)) row[j] += step * Math.sign(gradient[j]);
    out.values.set(row, i * inputs.columns);
  }
  return out;
}

/** The share of ascending values that are at most a value. */
function shareAtMost(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low / sorted.length;
}

function missing(id: string, what: 'classifier' | 'inputs'): InputError {
  return new InputError(id, [
    {
      code: 'missing',
      path: what,
      rule: 'must be given: AdaScale takes input gradients',
      remedy:
        what === 'classifier'
          ? 'fit on the result of fittingDataOf'
          : 'score the result of Classifier.observe',
    },
  ]);
}
