import { type Batch, rowsOf } from '../batch.js';
import { meanRow } from '../classMeans.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { energies, energyRounding } from '../energy.js';
import { type GermVector, toNumbers } from '../infinity/germVector.js';
import { headGerms } from '../infinity/headGerms.js';
import { gammaOf } from '../infinity/interval.js';
import { energyGerm } from '../infinity/logitGerms.js';
import { enclosedCoefficient, linearGerm, type NoveltyGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { applyHead, headErrors, type LinearHead } from '../linearHead.js';
import { featureErrors, type Observations } from '../observations.js';
import { percentOption } from '../options.js';
import { percentile } from '../percentile.js';
import { meanError } from '../whitening.js';

/** The options of `dice`. */
export interface DiceOptions extends VariantOptions {
  /** The percentage of the head's weights that is masked. */
  readonly percent: number;
}

/**
 * Directed sparsification: the energy of the logits of a head that keeps only the weights with
 * the largest mean contribution `W_cj · mean(f_j)`, those strictly above the percentile.
 *
 * At infinity the slope is minus the top slope of the masked head; where contributions are equal
 * within rounding it is known as well as the mask is.
 *
 * Source: Sun and Li 2022. No difference between the variants.
 */
export const dice = defineDetector<DiceOptions>({
  id: 'dice',
  name: 'DICE',
  source: 'Sun and Li 2022',
  reads: 'features',
  family: 'paper B',
  whenCertain: 'depends',
  defaults: { variant: 'paper', percent: 90 },
  check: ({ percent }) => percentOption('percent', percent),
  fit({ head, train }, { percent }) {
    const { masked, ...found } = maskedHead(head, train.features, percent);
    const open = undecidedMask(head, train, found);
    return {
      notes: maskNotes(masked, open),
      parameters: { percent, ...found, maskedWeights: rowsOf(masked.weights) },
      score: ({ features }) => energies(applyHead(masked, features)),
      error: (observations) =>
        headErrors(masked, observations.features, featureErrors(observations)) +
        energyRounding(applyHead(masked, observations.features)),
      germ(tail) {
        const x = penultimateGerms(tail);
        const germ = energyGerm(headGerms(masked, x));
        return open.length === 0 ? germ : looselyMasked(germ, open, head, masked, x);
      },
    };
  },
});

/** A head without the weights that contribute least on average, `percent` of them. */
export function maskedHead({ weights, bias }: LinearHead, features: Batch, percent: number) {
  const mean = meanRow(features);
  const { rows, columns, values } = weights;
  const contributions = values.map((weight, i) => weight * mean[i % columns]);
  const threshold = percentile(contributions, percent);
  const kept = values.map((weight, i) => (contributions[i] > threshold ? weight : 0));
  return {
    masked: { weights: { rows, columns, values: kept }, bias },
    threshold,
    meanActivation: Array.from(mean),
  };
}

/** What a mask came to that is worth a word. */
export function maskNotes({ weights }: LinearHead, open: readonly number[]): string[] {
  if (weights.values.every((weight) => weight === 0)) {
    return ['every weight is masked: the novelty is the same everywhere'];
  }
  return open.length === 0
    ? []
    : [
        `${open.length} of ${weights.values.length} weights are kept or masked by rounding: their contributions are equal within it`,
      ];
}

/** The weights that rounding of the means may have put on the wrong side of the threshold. */
export function undecidedMask(
  { weights: { values, columns } }: LinearHead,
  train: Observations,
  found: { readonly threshold: number; readonly meanActivation: readonly number[] },
): number[] {
  const { threshold, meanActivation } = found;
  const own = featureErrors(train);
  const means = own.map((error, j) => error + meanError(train.features, j));
  const contributions = values.map((weight, i) => weight * meanActivation[i % columns]);
  const errors = values.map((weight, i) => {
    const error = means[i % columns];
    return error === 0 ? 0 : Math.abs(weight) * error + gammaOf(2) * Math.abs(contributions[i]);
  });
  let most = -Infinity;
  let least = Infinity;
  contributions.forEach((value, i) => {
    if (value > threshold) least = Math.min(least, value - errors[i]);
    else most = Math.max(most, value + errors[i]);
  });
  if (most < least) return [];
  return Array.from(contributions.keys()).filter((i) =>
    contributions[i] > threshold
      ? contributions[i] - errors[i] <= most
      : contributions[i] + errors[i] >= least,
  );
}

/** The expansion if each of the open weights may be kept or masked. */
export function looselyMasked(
  germ: NoveltyGerm,
  open: readonly number[],
  { weights }: LinearHead,
  masked: LinearHead,
  { slope }: GermVector,
): NoveltyGerm {
  const { rows, columns } = weights;
  const slopes = toNumbers(slope);
  const ends = Array.from({ length: rows }, (_, c) => {
    let [lower, upper, size] = [0, 0, 0];
    for (let j = 0; j < columns; j++) {
      const i = c * columns + j;
      const product = weights.values[i] * slopes[j];
      const isOpen = open.includes(i);
      if (!isOpen && masked.weights.values[i] === 0) continue;
      lower += isOpen ? Math.min(0, product) : product;
      upper += isOpen ? Math.max(0, product) : product;
      size += Math.abs(product);
    }
    const error = gammaOf(columns + 2) * size;
    return { lower: lower - error, upper: upper + error };
  });
  const bounds = {
    lower: -Math.max(...ends.map(({ upper }) => upper)),
    upper: -Math.max(...ends.map(({ lower }) => lower)),
  };
  const value = germ.terms[0]?.coefficient.value ?? 0;
  const constantBounds = { lower: -Infinity, upper: Infinity };
  return { ...linearGerm(enclosedCoefficient(value, bounds), germ.constant, null), constantBounds };
}
