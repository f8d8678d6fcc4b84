import { type Confirmation, givenThat } from '../confirmation.js';
import type { Oracle } from '../oracle.js';
import { type Decision, fails, HOLDS, type Outcome } from '../outcome.js';
import type { EnsembleAnalysis } from '../rayAnalysis.js';
import { decimal, describeMonotone, describeSubject } from './describe.js';
import { confirmationOf, showsFailing, showsHolding } from './finding.js';
import { findLimitMetrics, isPerfectInNumbers, limitsOf } from './limitMetrics.js';

/** Whether all four metrics reach perfect certainty, from their exact limits. */
export function reached(subject: EnsembleAnalysis): Outcome {
  const { maximumSoftmaxProbability, classVariance, predictiveEntropy, mutualInformation } =
    limitsOf(subject);
  const { exact } = maximumSoftmaxProbability;
  if (exact === null || exact.numerator !== exact.denominator) {
    return fails(`max E[p] tends to ${shown(maximumSoftmaxProbability)}, below 1`);
  }
  for (const [name, limit] of Object.entries({
    classVariance,
    predictiveEntropy,
    mutualInformation,
  })) {
    if (limit.exact?.sign !== 0) return fails(`${name} tends to ${shown(limit)}, not 0`);
  }
  return HOLDS;
}

/** What numbers say of the limits that were decided. */
export function limitsInNumbers(subject: EnsembleAnalysis, oracle: Oracle): Confirmation {
  return confirmationOf(findLimitMetrics(subject, oracle, limitsOf(subject)), 'holds');
}

/** Whether numbers show all four metrics perfect far out; null if they cannot tell. */
export function isPerfect(subject: EnsembleAnalysis, oracle: Oracle): boolean | null {
  const seen = METRICS.map((metric) => isPerfectInNumbers(subject, oracle, metric));
  if (seen.includes(false)) return false;
  return seen.includes(null) ? null : true;
}

const METRICS = [
  'maximumSoftmaxProbability',
  'classVariance',
  'predictiveEntropy',
  'mutualInformation',
] as const;

function shown({ value, expression }: { value: number; expression: string | null }): string {
  return expression ?? decimal(value);
}

/** Numbers at two times far out, against what was decided of perfect certainty. */
export function confirmReached(
  subject: EnsembleAnalysis,
  oracle: Oracle,
  decided: Decision,
): Confirmation {
  const perfect = isPerfect(subject, oracle);
  const found =
    perfect === null
      ? null
      : perfect
        ? showsHolding('far out all four metrics are perfect')
        : showsFailing('far out a metric is not perfect');
  return givenThat(limitsInNumbers(subject, oracle), () => confirmationOf(found, decided));
}

/** Why certainty is not perfect: where each member ends, and the limits of the metrics. */
export function explainUncertain(subject: EnsembleAnalysis): string[] {
  const limits = limitsOf(subject);
  const ends = subject.members.map(({ tail: { top, regime } }, k) => {
    const of = subject.size === 1 ? 'The network' : `Member ${k + 1}`;
    return regime === 'saturating'
      ? `${of} becomes certain of class ${top[0]}.`
      : `${of} keeps classes ${top.join(', ')} level: its probabilities there keep positive limits.`;
  });
  return [
    ...describeSubject(subject),
    ...describeMonotone(subject),
    ...ends,
    `Limits: max E[p] → ${shown(limits.maximumSoftmaxProbability)}, class variance → ${shown(limits.classVariance)}, predictive entropy → ${shown(limits.predictiveEntropy)}, mutual information → ${shown(limits.mutualInformation)}.`,
    'Perfect certainty would be 1, 0, 0 and 0.',
  ];
}
