import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { type CurveAnalysis, limitOfWave } from './curveAnalysis.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, OUTSIDE, type Outcome } from './outcome.js';
import {
  CURVE_POINTS,
  describeNoLimit,
  describeWave,
  largestMagnitude,
  waveAt,
  waveInFloat64,
} from './shared/curvePoints.js';
import { decimal } from './shared/describe.js';
import { contradictionOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { findInfiniteLimit } from './shared/infiniteLimit.js';

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
    check: (subject) => {
      if (subject.certainClass === null) return OUTSIDE;
      return subject.logits.some((wave) => Math.abs(limitOfWave(wave) ?? 0) === 1)
        ? HOLDS
        : fails(
            `s_${subject.certainClass} → 1, but no component of g = (${subject.logits.map(describeWave).join(', ')}) has an infinite limit`,
          );
    },
    confirm: (subject, oracle, decided) =>
      contradictionOf(find(subject, oracle), 'holds') ??
      contradictionOf(findInfiniteLimit(subject.logits, 'g'), decided),
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
        ...subject.logits.map(
          (wave, i) =>
            `g_${i} = ${describeWave(wave)} has no infinite limit: ${describeNoLimit(wave)}.`,
        ),
      ];
    },
  },
  repaired: {
    latex:
      "\\max_i |g_i(t)| \\ge \\tfrac12 \\ln \\frac{\\bar\\sigma(g(t))_c}{\\bar\\sigma(g(t))_{c'}} \\quad \\forall\\, t, c' \\ne c; \\qquad \\bar\\sigma(g(t))_c \\to 1 \\;\\Longrightarrow\\; \\lVert g(t) \\rVert \\to \\infty",
    plain:
      'At every time the largest component, in absolute value, is at least half the log-odds; so the norm of g tends to infinity, though no single component need do so.',
    expected: 'holds',
    check: (subject) => {
      const c = subject.certainClass;
      if (c === null) return OUTSIDE;
      return checkRepaired(subject, c);
    },
    confirm: (subject, oracle, decided) => contradictionOf(find(subject, oracle), decided),
  },
  flaw: 'The proof shows that not all components can stay finite, and concludes that one has an infinite limit. Different components can take turns: each returns to 0 again and again while another is large.',
};

function differenceOf(subject: CurveAnalysis, c: number, other: number) {
  const [own, rival] = [subject.logits[c]!, subject.logits[other]!];
  return {
    linear: own.linear.subtract(rival.linear),
    oscillating: own.oscillating.subtract(rival.oscillating),
    constant: own.constant.subtract(rival.constant),
  };
}

function checkRepaired(subject: CurveAnalysis, c: number): Outcome {
  for (const point of CURVE_POINTS) {
    const values = subject.logits.map((wave) => waveAt(wave, point));
    const largest = largestMagnitude(values);
    for (let other = 0; other < values.length; other++) {
      const half = values[c]!.subtract(values[other]!).multiply(HALF);
      if (other !== c && largest.compare(half) < 0) {
        return fails(`max |g_i| is below half of g_${c} − g_${other} at some t`);
      }
    }
  }
  const bounded = subject.logits.findIndex(
    (_, other) => other !== c && limitOfWave(differenceOf(subject, c, other)) !== 1,
  );
  return bounded === -1 ? HOLDS : fails(`g_${c} − g_${bounded} does not tend to ∞`);
}

const HALF = new Rational(1n, 2n);

/** Whether numbers show the bound kept at three times. */
function find(subject: CurveAnalysis, oracle: Oracle): Finding {
  const c = subject.certainClass!;
  for (const t of [1, 100, 1e4]) {
    const g = subject.logits.map((wave) => waveInFloat64(wave, t));
    if (!g.every(Number.isFinite)) return null;
    const found = oracle.at([g]).logProbabilities[0]!;
    const largest = Math.max(...g.map(Math.abs));
    for (let other = 0; other < g.length; other++) {
      const half = (found[c]! - found[other]!) / 2;
      if (!(largest >= half - 1e-12 * (1 + largest))) {
        return showsFailing(
          `max |g_i| = ${decimal(largest)} at t = ${t}, below half of ln(s_${c}/s_${other}) = ${decimal(2 * half)}`,
        );
      }
    }
  }
  return showsHolding('max |g_i| is at least half of every log-odds');
}
