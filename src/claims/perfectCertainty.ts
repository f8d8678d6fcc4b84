import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { SCALED_AND_MONOTONE, wordsOf } from './conditions.js';
import { type Confirmation, givenThat } from './confirmation.js';
import {
  FOR_THE_OTHER,
  SATURATING,
  TIED,
  TIED_FROM_ZERO,
  TIED_NOT_MONOTONE,
  together,
} from './controls/cases.js';
import { aboutFirstTail, otherTop, saturatingTo0 } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import type { EnsembleAnalysis } from './rayAnalysis.js';
import { decimal, describeMonotone, describeSubject } from './shared/describe.js';
import { confirmationOf, showsFailing, showsHolding } from './shared/finding.js';
import { findLimitMetrics, isPerfectInNumbers, limitsOf } from './shared/limitMetrics.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/**
 * Paper A, Theorem 1: the metrics reach perfect certainty.
 *
 * Decided from the exact limits: MSP 1, variance 0, entropy 0, MI 0, each a fraction where it is one
 * (a limit that is irrational is neither 0 nor 1). Repaired: all four converge, to the metrics of
 * the members' limit distributions, and they are perfect iff every member saturates to the same
 * class: if p̄ is one-hot at k, so is every p_k; if not, MSP < 1 and H > 0. The right-hand side is
 * decided from the slopes of f itself.
 */
export const perfectCertainty: Claim<'ensemble'> = {
  id: 'perfect-certainty',
  title: 'All uncertainty metrics reach perfect certainty',
  source: { paper: 'A', label: 'Theorem 1' },
  kind: 'ensemble',
  hypotheses: wordsOf(SCALED_AND_MONOTONE),
  asPrinted: {
    latex:
      '\\lim_{\\alpha_d \\to \\infty} \\max_c \\bar p_c = 1, \\qquad \\lim_{\\alpha_d \\to \\infty} \\bar\\sigma^2 = 0, \\qquad \\lim_{\\alpha_d \\to \\infty} \\mathbb{H}[\\bar p] = 0, \\qquad \\lim_{\\alpha_d \\to \\infty} \\mathbb{I}(y, \\theta \\mid x) = 0',
    plain:
      'If p is component-wise strictly monotonic where the ray goes, maximum softmax probability, class variance, predictive entropy and mutual information all reach perfect certainty as one feature is scaled up.',
    expected: 'refuted',
    ...guarded<EnsembleAnalysis>(SCALED_AND_MONOTONE, reached),
    controls: [
      {
        name: 'two equal members',
        source: together(SATURATING, SATURATING.network),
        expected: 'holds',
      },
      {
        name: 'members that saturate apart',
        source: together(SATURATING, FOR_THE_OTHER),
        expected: 'fails',
      },
      { name: 'a tie', source: together(TIED), expected: 'fails' },
      { name: 'a feature that is 0', source: together(TIED_FROM_ZERO), expected: 'skipped' },
      {
        name: 'a p that is not known to be monotonic',
        source: together(TIED_NOT_MONOTONE),
        expected: 'skipped',
      },
    ],
    confirm: (subject, oracle, decided) => {
      const perfect = isPerfect(subject, oracle);
      const found =
        perfect === null
          ? null
          : perfect
            ? showsHolding('far out all four metrics are perfect')
            : showsFailing('far out a metric is not perfect');
      return givenThat(limitsInNumbers(subject, oracle), () => confirmationOf(found, decided));
    },
    explain: (subject) => {
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
    },
  },
  repaired: {
    latex:
      '\\max_c \\bar p_c,\\ \\bar\\sigma^2,\\ \\mathbb{H}[\\bar p],\\ \\mathbb{I} \\ \\text{ converge; to } 1, 0, 0, 0 \\iff \\exists k\\ \\forall m = 1, \\dots, K:\\ T_m = \\{k\\}',
    plain:
      "All four metrics converge, to those of the members' limit distributions. Certainty is perfect exactly when every member saturates, and all to the same class.",
    expected: 'holds',
    check: (subject) => {
      const perfect = reached(subject).status === 'holds';
      const winners = subject.members.map((member) => {
        const { slope } = tailEvaluation(member);
        return slope.findIndex((value, c) =>
          slope.every((other, m) => m === c || value.compare(other) > 0),
        );
      });
      const unanimous = winners.every((winner) => winner !== -1 && winner === winners[0]);
      return perfect === unanimous
        ? HOLDS
        : fails(
            `certainty is ${perfect ? '' : 'not '}perfect, with strictly fastest logits ${winners.join(', ')} (−1: none)`,
          );
    },
    controls: [
      {
        name: 'two equal members',
        source: together(SATURATING, SATURATING.network),
        expected: 'holds',
      },
      {
        name: 'members that saturate apart',
        source: together(SATURATING, FOR_THE_OTHER),
        expected: 'holds',
      },
      {
        name: 'a tie said to saturate',
        source: together(TIED),
        lie: aboutFirstTail(saturatingTo0),
        expected: 'fails',
      },
      {
        name: 'members that saturate apart, said to agree',
        source: together(SATURATING, FOR_THE_OTHER),
        lie: aboutFirstTail(otherTop),
        expected: 'fails',
      },
      {
        name: 'members that agree, said to saturate apart',
        source: together(SATURATING, SATURATING.network),
        lie: aboutFirstTail(otherTop),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => {
      const perfect = isPerfect(subject, oracle);
      const { top } = subject.members[0].tail;
      const unanimous =
        subject.saturates && subject.members.every(({ tail }) => tail.top[0] === top[0]);
      const what = `far out certainty is ${perfect ? '' : 'not '}perfect, with top classes ${subject.members.map(({ tail }) => `{${tail.top}}`).join(', ')}`;
      const found =
        perfect === null ? null : perfect === unanimous ? showsHolding(what) : showsFailing(what);
      return givenThat(limitsInNumbers(subject, oracle), () => confirmationOf(found, decided));
    },
  },
  generic: {
    kind: 'robust',
    expected: 'refuted',
    statement:
      'two members that become certain of different classes stay so when every weight, bias and feature moves: the entropy and the mutual information end at those of their votes. A single network is certain in the end for almost every head, where v ≠ 0 (claim almost-every-head).',
    failsThroughout: ({ members }) => {
      if (!members.every((one) => one.scalesOneCoordinate && one.isMonotoneOnTail)) return false;
      const tops = members.map(({ top }) => top);
      return tops.some((k) => k !== null && tops.some((other) => other !== null && other !== k));
    },
    explain: ({ members }) =>
      members.map(
        (member, k) =>
          `Member ${k + 1} becomes certain of class ${member.top} in every network of the box: its slope exceeds the others' throughout.`,
      ),
  },
  flaw: 'Lemmas 5 to 9 speak of gradients only. A gradient that vanishes makes a metric constant, not certain: members that saturate to different classes agree to disagree for ever. And for tied tails the gradients do not even vanish.',
};

function reached(subject: EnsembleAnalysis): Outcome {
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
function limitsInNumbers(subject: EnsembleAnalysis, oracle: Oracle): Confirmation {
  return confirmationOf(findLimitMetrics(subject, oracle, limitsOf(subject)), 'holds');
}

/** Whether numbers show all four metrics perfect far out; null if they cannot tell. */
function isPerfect(subject: EnsembleAnalysis, oracle: Oracle): boolean | null {
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
