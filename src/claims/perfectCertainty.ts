import type { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { SCALED_AND_MONOTONE, wordsOf } from './conditions.js';
import { givenThat } from './confirmation.js';
import {
  FOR_THE_OTHER,
  SATURATING,
  TIED,
  TIED_FROM_ZERO,
  TIED_NOT_MONOTONE,
  together,
} from './controls/cases.js';
import { aboutFirstTail, ONE, otherTop, saturatingTo0 } from './controls/lies.js';
import { fails, HOLDS } from './outcome.js';
import type { EnsembleAnalysis } from './rayAnalysis.js';
import {
  confirmReached,
  explainUncertain,
  isPerfect,
  limitsInNumbers,
  reached,
} from './shared/certainty.js';
import { short } from './shared/describe.js';
import { confirmationOf, showsFailing, showsHolding } from './shared/finding.js';
import { limitsOf } from './shared/limitMetrics.js';
import { findMetricRates } from './shared/metricRates.js';
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
        name: 'a p that one input does not move',
        source: together(TIED_NOT_MONOTONE),
        expected: 'skipped',
      },
    ],
    confirm: confirmReached,
    explain: explainUncertain,
  },
  repaired: {
    latex:
      '\\max_c \\bar p_c,\\ \\bar\\sigma^2,\\ \\mathbb{H}[\\bar p],\\ \\mathbb{I} \\ \\text{ converge; } \\ \\max_c \\bar p_c \\to 1 \\iff \\mathbb{H}[\\bar p] \\to 0 \\iff \\exists k\\ \\forall m:\\ T_m = \\{k\\}; \\quad \\bar\\sigma^2 \\to 0 \\iff \\mathbb{I} \\to 0 \\iff p^{(1)}_\\infty = \\dots = p^{(K)}_\\infty; \\quad \\text{then } 1 - \\max_c \\bar p_c,\\ \\mathbb{H} \\text{ at rate } \\gamma = \\min_m \\gamma_m,\\ \\mathbb{I} \\text{ at least } \\gamma,\\ \\bar\\sigma^2 \\text{ at least } 2\\gamma',
    plain:
      "All four metrics converge, to those of the members' limit distributions. Maximum probability and entropy are perfect in the limit exactly when every member saturates, and all to the same class, then exponentially at the rate of the slowest member, mutual information at least so fast and variance at least twice; these two vanish exactly when the members' limits agree.",
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
      const wrong = offCriteria(subject, unanimous) ?? (unanimous ? offRate(subject) : null);
      if (wrong !== null) return fails(wrong);
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
        name: 'the rate of another member',
        source: together(SATURATING, SATURATING.network),
        lie: aboutFirstTail(({ gap }) => ({ gap: gap!.divide(ONE.add(ONE)) })),
        expected: 'fails',
      },
      { name: 'two equal ties', source: together(TIED, TIED.network), expected: 'holds' },
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
      const rates = findMetricRates(subject, oracle);
      return givenThat(limitsInNumbers(subject, oracle), () =>
        rates?.shows === 'fails' ? confirmationOf(rates, 'holds') : confirmationOf(found, decided),
      );
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

/** What the exact limits of single metrics have against their criteria; null if nothing. */
function offCriteria(subject: EnsembleAnalysis, unanimous: boolean): string | null {
  const limits = limitsOf(subject);
  const agree = membersEndAlike(subject);
  const facts = [
    ['max E[p] → 1', limits.maximumSoftmaxProbability.exact?.compare(ONE) === 0, unanimous],
    ['H → 0', limits.predictiveEntropy.exact?.sign === 0, unanimous],
    ['variance → 0', limits.classVariance.exact?.sign === 0, agree],
    ['MI → 0', limits.mutualInformation.exact?.sign === 0, agree],
  ] as const;
  const off = facts.find(([, found, expected]) => found !== expected);
  return off ? `that ${off[0]} is ${off[1]}, and by the members' limits ${off[2]}` : null;
}

/** Whether all members end in one distribution, from the logits evaluated at two times. Exact. */
function membersEndAlike({ members }: EnsembleAnalysis): boolean {
  const ends = members.map((member) => {
    const { slope, logits } = tailEvaluation(member);
    const most = slope.reduce((best, b) => (b.compare(best) > 0 ? b : best));
    const top = slope.flatMap((b, c) => (b.compare(most) === 0 ? [c] : []));
    // Within the top set logits keep their distances.
    return top.map((c) => `${c}: ${logits[c].subtract(logits[top[0]])}`).join();
  });
  return ends.every((end) => end === ends[0]);
}

/** The rate that is stated, against the smallest lead of any member on f itself. */
function offRate({ members }: EnsembleAnalysis): string | null {
  if (members[0].classes < 2) return null;
  const stated = members.map(({ tail }) => tail.gap!).reduce(smaller);
  const found = members
    .map((member) => {
      const { slope } = tailEvaluation(member);
      const falling = [...slope].sort((x, y) => y.compare(x));
      return falling[0].subtract(falling[1]);
    })
    .reduce(smaller);
  return stated.compare(found) === 0 ? null : `the rate is ${short(found)}, not ${short(stated)}`;
}

function smaller(x: Rational, y: Rational): Rational {
  return x.compare(y) < 0 ? x : y;
}
