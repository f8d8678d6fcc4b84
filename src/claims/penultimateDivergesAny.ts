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
import { combination, decimal } from './shared/describe.js';
import { contradictionOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { findInfiniteLimit } from './shared/infiniteLimit.js';

/**
 * Paper B, appendix C, Theorem 1, for "any neural network whose last layer is linear".
 *
 * Decided as `logit-diverges-any`, on the units of a curve case. Repaired, for any network: with head
 * W, β, ln(p_c/p_c') = (w_c − w_c')·z + β_c − β_c', and |(w_c − w_c')·z| ≤ ‖w_c − w_c'‖₁ max_j |z_j|
 * (Hölder). Decided exactly at points (t, cos t) that the curve passes close to again and again.
 */
export const penultimateDivergesAny: Claim<'curve'> = {
  id: 'penultimate-diverges-any',
  title: 'A certain network of any kind has a penultimate unit that diverges',
  source: {
    paper: 'B',
    label: 'Appendix C, Theorem 1, "any neural network whose last layer is linear"',
    equation: '13',
  },
  kind: 'curve',
  hypotheses: ['some probability tends to 1'],
  asPrinted: {
    latex:
      'f = W z + \\beta,\\quad \\lim_{t \\to \\infty} p_c = 1 \\;\\Longrightarrow\\; \\exists\\, j:\\ \\lim_{t \\to \\infty} z_j(t) = \\pm\\infty \\qquad (z \\text{ arbitrary})',
    plain:
      'Whatever the network below its linear head, if it becomes certain, some penultimate unit tends to infinity.',
    expected: 'refuted',
    check: (subject) => {
      if (subject.certainClass === null) return OUTSIDE;
      return subject.units.some((wave) => Math.abs(limitOfWave(wave) ?? 0) === 1)
        ? HOLDS
        : fails(
            `p_${subject.certainClass} → 1, but no unit of z = (${subject.units.map(describeWave).join(', ')}) has an infinite limit`,
          );
    },
    confirm: (subject, oracle, decided) =>
      contradictionOf(find(subject, oracle), 'holds') ??
      contradictionOf(findInfiniteLimit(subject.units, 'z'), decided),
    explain: (subject) => {
      const c = subject.certainClass ?? 0;
      const { weights, bias } = subject.source;
      return [
        `z(t) = (${subject.units.map(describeWave).join(', ')})`,
        `f = (${weights
          .map((row, k) =>
            combination([
              ...row.map((weight, j) => ({ coefficient: Rational.of(weight), of: `z_${j}` })),
              { coefficient: Rational.of(bias[k]!), of: '' },
            ]),
          )
          .join(', ')}) = (${subject.logits.map(describeWave).join(', ')})`,
        `f_${c} less every other logit tends to ∞, so p_${c} → 1.`,
        ...subject.units.map(
          (wave, j) =>
            `z_${j} = ${describeWave(wave)} has no infinite limit: ${describeNoLimit(wave)}.`,
        ),
      ];
    },
  },
  repaired: {
    latex:
      "\\max_j |z_j| \\;\\ge\\; \\frac{\\ln(p_c / p_{c'}) - (\\beta_c - \\beta_{c'})}{\\lVert w_c - w_{c'} \\rVert_1} \\qquad \\forall\\, c' \\ne c",
    plain:
      'For any network with a linear head, and at every input, the largest penultimate activation is bounded from below by the log-odds; so the norm of z tends to infinity with certainty.',
    expected: 'holds',
    check: (subject) => {
      const c = subject.certainClass;
      return c === null ? OUTSIDE : checkRepaired(subject, c);
    },
    confirm: (subject, oracle, decided) => contradictionOf(find(subject, oracle), decided),
  },
  flaw: 'The proof has the sum Σ w_j z_j diverge, and concludes that a term does. The terms can take turns: each returns to 0 again and again while another is large.',
};

function checkRepaired(subject: CurveAnalysis, c: number): Outcome {
  const { bias } = subject.source;
  for (const point of CURVE_POINTS) {
    const largest = largestMagnitude(subject.units.map((wave) => waveAt(wave, point)));
    const logits = subject.logits.map((wave) => waveAt(wave, point));
    for (let other = 0; other < logits.length; other++) {
      if (other === c) continue;
      const needed = logits[c]!.subtract(logits[other]!).subtract(
        Rational.of(bias[c]!).subtract(Rational.of(bias[other]!)),
      );
      if (largest.multiply(distance(subject, c, other)).compare(needed) < 0) {
        return fails(`max |z_j| is below its bound from class ${other} at some t`);
      }
    }
  }
  const level = subject.logits.findIndex(
    (_, other) => other !== c && distance(subject, c, other).sign === 0,
  );
  return level === -1 ? HOLDS : fails(`classes ${c} and ${level} have equal rows, yet p_${c} → 1`);
}

/** ‖w_c − w_c'‖₁. */
function distance({ source: { weights } }: CurveAnalysis, c: number, other: number): Rational {
  return weights[c]!.reduce((sum, weight, j) => {
    const difference = Rational.of(weight).subtract(Rational.of(weights[other]![j]!));
    return sum.add(difference.sign < 0 ? difference.negate() : difference);
  }, Rational.zero);
}

/** Whether numbers show the bound kept at three times. */
function find(subject: CurveAnalysis, oracle: Oracle): Finding {
  const c = subject.certainClass!;
  const { bias } = subject.source;
  for (const t of [1, 100, 1e4]) {
    const f = subject.logits.map((wave) => waveInFloat64(wave, t));
    const z = subject.units.map((wave) => waveInFloat64(wave, t));
    if (![...f, ...z].every(Number.isFinite)) return null;
    const found = oracle.at([f]).logProbabilities[0]!;
    const largest = Math.max(...z.map(Math.abs));
    for (let other = 0; other < f.length; other++) {
      if (other === c) continue;
      const norm = distance(subject, c, other).toNumber();
      const needed = found[c]! - found[other]! - (bias[c]! - bias[other]!);
      const size =
        Math.max(...f.map(Math.abs)) + largest * norm + Math.abs(bias[c]!) + Math.abs(bias[other]!);
      if (!(largest * norm >= needed - 1e-9 * (1 + size))) {
        return showsFailing(
          `max |z_j| = ${decimal(largest)} at t = ${t}, below ${decimal(needed / norm)} from class ${other}`,
        );
      }
    }
  }
  return showsHolding('max |z_j| is as large as the log-odds need');
}
