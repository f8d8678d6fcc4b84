import { logComplements } from '../../uncertainty/complements.js';
import { logSoftmax } from '../../uncertainty/softmax.js';
import { rowOf } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { endLogits, limitProbabilities, softmaxApproach } from '../infinity/logitGerms.js';
import { convergingGerm } from '../infinity/noveltyGerm.js';
import { positiveOption, wholeOption } from '../options.js';
import { probabilities } from '../probabilities.js';

/** The options of `gen`. */
export interface GenOptions extends VariantOptions {
  /** γ, the exponent. */
  readonly gamma: number;
  /** M: only the largest probabilities count. With M ≥ C all do. */
  readonly largest: number;
}

/**
 * Generalised entropy: novelty `Σ p_c^γ (1 − p_c)^γ` over the M largest probabilities.
 *
 * At infinity on a saturating tail it converges to 0, the least value it can have: always blind.
 *
 * Source: Liu, Lochman and Zach 2023, eq. 4. `paper`: 1 − p without cancellation and both factors as
 * logarithms, so that digits stay near saturation. `openood`: 1 − p is the rounded difference, so
 * that the term of the top class is 0 as soon as p rounds to 1.
 */
export const gen = defineDetector<GenOptions>({
  id: 'gen',
  name: 'GEN',
  source: 'Liu, Lochman and Zach 2023',
  reads: 'logits',
  family: 'after 2022',
  whenCertain: 'always blind',
  variants: ['paper', 'openood'],
  defaults: { variant: 'paper', gamma: 0.1, largest: 100 },
  check: ({ gamma, largest }) => [
    ...positiveOption('gamma', gamma),
    ...wholeOption('largest', largest, 1),
  ],
  fit(_, { variant, gamma, largest }) {
    const rounded = (p: Float64Array) =>
      sumOfLargest(p, largest, (c) => p[c] ** gamma * (1 - p[c]) ** gamma);
    const stable = (logits: Float64Array) => {
      const logP = logSoftmax(logits);
      const logRest = logComplements(logits);
      return sumOfLargest(logP, largest, (c) => Math.exp(gamma * (logP[c] + logRest[c])));
    };
    return {
      parameters: { gamma, largest },
      score({ logits }) {
        const p = variant === 'paper' ? logits : probabilities(logits);
        const score = variant === 'paper' ? stable : rounded;
        return Float64Array.from({ length: p.rows }, (_, i) => score(rowOf(p, i)));
      },
      germ(tail) {
        const approach = softmaxApproach(tail);
        // p^γ vanishes as e^{−γ·gap·t}, and what it leaves the others as e^{−gap·t}.
        return convergingGerm(
          variant === 'paper' ? stable(endLogits(tail)) : rounded(limitProbabilities(tail)),
          approach.kind === 'exponential'
            ? { ...approach, rate: approach.rate * Math.min(1, gamma) }
            : approach,
        );
      },
    };
  },
});

/** The sum of a term over the indices of the `count` largest values. */
function sumOfLargest(
  values: Float64Array,
  count: number,
  term: (index: number) => number,
): number {
  const order = Array.from(values.keys());
  if (count < values.length) order.sort((a, b) => values[b] - values[a] || a - b);
  return order.slice(0, count).reduce((sum, c) => sum + term(c), 0);
}
