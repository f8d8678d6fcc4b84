import type { Claim } from './claim.js';
import { type Condition, guarded } from './condition.js';
import { SCALES_ONE_COORDINATE, wordsOf } from './conditions.js';
import {
  affine,
  FOR_THE_OTHER,
  ray,
  SATURATING,
  SATURATING_FROM_ZERO,
  TIED,
  TIED_FROM_ZERO,
  TIED_NOT_MONOTONE,
  together,
} from './controls/cases.js';
import { aboutFirstTail, otherTop } from './controls/lies.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import type { EnsembleAnalysis } from './rayAnalysis.js';
import { confirmReached, explainUncertain, reached } from './shared/certainty.js';
import { movementOf } from './shared/monotone.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/** Strictly monotonic in the scaled coordinate, whatever the others do. */
const MONOTONE_THERE: Condition<EnsembleAnalysis> = {
  words:
    'every class probability of every member moves strictly with the coordinate that is scaled, in the end',
  meets: ({ members }) => {
    if (members.some(({ tail }) => tail.boundary)) return 'undecided';
    const movements = members.flatMap(({ tail, coordinate }) => {
      const rates = tail.jacobian.map((row) => row[coordinate ?? 0]);
      return rates.map((_, c) => movementOf(tail, rates, c));
    });
    if (movements.some(({ onRay }) => onRay === 0)) return false;
    return movements.every(({ onRay, nearRay }) => onRay !== null && nearRay) || 'undecided';
  },
};

const TWO_CLASSES: Condition<EnsembleAnalysis> = {
  words: 'two classes',
  meets: ({ classes }) => classes === 2,
};

const GIVEN = [SCALES_ONE_COORDINATE, MONOTONE_THERE];
const REPAIRED = [...GIVEN, TWO_CLASSES];

/** f(x) = (x_1, 0), alone, and a network of one class. */
const TWO = ray(affine([[1], [0]]), [1], [1]);
const LEVEL = ray(affine([[1], [1], [0]]), [1], [1]);

/**
 * Paper A, section 6: a model that is monotonic in a single dimension suffices.
 *
 * For two classes and one network it does: p_0 moves with x_d iff V_0d ≠ V_1d, so that the slopes
 * differ. With three classes two can be level for ever, f = (x, x, 0), on ties only; and members may
 * move in opposite senses.
 */
export const singleDimension: Claim<'ensemble'> = {
  id: 'single-dimension',
  title: 'Monotonicity in a single dimension suffices',
  source: { paper: 'A', label: 'Section 6' },
  kind: 'ensemble',
  hypotheses: wordsOf(GIVEN),
  asPrinted: {
    latex:
      'p^{(m)} \\text{ strictly monotonic in } x_d\\ \\forall\\, m \\;\\Longrightarrow\\; \\lim_{\\alpha_d \\to \\infty} \\big( \\max_c \\bar p_c,\\ \\bar\\sigma^2,\\ \\mathbb{H}[\\bar p],\\ \\mathbb{I} \\big) = (1, 0, 0, 0)',
    plain:
      'If p is strictly monotonic in one input only, scaling that input up makes all four metrics perfectly certain.',
    expected: 'refuted',
    ...guarded<EnsembleAnalysis>(GIVEN, reached),
    controls: [
      { name: 'one network of two classes', source: together(TWO), expected: 'holds' },
      { name: 'two of three classes that stay level', source: together(LEVEL), expected: 'fails' },
      {
        name: 'members that saturate apart',
        source: together(SATURATING, FOR_THE_OTHER),
        expected: 'fails',
      },
      { name: 'a feature that is 0', source: together(TIED_FROM_ZERO), expected: 'skipped' },
      {
        name: 'a p that the coordinate does not move',
        source: together(TIED_NOT_MONOTONE),
        expected: 'skipped',
      },
    ],
    confirm: confirmReached,
    explain: (subject) =>
      explainUncertain(subject).filter((line) => !line.includes('in every input')),
  },
  repaired: {
    latex:
      'C = 2,\\ p^{(m)} \\text{ strictly monotonic in } x_d \\;\\Longrightarrow\\; b_0^{(m)} \\ne b_1^{(m)}\\ \\forall\\, m, \\text{ and all four metrics are perfect in the limit} \\iff \\text{all members have one top class}',
    plain:
      'With two classes each network becomes certain: its two logits grow at different speeds, and the faster one takes all probability. One network alone is therefore certain, an ensemble exactly if its members agree.',
    expected: 'holds',
    ...guarded<EnsembleAnalysis>(REPAIRED, concludeTwo),
    controls: [
      { name: 'one network of two classes', source: together(TWO), expected: 'holds' },
      { name: 'three classes', source: together(TIED), expected: 'skipped' },
      {
        name: 'members that saturate apart',
        source: together(SATURATING, FOR_THE_OTHER),
        expected: 'holds',
      },
      { name: 'a feature that is 0', source: together(SATURATING_FROM_ZERO), expected: 'skipped' },
      {
        name: 'a p that the coordinate does not move',
        source: together(TIED_NOT_MONOTONE),
        expected: 'skipped',
      },
      {
        name: 'another top class',
        source: together(TWO),
        lie: aboutFirstTail(otherTop),
        expected: 'fails',
      },
      {
        name: 'a lead said to be a tie',
        source: together(TWO),
        lie: aboutFirstTail(() => ({ regime: 'flat', top: [0, 1], gap: null })),
        expected: 'fails',
      },
    ],
    // Metrics are perfect exactly where members agree.
    confirm: (subject, oracle, decided) =>
      confirmReached(subject, oracle, agree(subject) === (decided === 'holds') ? 'holds' : 'fails'),
  },
  generic: {
    kind: 'robust',
    expected: 'refuted',
    statement:
      'two members that are monotonic in opposite senses stay certain of different classes. For one network of three classes or more the statement fails on ties only, as f = (x, x, 0) does.',
    failsThroughout: ({ members }) => {
      const monotone = members.every((one) => {
        const d = one.source.direction.findIndex((v) => v !== 0);
        return (
          one.scalesOneCoordinate &&
          one.tail.logits.every((_, c) => one.classes > 1 && one.signOnTail(c, d) !== null)
        );
      });
      const tops = members.map(({ top }) => top);
      return (
        monotone &&
        tops.some((k) => k !== null && tops.some((other) => other !== null && other !== k))
      );
    },
    explain: ({ members }) =>
      members.map(
        (member, k) =>
          `Member ${k + 1} becomes certain of class ${member.top} in every network of the box.`,
      ),
  },
  flaw: 'With two classes a probability that moves is a gap that grows. With more, a third class can be what is left behind while two stay level; and nothing in one dimension makes members agree.',
};

/** The logits of each f itself move apart, its top class is the faster one, and agreement decides. */
function concludeTwo(subject: EnsembleAnalysis): Outcome {
  for (const member of subject.members) {
    const [first, second] = tailEvaluation(member).slope;
    const order = first.compare(second);
    if (order === 0) return fails('p moves with the coordinate, but both logits grow alike');
    const winner = order > 0 ? 0 : 1;
    if (member.tail.top.join() !== `${winner}`) return fails(`class ${winner} is the faster one`);
  }
  const { status } = reached(subject);
  return (status === 'holds') === agree(subject)
    ? HOLDS
    : fails(`members ${agree(subject) ? 'agree' : 'disagree'}, but perfect certainty ${status}`);
}

/** Whether the same logit is the faster one in every member, by f itself. */
function agree({ members }: EnsembleAnalysis): boolean {
  const signs = members.map((member) => {
    const [first, second] = tailEvaluation(member).slope;
    return first.compare(second);
  });
  return signs.every((sign) => sign === signs[0]);
}
