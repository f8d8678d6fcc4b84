import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { ALL_SATURATE, wordsOf } from './conditions.js';
import { FOR_THE_OTHER, SATURATING, TIED, together } from './controls/cases.js';
import { aboutFirstTail, otherTop } from './controls/lies.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import type { EnsembleAnalysis } from './rayAnalysis.js';
import { short, vector } from './shared/describe.js';
import { confirmationOf } from './shared/finding.js';
import { findLimitMetrics, limitsOf } from './shared/limitMetrics.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/**
 * F4: vote shares.
 *
 * Decided: with every member one-hot in the limit, E[p_c] and E[p_c²] both count votes. MSP and
 * class variance of that are fractions, compared exactly; an entropy is 0 exactly or −Σ w ln w.
 */
export const voteShares: Claim<'ensemble'> = {
  id: 'vote-shares',
  title: 'An ensemble of saturating members ends in their votes',
  source: { paper: 'farfield', label: 'F4' },
  kind: 'ensemble',
  hypotheses: wordsOf([ALL_SATURATE]),
  asPrinted: {
    latex:
      '\\bar p \\to w,\\quad \\max_c \\bar p_c \\to \\max_c w_c,\\quad \\bar\\sigma^2 \\to \\tfrac1C \\sum_c w_c (1 - w_c),\\quad \\mathbb{H}[\\bar p] \\to \\mathbb{H}(w),\\quad \\mathbb{I} \\to \\mathbb{H}(w), \\qquad w_c = \\tfrac1K\\, |\\{k : T_k = \\{c\\}\\}|',
    plain:
      "Where every member becomes certain, the ensemble's prediction tends to the shares of their votes, and so do the uncertainty metrics.",
    expected: 'holds',
    ...guarded([ALL_SATURATE], conclude),
    controls: [
      {
        name: 'two votes against one',
        source: together(SATURATING, FOR_THE_OTHER, FOR_THE_OTHER),
        expected: 'holds',
      },
      {
        name: 'a member that is tied',
        source: together({ ...SATURATING, network: TIED.network }, TIED.network),
        expected: 'skipped',
      },
      {
        name: 'a vote for another class',
        source: together(SATURATING, FOR_THE_OTHER, FOR_THE_OTHER),
        lie: aboutFirstTail(otherTop),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => {
      const w = sharesOf(subject);
      const finding = findLimitMetrics(subject, oracle, {
        maximumSoftmaxProbability: { value: largest(w).toNumber() },
        classVariance: { value: varianceOf(w).toNumber() },
        predictiveEntropy: { value: entropyOf(w) },
        mutualInformation: { value: entropyOf(w) },
      });
      return confirmationOf(finding, decided);
    },
  },
  repaired: null,
};

function conclude(subject: EnsembleAnalysis): Outcome {
  const w = sharesOf(subject);
  const limits = limitsOf(subject);
  if (!limits.mean?.every((p, c) => p.compare(w[c]) === 0)) {
    return fails(`the votes are ${vector(w)}, but the mean tends to ${limits.mean}`);
  }
  const fractions = [
    { name: 'MSP', limit: limits.maximumSoftmaxProbability, expected: largest(w) },
    { name: 'class variance', limit: limits.classVariance, expected: varianceOf(w) },
  ];
  for (const { name, limit, expected } of fractions) {
    if (limit.exact?.compare(expected) !== 0) {
      return fails(`the ${name} of ${vector(w)} is ${short(expected)}, not ${limit.value}`);
    }
  }
  const unanimous = w.some(({ numerator, denominator }) => numerator === denominator);
  for (const name of ['predictiveEntropy', 'mutualInformation'] as const) {
    const { value, exact } = limits[name];
    const agrees = unanimous ? exact?.sign === 0 : Math.abs(value - entropyOf(w)) <= 1e-14;
    if (!agrees) return fails(`${name} tends to ${value}, but H${vector(w)} = ${entropyOf(w)}`);
  }
  return HOLDS;
}

/** w, counted: a member votes for the class whose logit grows fastest on f itself. */
function sharesOf(subject: EnsembleAnalysis): Rational[] {
  const votes = new Array<bigint>(subject.classes).fill(0n);
  for (const member of subject.members) {
    const { slope } = tailEvaluation(member);
    votes[slope.reduce((best, b, c) => (b.compare(slope[best]) > 0 ? c : best), 0)]++;
  }
  return votes.map((count) => new Rational(count, BigInt(subject.size)));
}

function largest(w: readonly Rational[]): Rational {
  return w.reduce((best, share) => (share.compare(best) > 0 ? share : best));
}

/** (1/C) Σ (E[p_c²] − E[p_c]²); for one-hot members E[p_c²] = w_c. */
function varianceOf(w: readonly Rational[]): Rational {
  return w
    .reduce((sum, share) => sum.add(share.subtract(share.multiply(share))), Rational.zero)
    .divide(new Rational(BigInt(w.length), 1n));
}

/** Nats. */
function entropyOf(w: readonly Rational[]): number {
  let sum = 0;
  for (const share of w) if (share.sign > 0) sum -= share.toNumber() * Math.log(share.toNumber());
  return sum;
}
