import { Rational } from '../exact/rational.js';
import { mixtureLimit } from '../posterior/mixtureLimit.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { ALL_SATURATE, wordsOf } from './conditions.js';
import { FOR_THE_OTHER, SATURATING, TIED, together } from './controls/cases.js';
import { aboutFirstTail, otherTop } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import type { EnsembleAnalysis } from './rayAnalysis.js';
import { vector } from './shared/describe.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { isTelling } from './shared/rounding.js';
import { settlingTimeOf } from './shared/settling.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/**
 * A weighted mixture ends in its weighted votes; MC dropout over all masks is one.
 *
 * Decided: members have weights in the proportions 1 : 2 : … : K, so that no two sets of them weigh
 * the same without being noticed. The limit of the mixture, of the members' tails and of the votes
 * counted on the networks themselves are fractions, compared exactly.
 */
export const weightedVotes: Claim<'ensemble'> = {
  id: 'weighted-votes',
  title: 'A weighted mixture ends in its weighted votes',
  source: { paper: 'farfield', label: 'section 6: weighted votes' },
  kind: 'ensemble',
  hypotheses: wordsOf([ALL_SATURATE]),
  asPrinted: {
    latex:
      '\\bar p = \\sum_m \\pi_m\\, p^{(m)},\\quad \\pi_m > 0,\\ \\sum_m \\pi_m = 1:\\qquad \\bar p_c \\to \\sum_{m:\\, T_m = \\{c\\}} \\pi_m',
    plain:
      'Where every member of a weighted mixture becomes certain, the probability of a class tends to the weight of the members that are certain of it.',
    expected: 'holds',
    ...guarded([ALL_SATURATE], conclude),
    controls: [
      {
        name: 'two votes, of weight 5, against one of weight 1',
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
    confirm: (subject, oracle, decided) => confirmationOf(find(subject, oracle), decided),
  },
  repaired: null,
};

/** π_m = 2(m + 1)/(K(K + 1)). */
function weightsOf({ size }: EnsembleAnalysis): Rational[] {
  const total = BigInt((size * (size + 1)) / 2);
  return Array.from({ length: size }, (_, m) => new Rational(BigInt(m + 1), total));
}

function conclude(subject: EnsembleAnalysis): Outcome {
  const weights = weightsOf(subject);
  const votes = sumOver(
    subject,
    subject.members.map((member) => {
      const { slope } = tailEvaluation(member);
      return slope.reduce((best, b, c) => (b.compare(slope[best]) > 0 ? c : best), 0);
    }),
    weights,
  );
  const byTails = sumOver(
    subject,
    subject.members.map(({ tail }) => tail.top[0]),
    weights,
  );
  if (!byTails.every((w, c) => w.compare(votes[c]) === 0)) {
    return fails(`the votes weigh ${vector(votes)}, but the tails say ${vector(byTails)}`);
  }
  const { origin, direction, network } = subject.members[0];
  const limit = mixtureLimit(
    {
      kind: 'mixture',
      members: subject.members.map((member, m) => ({
        network: member.network,
        weight: weights[m],
      })),
      sampled: false,
      inputSize: network.inputSize,
      classes: subject.classes,
    },
    { origin, direction },
  );
  const agrees = limit?.probabilities.every(({ rational }, c) => rational?.compare(votes[c]) === 0);
  if (agrees) return HOLDS;
  return fails(
    `the votes weigh ${vector(votes)}, but the mixture tends to ${limit?.probabilities}`,
  );
}

function sumOver(
  subject: EnsembleAnalysis,
  classes: readonly number[],
  weights: readonly Rational[],
): Rational[] {
  const sums = Array.from({ length: subject.classes }, () => Rational.zero);
  classes.forEach((c, m) => {
    sums[c] = sums[c].add(weights[m]);
  });
  return sums;
}

const TOLERANCE = 1e-12;

/** Whether the mixture of the members' probabilities far out is at the weights of their votes. */
function find(subject: EnsembleAnalysis, oracle: Oracle): Finding {
  const settled = settlingTimeOf(subject, TOLERANCE);
  if (settled === null) return null;
  const along = oracle.along(subject);
  const t = settled + 1;
  const allowed = TOLERANCE + along.rounding(t);
  if (!isTelling(allowed)) return null;
  const weights = weightsOf(subject);
  const expected = sumOver(
    subject,
    subject.members.map(({ tail }) => tail.top[0]),
    weights,
  );
  const { logProbabilities } = along.at(t);
  for (let c = 0; c < subject.classes; c++) {
    const found = weights.reduce(
      (sum, weight, m) => sum + weight.toNumber() * Math.exp(logProbabilities[m][c]),
      0,
    );
    if (Math.abs(found - expected[c].toNumber()) > allowed + 1e-13) {
      return showsFailing(`p̄_${c} = ${found} at t = ${t}, not ${expected[c].toNumber()}`);
    }
  }
  return showsHolding(`the mixture is at its weighted votes from t = ${t} on`);
}
