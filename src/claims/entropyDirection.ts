import { Rational } from '../exact/rational.js';
import { predict } from '../uncertainty/prediction.js';
import type { LogitsCase } from './cases.js';
import type { Claim } from './claim.js';
import { givenThat } from './confirmation.js';
import { aboutMetrics } from './controls/lies.js';
import type { LogitsAnalysis } from './logitsAnalysis.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, UNDECIDED } from './outcome.js';
import { type Bounds, plainSoftmax } from './plain/plainSoftmax.js';
import { decimal, describeLogits } from './shared/describe.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { logitExponentials } from './shared/logitExponentials.js';

/**
 * Paper A, section 3.3, on predictive entropy: which way it points.
 *
 * Decided: whether the mean prediction is uniform, exactly (all exponentials of each member's
 * logits equal, or the means equal 1/C as sums of exponentials); whether H is above 0 and below
 * ln C by float64 with room for its rounding, 10⁻¹³. Where that cannot tell, H = ln C iff the mean
 * is exactly uniform, and a prediction too close to either end is left undecided.
 */
export const entropyDirection: Claim<'logits'> = {
  id: 'entropy-direction',
  title: 'Entropy is low for uniform predictions, high for certain ones',
  source: { paper: 'A', label: 'Section 3.3, predictive entropy' },
  kind: 'logits',
  hypotheses: [],
  asPrinted: {
    latex:
      '\\mathbb{H}\\big[(\\tfrac1C, \\dots, \\tfrac1C)\\big] \\;\\le\\; \\mathbb{H}[\\bar p] \\;\\le\\; \\mathbb{H}[e_k]',
    plain:
      'The entropy is low when probability mass is distributed uniformly across all classes and high when all mass is on a single class.',
    expected: 'refuted',
    check: (subject) => {
      const { entropy, uniform, most } = entropyOf(subject);
      if (entropy > ROUNDING) {
        return fails(
          `H[p̄] = ${decimal(entropy)}${uniform ? ` = ln ${subject.logits[0].length} for the uniform prediction` : ''}, above 0 = H of all mass on one class`,
        );
      }
      return most - entropy > ROUNDING
        ? fails(`H[p̄] = ${decimal(entropy)} is below ln C = H of the uniform prediction`)
        : UNDECIDED;
    },
    controls: [
      { name: 'the uniform prediction', source: { logits: [[0, 0]] }, expected: 'fails' },
      { name: 'a prediction between the two', source: { logits: [[0, 1]] }, expected: 'fails' },
    ],
    confirm: (subject, oracle, decided) =>
      givenThat(confirmationOf(findBounds(subject, oracle), 'holds'), () =>
        confirmationOf(findDirection(subject, oracle), decided),
      ),
    // H ≥ −ln max p̄, which is above 0 = H[e_k] where max p̄ < 1.
    failsPlainly: ({ logits }) => {
      const members = logits.map(plainSoftmax);
      const shown = logits[0].every((_, c) => members.some((p) => p !== null && isBelowOne(p[c])));
      return shown ? true : null;
    },
    explain: (subject) => {
      const { logits } = subject;
      const { entropy, uniform, most } = entropyOf(subject);
      const classes = logits[0].length;
      return [
        ...describeLogits(logits),
        uniform
          ? `The mean prediction is uniform, 1/${classes} for every class: H = −${classes} · (1/${classes}) ln(1/${classes}) = ln ${classes} = ${decimal(most)}.`
          : `The mean prediction has H = −Σ p̄_c ln p̄_c = ${decimal(entropy)}.`,
        'All mass on one class: H = −1·ln 1 = 0.',
        uniform
          ? 'So the uniform prediction has the higher entropy, not the lower.'
          : `So H is larger than for a certain prediction, and no larger than ln ${classes} = ${decimal(most)}, that of the uniform one.`,
      ];
    },
  },
  repaired: {
    latex:
      '0 < \\mathbb{H}[\\bar p] \\le \\ln C, \\qquad \\mathbb{H} = \\ln C \\iff \\bar p = (\\tfrac1C, \\dots, \\tfrac1C), \\qquad \\mathbb{H}[e_k] = 0',
    plain:
      'The entropy is largest, ln C, exactly when all classes are equally probable, and 0 exactly when one class has all probability.',
    expected: 'holds',
    check: (subject) => {
      const { entropy, uniform, most } = entropyOf(subject);
      if (entropy - most > ROUNDING || entropy < 0) return fails(`H[p̄] = ${entropy}`);
      const summed = sumOfTerms(subject);
      if (Math.abs(summed - entropy) > ROUNDING) {
        return fails(`H[p̄] = ${entropy}, but −Σ p̄_c ln p̄_c = ${summed}`);
      }
      const below = most - entropy > ROUNDING;
      if (uniform && below) return fails(`the uniform prediction has H = ${entropy}, not ln C`);
      if (!uniform && !below) return UNDECIDED;
      // Finite logits leave every class some probability, if less than doubles can tell from none.
      return entropy > ROUNDING ? HOLDS : UNDECIDED;
    },
    controls: [
      { name: 'the uniform prediction', source: { logits: [[0, 0]] }, expected: 'holds' },
      { name: 'a prediction that is not uniform', source: { logits: [[0, 1]] }, expected: 'holds' },
      {
        name: 'a uniform prediction of a little less than ln C',
        source: { logits: [[0, 0]] },
        lie: aboutMetrics(() => ({ predictiveEntropy: Math.log(2) * (1 - 1e-9) })),
        expected: 'fails',
      },
      {
        name: 'an entropy above ln C',
        source: { logits: [[0, 0]] },
        lie: aboutMetrics(() => ({ predictiveEntropy: Math.log(2) + 1e-9 })),
        expected: 'fails',
      },
      {
        name: 'the entropy of certainty for a prediction that is not',
        source: { logits: [[0, 1]] },
        lie: aboutMetrics(() => ({ predictiveEntropy: 0 })),
        expected: 'fails',
      },
      {
        name: 'the entropy of uniformity for a prediction that is not',
        source: { logits: [[0, 1]] },
        lie: aboutMetrics(() => ({ predictiveEntropy: Math.log(2) })),
        expected: 'fails',
      },
      {
        name: 'an entropy below 0',
        source: { logits: [[0, 80]] },
        lie: aboutMetrics(() => ({ predictiveEntropy: -1e-300 })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirmationOf(findBounds(subject, oracle), decided),
  },
  generic: {
    kind: 'robust',
    expected: 'refuted',
    statement:
      'the entropy of every prediction by finite logits exceeds 0, that of all mass on one class.',
    // H ≥ −ln max p̄, and max p̄ is below 1 by more than rounding where logits are not far apart.
    failsThroughout: ({ source: { logits }, radius }) => {
      const reach = 2 * Rational.ofDyadic(radius).toNumber();
      return logits.every(
        (row) => row.length >= 2 && Math.max(...row) - Math.min(...row) + reach < MOST_NATS,
      );
    },
  },
  flaw: 'The two cases are swapped: −Σ p ln p is largest for uniform mass and 0 for all mass on one class. The rest of the paper uses it the right way round.',
};

/** A probability that is far enough below 1 for the entropy to be told from 0. */
function isBelowOne({ upper }: Bounds): boolean {
  return upper.toNumber() < 1 - ROUNDING;
}

/** e^−28 is above `ROUNDING`: a class this far behind still has a probability that shows. */
const MOST_NATS = 28;

/** A sum of a few terms of at most 1/e each. */
const ROUNDING = 1e-13;

function entropyOf({ logits, metrics }: LogitsAnalysis) {
  const classes = logits[0].length;
  return {
    entropy: metrics.predictiveEntropy,
    most: Math.log(classes),
    uniform: isUniform(logits),
  };
}

/** The entropy by its definition, of the mean of the members' enclosed probabilities. */
function sumOfTerms({ logits }: LogitsAnalysis): number {
  const { mean } = predict(logits);
  const members = logits.map(plainSoftmax);
  return mean.reduce((sum, rounded, c) => {
    const p = members.every((member) => member !== null)
      ? members.reduce((total, member) => total + member[c].lower.toNumber(), 0) / members.length
      : rounded;
    return p === 0 ? sum : sum - p * Math.log(p);
  }, 0);
}

/** Whether Σ_k p_kc is the same for every class. Exact. */
function isUniform(logits: LogitsCase['logits']): boolean {
  const every = logits.map((row) => row.every((logit) => logit === row[0]));
  if (every.every(Boolean)) return true;
  const { mean } = predict(logits);
  if (mean.some((p) => Math.abs(p - mean[0]) > ROUNDING)) return false;
  // Over the common denominator Π_k S_k.
  const members = logits.map(logitExponentials);
  const share = (c: number) =>
    members
      .map(({ numerators }, k) =>
        members.reduce(
          (product, { sum }, j) => (j === k ? product : product.multiply(sum)),
          numerators[c],
        ),
      )
      .reduce((sum, term) => sum.add(term));
  const first = share(0);
  return logits[0].every((_, c) => c === 0 || share(c).subtract(first).isZero);
}

/** Whether numbers show an entropy that the swapped order does not have room for. */
function findDirection({ logits }: LogitsAnalysis, oracle: Oracle): Finding {
  const entropy = oracle.at(logits).predictiveEntropy;
  const most = Math.log(logits[0].length);
  const what = `H = ${entropy}, with H = 0 for all mass on one class and ln C = ${most} for uniform mass`;
  if (entropy > ROUNDING || most - entropy > ROUNDING) return showsFailing(what);
  return showsHolding(what);
}

/**
 * Whether numbers keep the entropy's bounds: 0 ≤ H ≤ ln C, and a class of probability above
 * 1 − δ or equal ones bring it to either end.
 */
function findBounds({ logits }: LogitsAnalysis, oracle: Oracle): Finding {
  const classes = logits[0].length;
  const { predictiveEntropy: entropy, logMeanProbability } = oracle.at(logits);
  if (!(entropy >= 0 && entropy <= Math.log(classes) + ROUNDING))
    return showsFailing(`H = ${entropy}`);
  const largest = Math.exp(Math.max(...Array.from(logMeanProbability)));
  const rest = 1 - largest;
  // Given the largest probability, H is largest with the rest spread evenly.
  const upper =
    (rest > 0 ? -rest * Math.log(rest / (classes - 1)) : 0) - largest * Math.log(largest);
  if (entropy > upper + 1e-12)
    return showsFailing(`H = ${entropy} with a class of probability ${largest}`);
  // H ≥ −ln max p: the entropy is at least the min-entropy.
  if (entropy < -Math.log(largest) - 1e-12) {
    return showsFailing(`H = ${entropy} with no class above probability ${largest}`);
  }
  return showsHolding('H is within the bounds that the largest probability sets');
}
