import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { type CurveAnalysis, limitOfWave } from './curveAnalysis.js';
import { certainWithoutLimit } from './plain/plainCurve.js';
import { describeWave } from './shared/curvePoints.js';
import {
  type DivergingWaves,
  explainNoLimits,
  largestWaveKeepsBound,
  noWaveDivergesNearby,
  someWaveDiverges,
} from './shared/divergingWaves.js';

const COMPONENTS: DivergingWaves = {
  field: 'logits',
  of: ({ logits }) => logits,
  name: 'g',
  index: 'i',
  one: 'component of g',
  probability: 's',
  boundFrom: (_, c, other) => ({
    factor: new Rational(2n, 1n),
    shift: Rational.zero,
    words: `half of g_${c} − g_${other}`,
  }),
};

/**
 * Paper B, appendix C, Lemma 1, for "an arbitrary function" g.
 *
 * Decided on the waves of a curve case: s_c → 1 iff g_c − g_c' → ∞ for every other c'; g_i → ±∞ iff
 * its linear part exceeds its oscillating part in absolute value.
 *
 * Repaired: |g_c| + |g_c'| ≥ g_c − g_c' = ln(s_c/s_c'), so the larger is at least half of it, at
 * every t, and the bound tends to ∞. Decided exactly at points (t, cos t) that the curve passes
 * close to again and again, and by the limit of g_c − g_c'.
 */
export const logitDivergesAny: Claim<'curve'> = {
  id: 'logit-diverges-any',
  title: 'A certain softmax of any function has a component that diverges',
  source: { paper: 'B', label: 'Appendix C, Lemma 1, "an arbitrary function"', equation: '9' },
  kind: 'curve',
  hypotheses: ['some component of the softmax tends to 1'],
  asPrinted: {
    latex:
      '\\lim_{t \\to \\infty} \\bar\\sigma(g(t))_c = 1 \\;\\Longrightarrow\\; \\exists\\, i:\\ \\lim_{t \\to \\infty} g_i(t) = \\pm\\infty \\qquad (g \\text{ arbitrary})',
    plain:
      'Whatever the function, if a component of its softmax tends to 1, some component of the function tends to plus or minus infinity.',
    expected: 'refuted',
    ...someWaveDiverges(COMPONENTS),
    failsPlainly: (source) => certainWithoutLimit(source, 'logits'),
    explain: (subject) => {
      const c = subject.certainClass ?? 0;
      return [
        `g(t) = (${subject.logits.map(describeWave).join(', ')})`,
        ...subject.logits.flatMap((_, k) =>
          k === c
            ? []
            : [
                `g_${c} − g_${k} = ${describeWave(differenceOf(subject, c, k))} → ∞: the factor of t stays above a positive number.`,
              ],
        ),
        `So s_${c} = 1/(1 + Σ e^{g_k − g_${c}}) → 1.`,
        ...explainNoLimits(COMPONENTS, subject),
      ];
    },
  },
  repaired: {
    latex:
      "\\max_i |g_i(t)| \\ge \\tfrac12 \\ln \\frac{\\bar\\sigma(g(t))_c}{\\bar\\sigma(g(t))_{c'}} \\quad \\forall\\, t, c' \\ne c; \\qquad \\bar\\sigma(g(t))_c \\to 1 \\;\\Longrightarrow\\; \\lVert g(t) \\rVert \\to \\infty",
    plain:
      'At every time the largest component, in absolute value, is at least half the log-odds; so the norm of g tends to infinity, though no single component need do so.',
    expected: 'holds',
    ...largestWaveKeepsBound(COMPONENTS, (subject, c, other) =>
      limitOfWave(differenceOf(subject, c, other)) === 1
        ? null
        : `g_${c} − g_${other} does not tend to ∞`,
    ),
  },
  generic: noWaveDivergesNearby(
    'logits',
    'Where layers have asymptotes the statement holds (claim logit-diverges).',
  ),
  flaw: 'The proof shows that not all components can stay finite, and concludes that one has an infinite limit. Different components can take turns: each returns to 0 again and again while another is large.',
};

function differenceOf(subject: CurveAnalysis, c: number, other: number) {
  const [own, rival] = [subject.logits[c], subject.logits[other]];
  return {
    linear: own.linear.subtract(rival.linear),
    oscillating: own.oscillating.subtract(rival.oscillating),
    constant: own.constant.subtract(rival.constant),
  };
}
