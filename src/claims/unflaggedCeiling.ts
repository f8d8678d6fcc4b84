import { cea } from '../detectors/methods/cea.js';
import { msp } from '../detectors/methods/msp.js';
import { Rational } from '../exact/rational.js';
import type { Layer } from '../network/networkFile.js';
import type { Claim } from './claim.js';
import { type Condition, guarded } from './condition.js';
import { RECTIFIED, SEVERAL_CLASSES, wordsOf } from './conditions.js';
import { ALONE, HEADLESS, LEAKY, SMALL } from './controls/detectorCases.js';
import { aboutParameters } from './controls/detectorLies.js';
import type { DetectorAnalysis } from './detectorAnalysis.js';
import { fails, HOLDS, type Outcome, outside } from './outcome.js';
import { plainEvaluation } from './plain/plainEvaluation.js';
import { confirmationOf, showsFailing, showsHolding } from './shared/finding.js';

const ACTIVE: Condition<DetectorAnalysis> = {
  words: 'λ > 0',
  meets: (subject) => parametersOf(subject).lambda > 0,
};

const GIVEN = [RECTIFIED, SEVERAL_CLASSES, ACTIVE];

/**
 * What MSP with CEA does not flag has a certified highest confidence.
 *
 * Novelty −MSP + λ‖(z − τ)_+‖₂ ≤ θ gives ‖(z − τ)_+‖₂ ≤ (θ + 1)/λ = G, since MSP ≤ 1; then
 * d·z ≤ d⁺·z ≤ τ⁺ Σ d_j⁺ + ‖d⁺‖₂ G for z ≥ 0, d = w_c − w_k. Decided at every row and at points of
 * the ray with θ their own novelty, the least threshold they pass: the bound with the detector's τ, λ
 * and novelty, against logits evaluated in fractions.
 */
export const unflaggedCeiling: Claim<'detector'> = {
  id: 'unflagged-ceiling',
  title: 'What MSP with CEA does not flag has a certified highest confidence',
  source: { paper: 'farfield', label: 'section 9: unflagged inputs' },
  kind: 'detector',
  hypotheses: [...wordsOf(GIVEN), 'CEA(MSP) with its defaults; inputs whose novelty is finite'],
  asPrinted: {
    latex:
      '-\\mathrm{MSP}(x) + \\lambda \\|(z - \\tau)_+\\|_2 \\le \\theta \\;\\Longrightarrow\\; f_c - f_k \\le \\tau^+ \\sum_j d_j^+ + \\frac{\\theta + 1}{\\lambda} \\|d^+\\|_2 + \\beta_c - \\beta_k, \\qquad d = w_c - w_k',
    plain:
      'Every input anywhere that the detector lets pass has activations that hardly exceed τ, so that no logit can lead another by more than a bound computed from the head: its confidence has a ceiling below 1.',
    expected: 'holds',
    ...guarded<DetectorAnalysis>(GIVEN, conclude),
    controls: [
      { name: 'a small network', source: SMALL, expected: 'holds' },
      { name: 'nothing affine at the end', source: HEADLESS, expected: 'skipped' },
      { name: 'leaky units', source: LEAKY, expected: 'skipped' },
      { name: 'one class', source: ALONE, expected: 'skipped' },
      {
        name: 'a weight of 0',
        source: SMALL,
        lie: (subject) => aboutParameters(subject, (honest) => ({ ...honest, lambda: 0 })),
        expected: 'skipped',
      },
      {
        name: 'a threshold said to be lower',
        source: SMALL,
        lie: (subject) =>
          aboutParameters(subject, (honest) => ({ ...honest, tau: (honest.tau as number) / 16 })),
        expected: 'fails',
      },
      {
        name: 'a weight said to be larger',
        source: SMALL,
        lie: (subject) =>
          aboutParameters(subject, (honest) => ({
            ...honest,
            lambda: 16 * (honest.lambda as number),
          })),
        expected: 'fails',
      },
    ],
    confirm: (subject, _, decided) => {
      const outcome = conclude(subject);
      return confirmationOf(
        outcome.status === 'fails'
          ? showsFailing(outcome.reason)
          : showsHolding('no logit exceeds its ceiling at any input'),
        decided,
      );
    },
  },
  repaired: null,
};

/** Scales of the points on the ray. */
const SCALES = [0, 1, 4, 64];

function parametersOf(subject: DetectorAnalysis): { tau: number; lambda: number } {
  return subject.scorerOf(cea(msp)).parameters as { tau: number; lambda: number };
}

function conclude(subject: DetectorAnalysis): Outcome {
  const { file, origin, direction, source, data } = subject;
  const scorer = subject.scorerOf(cea(msp));
  const { tau, lambda } = parametersOf(subject);
  if (!(lambda > 0)) return fails(`λ = ${lambda}: no excess is too large to pass`);
  const head = file.layers.at(-1) as Layer & { type: 'dense' };
  const still = origin.map(() => 0);
  const inputs = [
    ...source.validation.x,
    ...SCALES.map((t) => origin.map((x, d) => x + t * direction[d])),
  ];
  const novelty = Array.from(scorer.score(data.classifier!.observe(inputs)));
  if (!novelty.every(Number.isFinite)) return outside('a novelty is not finite');
  for (const [n, input] of inputs.entries()) {
    const logits = plainEvaluation(file, input, still, Rational.zero).logits.map((value) =>
      value.toNumber(),
    );
    const reach = (novelty[n] + 1) / lambda;
    for (let c = 0; c < logits.length; c++) {
      for (let k = 0; k < logits.length; k++) {
        const d = head.weights[c].map((w, j) => Math.max(0, w - head.weights[k][j]));
        const sum = d.reduce((total, value) => total + value, 0);
        const terms = [
          Math.max(tau, 0) * sum,
          reach * Math.hypot(...d),
          head.bias[c],
          -head.bias[k],
        ];
        const ceiling = terms.reduce((x, y) => x + y, 0);
        const size =
          terms.reduce((x, y) => x + Math.abs(y), 0) + Math.abs(logits[c]) + Math.abs(logits[k]);
        // MSP is rounded, and divided by λ.
        const room = 1e-9 * size + (1e-14 / lambda) * Math.hypot(...d);
        if (!(logits[c] - logits[k] <= ceiling + room)) {
          return fails(
            `f_${c} − f_${k} = ${logits[c] - logits[k]} exceeds its ceiling ${ceiling} at (${input.join(', ')}), with novelty ${novelty[n]}`,
          );
        }
      }
    }
  }
  return HOLDS;
}
