import { classVariance } from '../../uncertainty/classVariance.js';
import { predictiveEntropy } from '../../uncertainty/entropy.js';
import { maximumSoftmaxProbability } from '../../uncertainty/maximumSoftmaxProbability.js';
import { mutualInformation } from '../../uncertainty/mutualInformation.js';
import { type Batch, rowOf } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { Detector, Variant, VariantOptions } from '../detector.js';
import { type Approach, slowerApproach } from '../infinity/approach.js';
import { limitProbabilities, softmaxApproach, steepest } from '../infinity/logitGerms.js';
import { boundedGerm, convergingGerm } from '../infinity/noveltyGerm.js';
import type { ScoreTail } from '../infinity/scoreTail.js';
import type { Observations } from '../observations.js';
import { probabilities } from '../probabilities.js';

/**
 * Predictive entropy H[E p], nats: novelty in [0, ln C].
 *
 * At infinity: the entropy of the mean of the members' limits; 0, always blind, where all saturate
 * to one class. Source: paper A, section 3.3. Without `members` a network is its own only member.
 * `pytorch-ood`: of one network, Σ p ln p as doubles have it: NaN once a probability underflows.
 */
export const entropy = uncertaintyDetector('entropy', 'Entropy', predictiveEntropy, {
  variants: ['paper', 'pytorch-ood'],
});

/**
 * Class variance (1/C) Σ_c (E[p_c²] − E[p_c]²): novelty at least 0, and 0 for a single network.
 *
 * At infinity: the variance of the members' limits. Source: paper A, section 3.3.
 */
export const variance = uncertaintyDetector('variance', 'Variance', classVariance);

/**
 * Mutual information H[E p] − E H[p], nats: novelty at least 0, and 0 for a single network.
 *
 * At infinity: that of the members' limits; largest, not smallest, where they saturate to different
 * classes. Source: paper A, section 3.3.
 */
export const information = uncertaintyDetector('mutual-information', 'MI', mutualInformation);

/**
 * Maximum of the mean softmax of an ensemble, negated: novelty in [−1, −1/C].
 *
 * At infinity: −max_c w_c, w the shares of members that saturate to each class (F4).
 */
export const ensembleMsp = uncertaintyDetector(
  'ensemble-msp',
  'MSP[ensemble]',
  (members) => -maximumSoftmaxProbability(members),
);

/** Scores of how far members differ. */
const ALONE = ['variance', 'mutual-information'];

function uncertaintyDetector(
  id: string,
  name: string,
  score: (members: readonly Float64Array[]) => number,
  more: { readonly variants: readonly Variant[] } = { variants: ['paper'] },
): Detector<VariantOptions> {
  return defineDetector<VariantOptions>({
    id,
    name,
    source: 'Ulmer and Cinà 2021, section 3.3',
    reads: 'logits',
    family: 'posterior',
    whenCertain: 'always blind',
    ...more,
    defaults: { variant: 'paper' },
    fit: ({ head, validation }, { variant }) => ({
      ...(validation.members === undefined && ALONE.includes(id)
        ? {
            notes: ['a single network is its own only member: the novelty is 0 everywhere'],
            // A difference of equal doubles.
            error: () => 0,
          }
        : {}),
      // The one class there is has the probability 1, in doubles as well.
      ...(head.bias.length === 1 && { error: () => 0 }),
      parameters: {},
      score(observations: Observations) {
        if (variant !== 'paper') return publishedEntropies(observations.logits);
        const members: readonly Batch[] = observations.members ?? [observations.logits];
        return Float64Array.from({ length: observations.logits.rows }, (_, i) =>
          score(members.map((member) => rowOf(member, i))),
        );
      },
      germ(tail: ScoreTail) {
        // The metrics take logits; the logarithm of a limit distribution has it for its softmax.
        const members = tail.members ?? [tail];
        const limits = members.map((member) => limitProbabilities(member).map(Math.log));
        const approach = members
          .map((member): Approach | null => softmaxApproach(member))
          .reduce(slowerApproach);
        // All members end in the same class, for certain: of entropy and MSP that is the end.
        const tops = members.map((member) => steepest(member));
        const agree = tops.every((top) => top.length === 1 && top[0] === tops[0][0]);
        const isEnd = agree && !ALONE.includes(id) && tail.slope.length > 1;
        const germ = boundedGerm(convergingGerm(score(limits), approach), isEnd);
        const underflows = variant !== 'paper' && tail.top.length < tail.slope.length;
        return underflows ? { ...germ, float64Constant: Number.NaN } : germ;
      },
    }),
  });
}

function publishedEntropies(logits: Batch): Float64Array {
  const p = probabilities(logits);
  return Float64Array.from(
    { length: p.rows },
    (_, i) => -rowOf(p, i).reduce((sum, share) => sum + share * Math.log(share), 0),
  );
}
