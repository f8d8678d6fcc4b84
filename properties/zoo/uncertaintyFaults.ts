import type { UncertaintyUnderTest } from '../../src/testing/laws/uncertaintyLaws.js';
import { classVariance } from '../../src/uncertainty/classVariance.js';
import { expectedEntropy, predictiveEntropy } from '../../src/uncertainty/entropy.js';
import { mutualInformation } from '../../src/uncertainty/mutualInformation.js';
import { softmax } from '../../src/uncertainty/softmax.js';
import type { FaultyUncertainty } from './faulty.js';

type Logits = readonly (readonly number[])[];

/** Uncertainty scores of ensembles, mistaken. */
export const UNCERTAINTY_FAULTS: readonly FaultyUncertainty[] = [
  {
    fault: 'the mean of the entropies is returned for the entropy of the mean',
    seenIn: 'ensembles averaged after the metric instead of before',
    law: 'entropy-of-the-mean',
    subject: {
      name: 'mean-of-entropies',
      predictiveEntropy: (members: Logits) => expectedEntropy(members),
    },
  },
  {
    fault: 'p·log p is NaN at p = 0',
    seenIn: 'entropy written as -(p * p.log()).sum()',
    law: 'entropy-of-certain',
    subject: {
      name: 'entropy-nan-at-zero',
      predictiveEntropy: (members: Logits) =>
        softmax(members[0]).reduce((sum, p) => sum - p * Math.log(p), 0),
    },
  },
  {
    fault: 'entropy is in bits where nats are meant',
    seenIn: 'log2 in one of two places',
    law: 'entropy-of-uniform',
    subject: {
      name: 'entropy-in-bits',
      predictiveEntropy: (members: Logits) => predictiveEntropy(members) / Math.LN2,
    },
  },
  {
    fault: 'mutual information has the wrong sign',
    seenIn: 'E H − H E instead of H E − E H',
    law: 'information-of-disagreement',
    subject: {
      name: 'information-negated',
      mutualInformation: (members: Logits) => expectedEntropy(members) - predictiveEntropy(members),
    },
  },
  {
    fault: 'predictive entropy is returned for mutual information',
    seenIn: 'epistemic uncertainty taken for all of it',
    law: 'information-of-agreement',
    subject: {
      name: 'entropy-for-information',
      mutualInformation: (members: Logits) => predictiveEntropy(members),
    },
  },
  {
    fault: 'variances are summed over the classes, not averaged',
    seenIn: 'p.var(0).sum()',
    law: 'variance-of-disagreement',
    subject: {
      name: 'variance-summed',
      classVariance: (members: Logits) => classVariance(members) * members[0].length,
    },
  },
  {
    fault: 'the variance runs over the classes of the mean prediction, not over the members',
    seenIn: 'a missing or wrong dim argument',
    law: 'variance-of-agreement',
    subject: {
      name: 'variance-over-classes',
      classVariance: (members: Logits) => {
        const p = softmax(members[0]);
        return p.reduce((sum, share) => sum + (share - 1 / p.length) ** 2, 0) / p.length;
      },
    },
  },
];

/** Uncertainty scores without a fault, for the laws to pass. */
export const CORRECT_UNCERTAINTY: UncertaintyUnderTest = {
  name: 'farfield uncertainty',
  predictiveEntropy: (members) => predictiveEntropy(members),
  mutualInformation: (members) => mutualInformation(members),
  classVariance: (members) => classVariance(members),
};
