import type { Rational } from '../exact/rational.js';
import { limitDistribution } from '../uncertainty/limits.js';
import type { Claim } from './claim.js';
import { SATURATING, TIED } from './controls/cases.js';
import { aboutTail, oneMore, otherTop, saturatingTo0, widerGap } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { isTelling } from './shared/rounding.js';
import { settlingTime } from './shared/settling.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/**
 * F2: regimes.
 *
 * Decided from f itself, evaluated exactly at t* and t* + 1: the classes whose logit grows most are
 * T; within T differences of logits are the same at both times, so p_c/p_c' is constant; every
 * other class falls behind by at least γ each unit of t, so its probability tends to 0. Then p
 * tends to softmax(a_T) on T: one-hot, constant or in between as |T| is 1, C or in between.
 */
export const regimes: Claim<'ray'> = {
  id: 'regimes',
  title: 'Three ways a softmax ends: saturating, tied or flat',
  source: { paper: 'farfield', label: 'F2' },
  kind: 'ray',
  hypotheses: ['the network is piecewise affine'],
  asPrinted: {
    latex:
      "T = \\operatorname*{arg\\,max}_c b_c: \\qquad \\lim_{t \\to \\infty} p_c(x(t)) = \\begin{cases} \\dfrac{e^{a_c}}{\\sum_{c' \\in T} e^{a_{c'}}} & c \\in T \\\\ 0 & c \\notin T \\end{cases} \\qquad \\begin{array}{ll} |T| = 1 & \\text{saturating} \\\\ 1 < |T| < C & \\text{tied} \\\\ |T| = C & \\text{flat: constant for } t \\ge t^* \\end{array}",
    plain:
      'The classes with the largest slope share all probability in the end, in proportion to the exponentials of their intercepts; every other class gets none.',
    expected: 'holds',
    check,
    controls: [
      { name: 'a tie', source: TIED, expected: 'holds' },
      {
        name: 'a tie said to saturate',
        source: TIED,
        lie: aboutTail(saturatingTo0),
        expected: 'fails',
      },
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
        name: 'a tie said to be flat',
        source: TIED,
        lie: aboutTail(() => ({ regime: 'flat', top: [0, 1, 2] })),
        expected: 'fails',
      },
      {
        name: 'another intercept of a tied class',
        source: TIED,
        lie: aboutTail(({ intercept }) => ({ intercept: oneMore(intercept) })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirmationOf(find(subject, oracle), decided),
  },
  repaired: null,
};

function check(subject: RayAnalysis): Outcome {
  const { tail, classes } = subject;
  const { logits, slope } = tailEvaluation(subject);
  const largest = slope.reduce((best, value) => (value.compare(best) > 0 ? value : best));
  const top = slope.flatMap((value, c) => (value.compare(largest) === 0 ? [c] : []));
  if (top.join() !== tail.top.join()) {
    return fails(`the slopes of f are largest for classes ${top.join()}, not ${tail.top.join()}`);
  }
  const regime = top.length === 1 ? 'saturating' : top.length === classes ? 'flat' : 'tied';
  if (regime !== tail.regime) return fails(`${top.length} top classes are ${regime}`);
  const gaps = slope.flatMap((value, c) => (top.includes(c) ? [] : [largest.subtract(value)]));
  const gap = gaps.reduce<Rational | null>(
    (best, value) => (best === null || value.compare(best) < 0 ? value : best),
    null,
  );
  if (gap === null ? tail.gap !== null : tail.gap?.compare(gap) !== 0) {
    return fails('γ is not the distance to the next slope');
  }
  const limit = limitDistribution(tail);
  const best = top.reduce((x, c) => (logits[c].compare(logits[x]) > 0 ? c : x));
  for (let c = 0; c < classes; c++) {
    // Constant on T, so the difference at t* is the one in the limit.
    const expected = top.includes(c) ? logits[c].subtract(logits[best]).toNumber() : -Infinity;
    if (limit.logits[c] !== expected) {
      return fails(`the limit's logit of class ${c} is ${expected}, not ${limit.logits[c]}`);
    }
  }
  return HOLDS;
}

function find(subject: RayAnalysis, oracle: Oracle): Finding {
  const along = oracle.along(subject);
  const settled = settlingTime(subject, TOLERANCE);
  if (settled === null) return null;
  const { probabilities } = limitDistribution(subject.tail);
  for (const t of [settled + 1, 2 * settled + 2]) {
    if (!isTelling(along.rounding(t))) return null;
    const found = along.at(t).logProbabilities[0];
    const allowed = TOLERANCE + 2 * along.rounding(t);
    for (let c = 0; c < subject.classes; c++) {
      if (!(Math.abs(Math.exp(found[c]) - probabilities[c]) <= allowed)) {
        return showsFailing(
          `p_${c} = ${Math.exp(found[c])} at t = ${t}, but its limit is ${probabilities[c]}`,
        );
      }
    }
  }
  return showsHolding(`the probabilities are at their limits from t = ${settled + 1} on`);
}

const TOLERANCE = 1e-12;
