import type { Claim } from './claim.js';
import type { Oracle } from './oracle.js';
import { HOLDS, holdsIf, OUTSIDE, type Outcome } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { findTailProbabilities } from './shared/confirmTail.js';
import {
  contradictionOf,
  type Finding,
  showsFailing,
  showsHolding,
  worst,
} from './shared/finding.js';
import { isTelling, logitRounding } from './shared/rounding.js';
import { settlingTime } from './shared/settling.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/**
 * Paper B, appendix C, Lemma 1, for g a piecewise-affine network along a ray.
 *
 * Decided: s_c → 1 iff the tail saturates to c; g_i → ±∞ iff its slope, evaluated on g itself, is
 * not 0. Slopes b_c > b_c' cannot both be 0.
 */
export const logitDiverges: Claim<'ray'> = {
  id: 'logit-diverges',
  title: 'A certain softmax has a logit that diverges',
  source: { paper: 'B', label: 'Appendix C, Lemma 1, piecewise-affine rays', equation: '9' },
  kind: 'ray',
  hypotheses: ['some probability tends to 1 along the ray', 'at least two classes'],
  asPrinted: {
    latex:
      '\\lim_{t \\to \\infty} \\bar\\sigma(g(t))_c = 1 \\;\\Longrightarrow\\; \\exists\\, i:\\ \\lim_{t \\to \\infty} g_i(t) = \\pm\\infty \\qquad (g(t) = f(x(t)))',
    plain:
      'If the probability of a class tends to 1 along a ray, some logit of the network tends to plus or minus infinity.',
    expected: 'holds',
    check,
    confirm: (subject, oracle, decided) =>
      contradictionOf(
        worst([findTailProbabilities(subject, oracle), findLargeLogit(subject, oracle)]),
        decided,
      ),
  },
  repaired: null,
};

function check(subject: RayAnalysis): Outcome {
  if (subject.tail.regime !== 'saturating' || subject.classes < 2) return OUTSIDE;
  const { slope } = tailEvaluation(subject);
  if (slope.some(({ sign }) => sign !== 0)) return HOLDS;
  return holdsIf(false, 'every logit has slope 0, although a probability tends to 1');
}

/** Where ln(s_c/s_c') is large, max |g_i| is at least half of it. */
function findLargeLogit(subject: RayAnalysis, oracle: Oracle): Finding {
  const along = oracle.along(subject);
  const settled = settlingTime(subject, 1e-6);
  if (!along || settled === null) return null;
  const t = 4 * settled + 4;
  if (!isTelling(logitRounding(subject, t))) return null;
  const { slope, intercept } = subject.plain;
  const largest = Math.max(...slope.map((b, i) => Math.abs(intercept[i]! + t * b)));
  const found = Array.from(along.at(t).logProbabilities[0]!);
  const odds = Math.max(...found) - Math.min(...found);
  const sizes = `max |g_i| = ${largest} at t = ${t}`;
  return largest * (1 + 1e-9) + 1e-9 >= odds / 2
    ? showsHolding(`${sizes}, at least half of ln(s_c/s_c') = ${odds}`)
    : showsFailing(`${sizes}, below half of ln(s_c/s_c') = ${odds}`);
}
