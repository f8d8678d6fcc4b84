import { Rational } from '../exact/rational.js';
import { uncertainty } from '../uncertainty/uncertainty.js';
import type { LogitsCase } from './cases.js';
import type { Claim } from './claim.js';
import type { PointOracle } from './oracle.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import { confirmationOf, showsFailing, showsHolding } from './shared/finding.js';
import { logitExponentials, sumOf } from './shared/logitExponentials.js';

/**
 * Paper A, section 3.3: the metrics keep within their bounds, and disagreement is what class
 * variance and mutual information measure.
 *
 * Proof of the bounds, given Σ_c p_kc = 1 and p_kc > 0: the largest of C numbers that sum to 1 is
 * at least 1/C; the variance is a mean of squares (p_kc − p̄_c)²; entropies lie in [0, ln C]; MI is
 * the mean of KL(p_k ‖ p̄), each at least 0 and at most ln K since p̄ ≥ p_k/K. So both are 0 iff
 * p_kc = p̄_c for all k and c, that is iff all members predict the same.
 *
 * Decided exactly: Σ_c p_kc = 1; whether all members predict the same, in two ways that must
 * agree: equal differences of logits, and e^{f_kc} S_0 = e^{f_0c} S_k as sums of exponentials. The
 * float64 metrics must keep within the bounds, never below 0, up to the rounding of one logarithm
 * at the upper ends, and be exactly 0 where all members' logits differ by nothing.
 */
export const metricBounds: Claim<'logits'> = {
  id: 'metric-bounds',
  title: 'Bounds of the uncertainty metrics',
  source: { paper: 'A', label: 'Section 3.3' },
  kind: 'logits',
  hypotheses: [],
  asPrinted: {
    latex:
      '\\tfrac1C \\le \\max_c \\bar p_c \\le 1, \\quad 0 \\le \\bar\\sigma^2, \\quad 0 \\le \\mathbb{H}[\\bar p] \\le \\ln C, \\quad 0 \\le \\mathbb{I} \\le \\min(\\ln C, \\ln K); \\qquad \\bar\\sigma^2 = 0 \\iff \\mathbb{I} = 0 \\iff p^{(1)} = \\dots = p^{(K)}',
    plain:
      'Each metric keeps within its range, and class variance and mutual information are 0 exactly when all members predict the same.',
    expected: 'holds',
    check,
    confirm: ({ logits }, oracle, decided) => {
      const wrong = outOfBounds(oracle.at(logits), logits);
      return confirmationOf(
        wrong === null ? showsHolding('every metric keeps within its bounds') : showsFailing(wrong),
        decided,
      );
    },
  },
  repaired: null,
};

function check({ logits }: LogitsCase): Outcome {
  const members = logits.map(logitExponentials);
  for (const { numerators, sum } of members) {
    if (!sumOf(numerators).subtract(sum).isZero || numerators.some((e) => e.evidentSign !== 1)) {
      return fails('the probabilities of a member are not positive numbers that sum to 1');
    }
  }
  const sameLogits = logits.every((row) =>
    row.every(
      (logit, c) =>
        difference(logit, row[0]!).compare(difference(logits[0]![c]!, logits[0]![0]!)) === 0,
    ),
  );
  const sameProbabilities = members.every(({ numerators, sum }) =>
    numerators.every(
      (e, c) =>
        e.multiply(members[0]!.sum).subtract(members[0]!.numerators[c]!.multiply(sum)).isZero,
    ),
  );
  if (sameLogits !== sameProbabilities) {
    return fails('members of equal probabilities do not have equal differences of logits');
  }
  const metrics = uncertainty(logits);
  const wrong = outOfBounds(metrics, logits);
  if (wrong !== null) return fails(wrong);
  const identical = logits.every((row) => row.every((logit, c) => logit === logits[0]![c]));
  if (identical && (metrics.classVariance !== 0 || metrics.mutualInformation !== 0)) {
    return fails('identical members have a variance or mutual information that is not 0');
  }
  return HOLDS;
}

function difference(x: number, y: number): Rational {
  return Rational.of(x).subtract(Rational.of(y));
}

type Metrics = Pick<
  PointOracle,
  'maximumSoftmaxProbability' | 'classVariance' | 'predictiveEntropy' | 'mutualInformation'
>;

/** What is out of its bounds, in words; upper ends may be exceeded by rounding. */
function outOfBounds(metrics: Metrics, logits: LogitsCase['logits']): string | null {
  const [members, classes] = [logits.length, logits[0]!.length];
  const bounds = {
    maximumSoftmaxProbability: [1 / classes, 1],
    // The squares of p_kc − p̄_c, which sum to at most 2 over the classes.
    classVariance: [0, 2 / classes],
    predictiveEntropy: [0, Math.log(classes)],
    mutualInformation: [0, Math.log(Math.min(classes, members))],
  } as const;
  for (const metric of Object.keys(bounds) as (keyof Metrics)[]) {
    const [lower, upper] = bounds[metric];
    const value = metrics[metric];
    const slack = 1e-14;
    if (!(value >= (lower === 0 ? 0 : lower - slack) && value <= upper + slack)) {
      return `${metric} = ${value} is outside [${lower}, ${upper}]`;
    }
  }
  return null;
}
