import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { fails, HOLDS, OUTSIDE, type Outcome } from './outcome.js';
import type { EnsembleAnalysis } from './rayAnalysis.js';
import { short, vector } from './shared/describe.js';
import { confirmationOf } from './shared/finding.js';
import { findLimitMetrics, limitsOf } from './shared/limitMetrics.js';

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
  hypotheses: ["every member's tail saturates"],
  asPrinted: {
    latex:
      '\\bar p \\to w,\\quad \\max_c \\bar p_c \\to \\max_c w_c,\\quad \\bar\\sigma^2 \\to \\tfrac1C \\sum_c w_c (1 - w_c),\\quad \\mathbb{H}[\\bar p] \\to \\mathbb{H}(w),\\quad \\mathbb{I} \\to \\mathbb{H}(w), \\qquad w_c = \\tfrac1K\\, |\\{k : T_k = \\{c\\}\\}|',
    plain:
      "Where every member becomes certain, the ensemble's prediction tends to the shares of their votes, and so do the uncertainty metrics.",
    expected: 'holds',
    check,
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

function check(subject: EnsembleAnalysis): Outcome {
  if (!subject.saturates) return OUTSIDE;
  const w = sharesOf(subject);
  const limits = limitsOf(subject);
  if (!limits.mean?.every((p, c) => p.compare(w[c]!) === 0)) {
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

/** w, counted. */
function sharesOf(subject: EnsembleAnalysis): Rational[] {
  const votes = new Array<bigint>(subject.classes).fill(0n);
  for (const { tail } of subject.members) votes[tail.top[0]!]!++;
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
