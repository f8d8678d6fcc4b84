import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { KINKED, LATE, TIED } from './controls/cases.js';
import { aboutTail, oneMore, otherTop } from './controls/lies.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import { plainEvaluation } from './plain/plainEvaluation.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { findTailProbabilities } from './shared/confirmTail.js';
import { short } from './shared/describe.js';
import { confirmationOf } from './shared/finding.js';

/**
 * Paper A, section 4: the decision does not change any more in the limit.
 *
 * Of the classes of largest slope those with the largest intercept lead in the end, from the last
 * time at which another class catches up, which is computed: a straight line that is behind and no
 * steeper stays behind. Decided by the file's plain evaluation at three times from there on.
 */
export const decisionSettles: Claim<'ray'> = {
  id: 'decision-settles',
  title: 'The decision does not change any more in the limit',
  source: { paper: 'A', label: 'Section 4' },
  kind: 'ray',
  hypotheses: [],
  asPrinted: {
    latex:
      "\\exists\\, t_0\\ \\forall\\, t \\ge t_0: \\quad \\operatorname*{arg\\,max}_c f_c(x(t)) = \\{c \\in T : a_c = \\max_{c' \\in T} a_{c'}\\}",
    plain:
      'Along every ray the predicted class is the same from some point on, whether the tail saturates or not; where several classes are level in the end, they stay level.',
    expected: 'holds',
    check,
    controls: [
      { name: 'a tail that begins at 3', source: KINKED, expected: 'holds' },
      { name: 'a class that is overtaken late', source: LATE, expected: 'holds' },
      { name: 'another class', source: KINKED, lie: aboutTail(otherTop), expected: 'fails' },
      {
        name: 'a leader of a tie that is not the leader',
        source: TIED,
        lie: aboutTail(({ intercept }) => ({ intercept: oneMore(oneMore(intercept)) })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      confirmationOf(findTailProbabilities(subject, oracle), decided),
  },
  repaired: null,
};

function check(subject: RayAnalysis): Outcome {
  const { file, origin, direction, tail } = subject;
  const { top, slope, intercept } = tail;
  const leaders = top.filter((c) => top.every((o) => intercept[c].compare(intercept[o]) >= 0));
  const k = leaders[0];
  const last = slope.reduce((latest, b, c) => {
    const behind = slope[k].subtract(b);
    if (behind.sign <= 0) return latest;
    const caught = intercept[c].subtract(intercept[k]).divide(behind);
    return caught.compare(latest) > 0 ? caught : latest;
  }, tail.from);
  for (const after of LATER) {
    const t = last.add(after);
    const { logits } = plainEvaluation(file, origin, direction, t);
    const decided = logits.flatMap((logit, c) =>
      logits.every((other) => logit.compare(other) >= 0) ? [c] : [],
    );
    if (decided.join() !== leaders.join()) {
      return fails(
        `at t = ${short(t)} the decision is ${decided.join(', ')}, in the limit ${leaders.join(', ')}`,
      );
    }
  }
  return HOLDS;
}

const LATER = [new Rational(1n, 8n), new Rational(1n, 1n), new Rational(1_000_003n, 1n)];
