import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { type Condition, guarded } from './condition.js';
import { MOVES_ONE_COORDINATE, OFF_BOUNDARIES, SEVERAL_CLASSES, wordsOf } from './conditions.js';
import { ON_BOUNDARY, ONE_CLASS, SATURATING, TIED, WHOLE } from './controls/cases.js';
import { aboutTail, otherTop, widerGap } from './controls/lies.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { findTailProbabilities } from './shared/confirmTail.js';
import { short } from './shared/describe.js';
import { confirmationOf } from './shared/finding.js';

/** Column d of V times v_d, d the coordinate that moves: largest where the column is extreme. */
function columnOf({ tail, direction, coordinate }: RayAnalysis): Rational[] {
  const d = coordinate ?? 0;
  return tail.jacobian.map((row) => row[d].multiply(Rational.of(direction[d])));
}

const UNIQUE_EXTREME: Condition<RayAnalysis> = {
  words: 'the column of V of that coordinate has a unique largest entry (smallest, if it falls)',
  meets: (subject) => {
    const column = columnOf(subject);
    const most = column.reduce((best, value) => (value.compare(best) > 0 ? value : best));
    return column.filter((value) => value.compare(most) === 0).length === 1;
  },
};

const GIVEN = [SEVERAL_CLASSES, MOVES_ONE_COORDINATE, OFF_BOUNDARIES, UNIQUE_EXTREME];

/**
 * Paper A, final version: a unique extreme of the scaled column makes p one-hot.
 *
 * b = V v, so that the slopes are that column times v_d. Decided: the class of the extreme, read from
 * V, is the one whose logit outgrows all others in the file's plain evaluation, and by the γ stated.
 */
export const oneHotColumn: Claim<'ray'> = {
  id: 'one-hot-column',
  title: 'A unique extreme of the scaled column makes p one-hot',
  source: { paper: 'A', label: 'Final version (UAI 2021), one-hot limit' },
  kind: 'ray',
  hypotheses: wordsOf(GIVEN),
  asPrinted: {
    latex:
      'v = v_d e_d,\\ v_d > 0,\\ \\exists!\\, k:\\ V_{kd} = \\max_c V_{cd} \\;\\Longrightarrow\\; p(x(t)) \\to e_k \\qquad (v_d < 0: \\min)',
    plain:
      'If along the coordinate that moves one logit has a larger derivative than every other on the tail, its class takes all probability in the end; if the coordinate falls, the one with the smallest derivative.',
    expected: 'holds',
    ...guarded<RayAnalysis>(GIVEN, conclude),
    controls: [
      { name: 'a lead of 1', source: SATURATING, expected: 'holds' },
      { name: 'a tie', source: TIED, expected: 'skipped' },
      { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
      { name: 'a ray along two coordinates', source: WHOLE, expected: 'skipped' },
      { name: 'a unit on a kink for ever', source: ON_BOUNDARY, expected: 'skipped' },
      {
        name: 'another top class',
        source: SATURATING,
        lie: aboutTail(otherTop),
        expected: 'fails',
      },
      {
        name: 'a γ that is too wide',
        source: SATURATING,
        lie: aboutTail(widerGap),
        expected: 'fails',
      },
      {
        name: 'a Jacobian of the other class',
        source: SATURATING,
        lie: aboutTail(({ jacobian }) => ({ jacobian: jacobian.toReversed() })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      confirmationOf(findTailProbabilities(subject, oracle), decided),
  },
  repaired: null,
};

function conclude(subject: RayAnalysis): Outcome {
  const { tail, plainTail: plain } = subject;
  if (plain === null) return UNDECIDED;
  const column = columnOf(subject);
  const k = column.reduce((best, value, c) => (value.compare(column[best]) > 0 ? c : best), 0);
  const leads = plain.slope.flatMap((b, c) => (c === k ? [] : [plain.slope[k].subtract(b)]));
  const least = leads.reduce((best, value) => (value.compare(best) < 0 ? value : best));
  if (least.sign <= 0)
    return fails(`class ${k} has the extreme of the column, but a rival keeps up`);
  if (tail.top.join() !== `${k}`) {
    return fails(
      `class ${k} has the extreme of the column, but ${tail.top.join(', ')} ends on top`,
    );
  }
  return tail.gap?.compare(least) === 0
    ? HOLDS
    : fails(`the slowest rival falls behind by ${short(least)}, which is not γ`);
}
