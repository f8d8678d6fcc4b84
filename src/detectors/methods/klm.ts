import { InputError } from '../../errors/inputError.js';
import { logSumExp } from '../../uncertainty/logSumExp.js';
import { logSoftmax } from '../../uncertainty/softmax.js';
import { argmaxRows, type Batch, rowOf, rowsOf } from '../batch.js';
import { classMeans } from '../classMeans.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import type { LabelledObservations } from '../fittingData.js';
import { largestGerm } from '../infinity/germVector.js';
import { limitProbabilities, softmaxApproach } from '../infinity/logitGerms.js';
import { constantGerm, convergingGerm } from '../infinity/noveltyGerm.js';
import type { ScoreTail } from '../infinity/scoreTail.js';
import type { Observations } from '../observations.js';
import { probabilities } from '../probabilities.js';

/**
 * KL matching: novelty `min_c KL(p ‖ q_c)`, q_c the mean softmax of the validation rows predicted
 * as c.
 *
 * At infinity on a saturating tail it converges to `min_c −ln q_c[k]`: bounded.
 *
 * Source: Hendrycks et al. 2022, section 4. `paper`: classes no validation row is predicted as
 * have no template and take no part; everything in logarithms. `cea-2024`: their template is one-hot, which is infinitely
 * far from every prediction that is not exactly one-hot itself, and at distance 0 once the softmax
 * of the class underflows to one-hot. `pytorch-ood`: the divergence from the predicted class only,
 * templates by true label; NaN once a probability underflows; a predicted class without validation
 * rows is an error.
 */
export const klm = defineDetector<VariantOptions>({
  id: 'klm',
  name: 'KLM',
  source: 'Hendrycks et al. 2022',
  reads: 'logits',
  family: 'paper B',
  whenCertain: 'depends',
  variants: ['paper', 'cea-2024', 'pytorch-ood'],
  defaults: { variant: 'paper' },
  fit({ validation }, { variant }) {
    if (variant === 'pytorch-ood') return fitToPredicted(validation);
    return variant === 'paper' ? fitKlm(validation.logits) : fitCea2024(validation.logits);
  },
});

/** Templates as logarithms: where a mean probability underflows its logarithm does not. */
function fitKlm(logits: Batch) {
  const predicted = argmaxRows(logits);
  const logs = Array.from(predicted, (_, i) => logSoftmax(rowOf(logits, i)));
  const counts = countsOf(predicted, logits.columns);
  const templates = Array.from(counts.keys())
    .filter((c) => counts[c] > 0)
    .map((c) => {
      const rows = logs.filter((_, i) => predicted[i] === c);
      return Float64Array.from(
        { length: logits.columns },
        (_, k) => logSumExp(rows.map((row) => row[k])) - Math.log(rows.length),
      );
    });
  const smallest = (logP: Float64Array) => {
    let best = Infinity;
    for (const template of templates) {
      let sum = 0;
      // 0·log 0 = 0: only the product with p keeps a vanishing class out.
      for (let c = 0; c < logP.length; c++) {
        const p = Math.exp(logP[c]);
        if (p > 0) sum += p * (logP[c] - template[c]);
      }
      best = Math.min(best, sum);
    }
    // Rounding can leave −1e-17 where p is its template.
    return Math.max(0, best);
  };
  return {
    notes: missingTemplates(counts, 'takes no part'),
    parameters: {
      templates: templates.map((template) => Array.from(template, Math.exp)),
      predicted: Array.from(counts),
    },
    score: (observations: Observations) =>
      Float64Array.from({ length: observations.logits.rows }, (_, i) =>
        smallest(logSoftmax(rowOf(observations.logits, i))),
      ),
    germ: (tail: ScoreTail) =>
      convergingGerm(smallest(limitProbabilities(tail).map(Math.log)), softmaxApproach(tail)),
  };
}

function fitCea2024(logits: Batch) {
  const { means, counts } = classMeans(probabilities(logits), argmaxRows(logits), logits.columns);
  const templates = Array.from(counts, (count, c) => {
    const row = rowOf(means, c);
    if (count === 0) {
      row.fill(0);
      row[c] = 1;
    }
    return row;
  });
  return {
    notes: missingTemplates(counts, 'has a one-hot template'),
    parameters: { templates: rowsOf(means), predicted: Array.from(counts) },
    score: (observations: Observations) =>
      smallestDivergences(probabilities(observations.logits), templates),
    germ(tail: ScoreTail) {
      const limit = limitProbabilities(tail);
      const approach = softmaxApproach(tail);
      // Probabilities that vanish in the limit are positive at every finite t, so a template
      // with a 0 there is infinitely far for ever, although float64 ends by underflowing to it.
      const reachable = templates.filter((template) => !template.includes(0));
      const batch = { rows: 1, columns: limit.length, values: limit };
      const real = smallestDivergences(batch, reachable)[0];
      const float = smallestDivergences(batch, templates)[0];
      if (real === float) return convergingGerm(real, approach);
      const note = `in float64 the softmax underflows and the score ends at ${float}`;
      return { ...convergingGerm(real, approach, note), float64Constant: float };
    },
  };
}

function missingTemplates(counts: Int32Array, what: string): string[] {
  const missing = Array.from(counts.keys()).filter((c) => counts[c] === 0);
  return missing.map((c) => `no validation row is predicted as class ${c}: it ${what}`);
}

/** KL(p ‖ d_ŷ), d_c the mean softmax of the validation rows with label c. */
function fitToPredicted({ logits, labels }: LabelledObservations) {
  const { means, counts } = classMeans(probabilities(logits), labels, logits.columns);
  const divergenceFrom = (p: Float64Array, c: number) => {
    if (counts[c] === 0) throw noTemplate(c);
    const template = rowOf(means, c);
    return p.reduce((sum, share, j) => sum + share * Math.log(share / template[j]), 0);
  };
  return {
    parameters: { templates: rowsOf(means), rows: Array.from(counts) },
    score(observations: Observations) {
      const p = probabilities(observations.logits);
      return Float64Array.from(argmaxRows(observations.logits), (c, i) =>
        divergenceFrom(rowOf(p, i), c),
      );
    },
    germ(tail: ScoreTail) {
      const c = largestGerm(tail);
      if (counts[c] === 0) {
        return constantGerm(Number.NaN, 'the predicted class has no validation rows');
      }
      const limit = divergence(limitProbabilities(tail), rowOf(means, c));
      const germ = convergingGerm(limit, softmaxApproach(tail));
      if (tail.top.length === tail.slope.length) return germ;
      const note = 'in float64 a probability underflows and the score is NaN';
      return { ...germ, float64Constant: Number.NaN, notes: [note] };
    },
  };
}

function noTemplate(c: number): InputError {
  return new InputError('klm', [
    {
      code: 'empty',
      path: `validation class ${c}`,
      rule: "must have rows: the variant 'pytorch-ood' fails on a predicted class without",
      remedy: "use the variant 'paper'",
    },
  ]);
}

function countsOf(predicted: Int32Array, classes: number): Int32Array {
  const counts = new Int32Array(classes);
  for (const c of predicted) counts[c]++;
  return counts;
}

/** `min_c KL(p ‖ q_c)` of each row, p and q_c scaled to sum 1 as scipy's `entropy` does. */
function smallestDivergences(batch: Batch, templates: readonly Float64Array[]): Float64Array {
  const scaled = { ...batch, values: batch.values.slice() };
  for (let i = 0; i < scaled.rows; i++) scaleToSumOne(rowOf(scaled, i));
  const references = templates.map((template) => scaleToSumOne(template.slice()));
  const out = new Float64Array(batch.rows).fill(Infinity);
  for (let i = 0; i < out.length; i++) {
    const p = rowOf(scaled, i);
    for (const q of references) out[i] = Math.min(out[i], divergence(p, q));
  }
  return out;
}

function divergence(p: Float64Array, q: Float64Array): number {
  let sum = 0;
  // 0·log 0 = 0: a template may have a 0 wherever p has one.
  for (let c = 0; c < p.length; c++) if (p[c] > 0) sum += p[c] * Math.log(p[c] / q[c]);
  return sum;
}

function scaleToSumOne(p: Float64Array): Float64Array {
  let total = 0;
  for (const share of p) total += share;
  for (let c = 0; c < p.length; c++) p[c] /= total;
  return p;
}
