import { InputError } from '../../errors/inputError.js';
import { Rational } from '../../exact/rational.js';
import { argmaxRows, type Batch, rowOf } from '../batch.js';
import { classMeans } from '../classMeans.js';
import { defineDetector } from '../defineDetector.js';
import type { Variant, VariantOptions } from '../detector.js';
import type { LabelledObservations } from '../fittingData.js';
import { compareGerms, type GermVector, isConstant, toNumbers } from '../infinity/germVector.js';
import { gammaOf } from '../infinity/interval.js';
import { limitProbabilities, steepest } from '../infinity/logitGerms.js';
import {
  boundedGerm,
  constantGerm,
  convergingGerm,
  type NoveltyGerm,
} from '../infinity/noveltyGerm.js';
import { logitErrors } from '../observations.js';
import { optionProblem, wholeOption } from '../options.js';
import { fitWeibullTail, type WeibullTail, weibullProbability } from '../weibullTail.js';

/** The options of `openMax`. */
export interface OpenMaxOptions extends VariantOptions {
  /** How many of the highest ranked classes are recalibrated. */
  readonly alpha: number;
  /** How many of the largest distances of a class the Weibull is fitted to. */
  readonly tailSize: number;
  /** Weibull tails to use instead of fitting them: one per class. */
  readonly tails: readonly WeibullTail[] | null;
}

/** The largest e^r the CEA authors' code lets an unknown score have. */
const CLIP = 1e10;

/**
 * OpenMax in logit space: the probability of an extra "unknown" class. The logits of the `alpha`
 * highest ranked classes lose a share `ω_rank·w_c(‖z − mean_c‖)`, w_c the Weibull distribution of
 * the largest distances of class c, and what they lose is the logit of the unknown class.
 *
 * At infinity the distances grow, so w_c → 1: the top logit is used up, and the unknown class
 * wins iff Σ ω_rank b_c over the ranks exceeds what the others keep. Negative logits are pulled
 * *up* towards 0: a property of the method.
 *
 * Source: Bendale and Boult 2016, algorithms 1 and 2. `paper`: means and distances of correctly
 * classified rows (of all rows of the class if there are none); softmax shifted; of equal logits
 * the first ranks first; a class whose Weibull cannot be fitted keeps its logit. `cea-2024`: all
 * rows; unshifted exponentials, e^r clipped at 1e10, so that far out the novelty is 0, the most
 * in-distribution value; the *last* of equal logits ranks first; a failed fit has w = −9999, as
 * libMR returns it; an empty class is an error.
 */
export const openMax = defineDetector<OpenMaxOptions>({
  id: 'openmax',
  name: 'OpenMax',
  source: 'Bendale and Boult 2016',
  reads: 'logits',
  family: 'paper B',
  whenCertain: 'depends',
  defaults: { variant: 'paper', alpha: 2, tailSize: 20, tails: null },
  check: ({ alpha, tailSize, tails }) => [
    ...wholeOption('alpha', alpha, 1),
    ...wholeOption('tailSize', tailSize, 1),
    ...optionProblem(
      'tails',
      tails?.length,
      tails === null || tails.every(({ scale, shape }) => scale >= 0 && shape >= 0),
      'must have scales and shapes of at least 0',
      'give one tail per class',
    ),
  ],
  fit({ train }, options) {
    const { variant, alpha, tailSize } = options;
    const classes = train.logits.columns;
    const rows = fittingRows(train, classes, variant);
    const { means, counts } = classMeans(train.logits, rows, classes);
    const tails =
      options.tails ??
      Array.from(counts, (_, c) => {
        const distances = distancesOf(train.logits, rows, c, rowOf(means, c));
        // The authors of the variant fit whatever differs, be it by rounding.
        const error = variant === 'paper' ? distanceError(train, distances, rows.length) : 0;
        return fitWeibullTail(distances, tailSize, error);
      });
    if (tails.length !== classes) throw wrongTails(tails.length, classes);
    const model: OpenMaxModel = { variant, alpha, means, tails };
    return {
      notes: notesOf(train, tails, counts, variant),
      parameters: {
        alpha,
        tailSize,
        classes: tails.map((tail, c) => ({
          ...tail,
          mean: Array.from(rowOf(means, c)),
          count: counts[c],
        })),
      },
      score({ logits }) {
        const out = new Float64Array(logits.rows);
        const workspace = new Float64Array(classes);
        for (let i = 0; i < out.length; i++)
          out[i] = unknownProbability(model, rowOf(logits, i), workspace);
        return out;
      },
      germ: (tail) => openMaxGerm(model, tail),
    };
  },
});

function notesOf(
  { logits, labels }: LabelledObservations,
  tails: readonly WeibullTail[],
  counts: Int32Array,
  variant: Variant,
): string[] {
  const predicted = argmaxRows(logits);
  const classes = Array.from(tails.keys());
  const wrong = classes.filter(
    (c) => counts[c] > 0 && labels.every((label, i) => label !== c || predicted[i] !== label),
  );
  return [
    ...(variant === 'paper'
      ? wrong.map(
          (c) => `no training row is predicted correctly as class ${c}: all its rows are taken`,
        )
      : []),
    ...classes
      .filter((c) => !tails[c].valid)
      .map((c) =>
        variant === 'paper'
          ? `the distances of class ${c} have no Weibull tail: it keeps its logit`
          : `the distances of class ${c} have no Weibull tail: its weight is −9999, as libMR returns it`,
      ),
  ];
}

interface OpenMaxModel {
  readonly variant: Variant;
  readonly alpha: number;
  readonly means: Batch;
  readonly tails: readonly WeibullTail[];
}

/** The label of each row that takes part in fitting, −1 for the others. */
function fittingRows(
  { logits, labels }: LabelledObservations,
  classes: number,
  variant: Variant,
): Int32Array {
  const counts = new Int32Array(classes);
  const correct = new Int32Array(classes);
  const predicted = argmaxRows(logits);
  labels.forEach((label, i) => {
    counts[label]++;
    if (predicted[i] === label) correct[label]++;
  });
  if (variant === 'paper') {
    return labels.map((label, i) => (predicted[i] === label || correct[label] === 0 ? label : -1));
  }
  const empty = counts.indexOf(0);
  if (empty !== -1) {
    throw new InputError('openmax', [
      {
        code: 'empty',
        path: `train class ${empty}`,
        rule: "must have rows: the variant 'cea-2024' fails on an empty class",
        remedy: "use the variant 'paper', or leave the class out of the head",
      },
    ]);
  }
  return labels;
}

function distancesOf(logits: Batch, rows: Int32Array, c: number, mean: Float64Array): Float64Array {
  const members = Array.from(rows, (label, i) => (label === c ? i : -1)).filter((i) => i >= 0);
  return Float64Array.from(members, (i) => distance(rowOf(logits, i), mean));
}

/** How far any distance may be off: each logit by its rounding, each mean by that of the sum. */
function distanceError(train: LabelledObservations, distances: Float64Array, rows: number): number {
  const { columns, values } = train.logits;
  const largest = new Float64Array(columns);
  values.forEach((value, i) => {
    largest[i % columns] = Math.max(largest[i % columns], Math.abs(value));
  });
  // Two rows are as far from their mean as each other: their sum alone is rounded.
  const each = logitErrors(train).map((error, c) => 2 * error + gammaOf(rows + 1) * largest[c]);
  const far = distances.reduce((most, value) => Math.max(most, value), 0);
  return far === 0 ? 0 : Math.hypot(...each) + gammaOf(columns + 4) * far;
}

function distance(x: Float64Array, mean: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < x.length; c++) sum += (x[c] - mean[c]) ** 2;
  return Math.sqrt(sum);
}

/** The weight ω of a rank, 0 for the highest. */
function rankWeight(rank: number, alpha: number): number {
  return rank < alpha ? (alpha - rank) / alpha : 0;
}

/** w_c: how certainly a point at this distance from its mean is not of class c. */
function rejection(model: OpenMaxModel, c: number, of: number): number {
  const tail = model.tails[c];
  if (tail.valid) return weibullProbability(tail, of);
  return model.variant === 'paper' ? 0 : -9999;
}

function unknownProbability(model: OpenMaxModel, logits: Float64Array, kept: Float64Array): number {
  const { variant, alpha, means } = model;
  let unknown = 0;
  for (let c = 0; c < logits.length; c++) {
    const omega = rankWeight(rankOf(logits, c, variant), alpha);
    const share = omega === 0 ? 0 : omega * rejection(model, c, distance(logits, rowOf(means, c)));
    kept[c] = logits[c] * (1 - share);
    unknown += logits[c] - kept[c];
  }
  if (variant === 'cea-2024') {
    const weight = Math.min(Math.exp(unknown), CLIP);
    let total = 0;
    for (let c = 0; c < kept.length; c++) total += Math.exp(kept[c]);
    return weight / (total + weight);
  }
  let total = 0;
  for (let c = 0; c < kept.length; c++) total += Math.exp(kept[c] - unknown);
  return 1 / (1 + total);
}

function rankOf(logits: Float64Array, c: number, variant: Variant): number {
  let rank = 0;
  for (let other = 0; other < logits.length; other++) {
    if (logits[other] > logits[c]) rank++;
    else if (logits[other] === logits[c] && (variant === 'paper' ? other < c : other > c)) rank++;
  }
  return rank;
}

function openMaxGerm(model: OpenMaxModel, logits: GermVector): NoveltyGerm {
  const classes = logits.slope.length;
  if (isConstant(logits)) {
    return constantGerm(
      unknownProbability(model, toNumbers(logits.intercept), new Float64Array(classes)),
    );
  }
  if (model.tails.some(({ roundedAway }) => roundedAway)) {
    const bounds = { constantBounds: { lower: 0, upper: 1 }, made: 'by rounding' as const };
    const note =
      'whether the distances of a class differ is within their rounding, and with it its Weibull tail';
    return { ...constantGerm(Number.NaN, note), ...bounds };
  }
  const order = logits.slope
    .map((_, c) => c)
    .sort((a, b) => compareGerms(logits, b, a) || (model.variant === 'paper' ? a - b : b - a));
  const slope: Rational[] = new Array(classes + 1);
  const intercept: Rational[] = new Array(classes + 1);
  slope[classes] = Rational.zero;
  intercept[classes] = Rational.zero;
  order.forEach((c, rank) => {
    const share = Rational.of(rankWeight(rank, model.alpha)).multiply(
      Rational.of(rejection(model, c, Infinity)),
    );
    const lost = (value: Rational) => value.multiply(share);
    slope[c] = logits.slope[c].subtract(lost(logits.slope[c]));
    intercept[c] = logits.intercept[c].subtract(lost(logits.intercept[c]));
    slope[classes] = slope[classes].add(lost(logits.slope[c]));
    intercept[classes] = intercept[classes].add(lost(logits.intercept[c]));
  });
  return model.variant === 'paper'
    ? unknownGerm({ slope, intercept })
    : convergingGerm(clippedLimit({ slope, intercept }), null);
}

/** The probability of the last germ, strictly between 0 and 1 at every finite t. */
function unknownGerm(germs: GermVector): NoveltyGerm {
  const unknown = germs.slope.length - 1;
  const germ = convergingGerm(limitProbabilities(germs)[unknown], null);
  const top = steepest(germs);
  const wins = top.length === 1 && top[0] === unknown;
  return boundedGerm(germ, wins || !top.includes(unknown), wins ? 'upper' : 'lower');
}

/** The limit of min(e^r, 1e10)/(Σ e^z' + min(e^r, 1e10)); the last germ is r. */
function clippedLimit({ slope, intercept }: GermVector): number {
  const unknown = slope.length - 1;
  const clips =
    slope[unknown].sign > 0 ||
    (slope[unknown].sign === 0 && Math.exp(intercept[unknown].toNumber()) > CLIP);
  const capped: GermVector = clips
    ? {
        slope: slope.with(unknown, Rational.zero),
        intercept: intercept.with(unknown, Rational.of(Math.log(CLIP))),
      }
    : { slope, intercept };
  return limitProbabilities(capped)[unknown];
}

function wrongTails(given: number, classes: number): InputError {
  return new InputError('openmax', [
    {
      code: 'shape_mismatch',
      path: 'options.tails.length',
      value: given,
      rule: `must be ${classes}`,
      remedy: 'give one tail per class',
    },
  ]);
}
