import type { Law } from '../law.js';

/** Anybody's uncertainty scores of an ensemble, from the logits of its members, shape [K][C]. */
export interface UncertaintyUnderTest {
  readonly name: string;
  /** H[E p], nats. */
  predictiveEntropy?(members: readonly (readonly number[])[]): number;
  /** H[E p] − E H[p], nats. */
  mutualInformation?(members: readonly (readonly number[])[]): number;
  /** (1/C) Σ_c (E[p_c²] − E[p_c]²). */
  classVariance?(members: readonly (readonly number[])[]): number;
}

type Quantity = 'predictiveEntropy' | 'mutualInformation' | 'classVariance';

const OPPOSED = [
  [1000, 0],
  [0, 1000],
];
const AGREED = [
  [2, 0, 1],
  [2, 0, 1],
];

/** Every law about uncertainty scores; expected values are known in closed form. */
export const UNCERTAINTY_LAWS: readonly Law<UncertaintyUnderTest>[] = [
  valued(
    'entropy-of-uniform',
    'predictiveEntropy',
    [[3, 3, 3, 3]],
    Math.log(4),
    'the entropy of a uniform prediction is ln C',
    'the logarithm has base 2, or the entropy is divided by ln C',
  ),
  valued(
    'entropy-of-certain',
    'predictiveEntropy',
    [[1000, 0, 0]],
    0,
    'the entropy of a certain prediction is 0',
    'p·log p is NaN at p = 0, or the softmax is not shifted',
  ),
  valued(
    'entropy-of-the-mean',
    'predictiveEntropy',
    OPPOSED,
    Math.LN2,
    'two certain members that disagree have predictive entropy ln 2',
    'the mean of the entropies is taken for the entropy of the mean',
  ),
  valued(
    'information-of-agreement',
    'mutualInformation',
    AGREED,
    0,
    'members that agree have mutual information 0',
    'the expected entropy is left out',
  ),
  valued(
    'information-of-disagreement',
    'mutualInformation',
    OPPOSED,
    Math.LN2,
    'two certain members that disagree have mutual information ln 2',
    'the sign is inverted: E H[p] − H[E p]',
  ),
  valued(
    'variance-of-agreement',
    'classVariance',
    AGREED,
    0,
    'members that agree have variance 0',
    'the variance is taken over classes instead of members',
  ),
  valued(
    'variance-of-disagreement',
    'classVariance',
    OPPOSED,
    0.25,
    'two certain members that disagree have class variance ¼',
    'a divisor of K − 1, or a sum over the classes instead of their mean',
  ),
];

function valued(
  id: string,
  quantity: Quantity,
  members: readonly (readonly number[])[],
  value: number,
  statement: string,
  likelyCause: string,
): Law<UncertaintyUnderTest> {
  return {
    id,
    statement,
    likelyCause,
    async check(subject) {
      const compute = subject[quantity];
      if (!compute) return { notChecked: `there is no ${quantity}` };
      const actual = compute(members);
      return Math.abs(actual - value) <= 1e-9
        ? null
        : { message: `${quantity} is ${actual}, expected ${value}`, input: { members } };
    },
  };
}
