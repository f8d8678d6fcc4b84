import type { Claim } from './claim.js';
import { type Condition, guarded } from './condition.js';
import { ALL_SATURATE, SCALED_AND_MONOTONE, wordsOf } from './conditions.js';
import {
  affine,
  FOR_THE_OTHER,
  ray,
  SATURATING,
  SATURATING_FROM_ZERO,
  STEEPER,
  TIED,
  TIED_FROM_ZERO,
  TIED_NOT_MONOTONE,
  together,
} from './controls/cases.js';
import { aboutFirstTail, otherTop } from './controls/lies.js';
import { ALMOST_EVERY_TUPLE } from './generic.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import type { EnsembleAnalysis, RayAnalysis } from './rayAnalysis.js';
import { confirmReached, explainUncertain, reached } from './shared/certainty.js';
import { movementOf } from './shared/monotone.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/** Which way each class probability moves with the coordinate that is scaled, in the end. */
function sensesOf({ tail, coordinate }: RayAnalysis): string {
  const rates = tail.jacobian.map((row) => row[coordinate ?? 0]);
  return rates.map((_, c) => movementOf(tail, rates, c).onRay).join();
}

const SAME_SENSE: Condition<EnsembleAnalysis> = {
  words:
    'every class probability moves the same way with that coordinate in all members (Assumption 1, its error left out)',
  meets: ({ members }) => {
    const senses = members.map(sensesOf);
    return senses.every((sense) => sense === senses[0]);
  },
};

const GIVEN = [...SCALED_AND_MONOTONE, SAME_SENSE];
const REPAIRED = [...GIVEN, ALL_SATURATE];

/** f(x) = (x_1, 0), which x_2 does not move. */
const UNMOVED = ray(
  affine([
    [1, 0],
    [0, 0],
  ]),
  [1, 1],
  [1, 0],
);

/** `SATURATING` with the same sense, faster. */
const FASTER = {
  ...SATURATING.network,
  layers: [
    {
      type: 'dense',
      weights: [
        [3, 0],
        [0, 1],
      ],
      bias: [0, 0],
    },
  ],
} as const;

/**
 * Paper A, Theorem 1 with Assumption 1 taken at its word: every member has the signs of monotonicity
 * of p(y | x).
 *
 * On a saturating tail the probability of the top class is the only one that rises in the end. So
 * members of equal senses that saturate do so to one class; only ties are left, and those live on
 * hyperplanes of heads.
 */
export const perfectCertaintySameSense: Claim<'ensemble'> = {
  id: 'perfect-certainty-same-sense',
  title: 'Members that share the sense of monotonicity become certain together',
  source: { paper: 'A', label: 'Theorem 1, Assumption 1 without its error' },
  kind: 'ensemble',
  hypotheses: wordsOf(GIVEN),
  asPrinted: {
    latex:
      '\\operatorname{sgn} \\frac{\\partial p^{(m)}_c}{\\partial x_d} \\text{ the same for all } m \\;\\Longrightarrow\\; \\max_c \\bar p_c \\to 1,\\ \\bar\\sigma^2 \\to 0,\\ \\mathbb{H}[\\bar p] \\to 0,\\ \\mathbb{I} \\to 0',
    plain:
      'If all members are strictly monotonic and in the same sense, all four metrics reach perfect certainty as one feature is scaled up.',
    expected: 'refuted',
    ...guarded<EnsembleAnalysis>(GIVEN, reached),
    controls: [
      { name: 'two members of one sense', source: together(SATURATING, FASTER), expected: 'holds' },
      { name: 'a tie', source: together(TIED), expected: 'fails' },
      {
        name: 'members of opposite senses',
        source: together(SATURATING, FOR_THE_OTHER),
        expected: 'skipped',
      },
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
      '\\text{equal signs and } |T_m| = 1\\ \\forall\\, m \\;\\Longrightarrow\\; T_1 = \\dots = T_K, \\text{ and all four metrics are perfect in the limit}',
    plain:
      'If moreover every member saturates, as it does for almost every head, all saturate to the one class whose probability rises in the end.',
    expected: 'holds',
    ...guarded<EnsembleAnalysis>(REPAIRED, (subject) => certainTogether(subject)),
    controls: [
      { name: 'two members of one sense', source: together(SATURATING, FASTER), expected: 'holds' },
      { name: 'a tie', source: together(TIED), expected: 'skipped' },
      { name: 'a feature that is 0', source: together(SATURATING_FROM_ZERO), expected: 'skipped' },
      { name: 'an input that moves nothing', source: together(UNMOVED), expected: 'skipped' },
      {
        name: 'members of opposite senses',
        source: together(SATURATING, STEEPER),
        expected: 'skipped',
      },
      {
        name: 'another top class',
        source: together(SATURATING, FASTER),
        lie: aboutFirstTail(otherTop),
        expected: 'fails',
      },
    ],
    confirm: confirmReached,
  },
  generic: { kind: 'heads', expected: 'holds', statement: ALMOST_EVERY_TUPLE },
  flaw: 'A tie is monotonic too: both tied probabilities rise together and share what the others lose, so that certainty stops short of 1.',
};

/** One class of strictly largest growth on f itself, the same in every member, and perfect limits. */
function certainTogether(subject: EnsembleAnalysis): Outcome {
  const winners = subject.members.map((member) => {
    const { slope } = tailEvaluation(member);
    return slope.reduce((best, b, c) => (b.compare(slope[best]) > 0 ? c : best), 0);
  });
  if (winners.some((winner) => winner !== winners[0])) {
    return fails(`members of one sense are certain of classes ${winners.join(', ')}`);
  }
  const decided = reached(subject);
  return decided.status === 'holds' ? HOLDS : decided;
}
