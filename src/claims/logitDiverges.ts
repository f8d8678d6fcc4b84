import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { SATURATES, SEVERAL_CLASSES } from './conditions.js';
import { FLAT, ONE_CLASS, SATURATING } from './controls/cases.js';
import { aboutTail, saturatingTo0 } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { HOLDS, holdsIf, type Outcome } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { findTailProbabilities } from './shared/confirmTail.js';
import { confirmationOfAll, type Finding } from './shared/finding.js';
import { findLogOddsBoundOnRay } from './shared/logOddsBound.js';
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
    ...guarded([SATURATES, SEVERAL_CLASSES], conclude),
    controls: [
      { name: 'a lead of 1', source: SATURATING, expected: 'holds' },
      { name: 'logits that all stay', source: FLAT, expected: 'skipped' },
      { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
      {
        name: 'logits that all stay, said to saturate',
        source: FLAT,
        lie: aboutTail(saturatingTo0),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      confirmationOfAll(
        [findTailProbabilities(subject, oracle), findLargeLogit(subject, oracle)],
        decided,
      ),
  },
  repaired: null,
};

function conclude(subject: RayAnalysis): Outcome {
  const { slope } = tailEvaluation(subject);
  if (slope.some(({ sign }) => sign !== 0)) return HOLDS;
  return holdsIf(false, 'every logit has slope 0, although a probability tends to 1');
}

/** max |g_i| is at least half of every ln(s_c/s_c'). */
function findLargeLogit(subject: RayAnalysis, oracle: Oracle): Finding {
  const { slope, intercept } = subject.plain;
  return findLogOddsBoundOnRay(
    subject,
    oracle,
    'max |g_i|',
    (t) => Math.max(...slope.map((b, i) => Math.abs(intercept[i] + t * b))),
    (other, { largest, certainClass }) => ({
      factor: 2,
      shift: 0,
      room: 2e-9 * (1 + largest),
      words: `half of ln(s_${certainClass}/s_${other})`,
    }),
  );
}
