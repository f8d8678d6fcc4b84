import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import type { CurveAnalysis } from './curveAnalysis.js';
import { certainWithoutLimit } from './plain/plainCurve.js';
import { describeWave } from './shared/curvePoints.js';
import { combination } from './shared/describe.js';
import {
  type DivergingWaves,
  explainNoLimits,
  largestWaveKeepsBound,
  noWaveDivergesNearby,
  someWaveDiverges,
} from './shared/divergingWaves.js';

const UNITS: DivergingWaves = {
  field: 'units',
  of: ({ units }) => units,
  name: 'z',
  index: 'j',
  one: 'unit of z',
  probability: 'p',
  boundFrom: (subject, c, other) => {
    const { bias } = subject.source;
    return {
      factor: distance(subject, c, other),
      shift: Rational.of(bias[c]).subtract(Rational.of(bias[other])),
      words: `its bound from class ${other}`,
    };
  },
};

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
    ...someWaveDiverges(UNITS),
    failsPlainly: (source) => certainWithoutLimit(source, 'units'),
    explain: (subject) => {
      const c = subject.certainClass ?? 0;
      const { weights, bias } = subject.source;
      return [
        `z(t) = (${subject.units.map(describeWave).join(', ')})`,
        `f = (${weights
          .map((row, k) =>
            combination([
              ...row.map((weight, j) => ({ coefficient: Rational.of(weight), of: `z_${j}` })),
              { coefficient: Rational.of(bias[k]), of: '' },
            ]),
          )
          .join(', ')}) = (${subject.logits.map(describeWave).join(', ')})`,
        `f_${c} less every other logit tends to ∞, so p_${c} → 1.`,
        ...explainNoLimits(UNITS, subject),
      ];
    },
  },
  repaired: {
    latex:
      "\\max_j |z_j| \\;\\ge\\; \\frac{\\ln(p_c / p_{c'}) - (\\beta_c - \\beta_{c'})}{\\lVert w_c - w_{c'} \\rVert_1} \\qquad \\forall\\, c' \\ne c",
    plain:
      'For any network with a linear head, and at every input, the largest penultimate activation is bounded from below by the log-odds; so the norm of z tends to infinity with certainty.',
    expected: 'holds',
    ...largestWaveKeepsBound(UNITS, (subject, c, other) =>
      distance(subject, c, other).sign === 0
        ? `classes ${c} and ${other} have equal rows, yet p_${c} → 1`
        : null,
    ),
  },
  generic: noWaveDivergesNearby(
    'units',
    'Where layers have asymptotes the statement holds (claim penultimate-diverges).',
  ),
  flaw: 'The proof has the sum Σ w_j z_j diverge, and concludes that a term does. The terms can take turns: each returns to 0 again and again while another is large.',
};

/** ‖w_c − w_c'‖₁. */
function distance({ source: { weights } }: CurveAnalysis, c: number, other: number): Rational {
  return weights[c].reduce((sum, weight, j) => {
    const difference = Rational.of(weight).subtract(Rational.of(weights[other][j]));
    return sum.add(difference.sign < 0 ? difference.negate() : difference);
  }, Rational.zero);
}
