import { normalCdf } from '../exact/elementary.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { gaussianHeadLimit } from '../posterior/gaussianHeadLimit.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { HAS_LINEAR_HEAD, wordsOf } from './conditions.js';
import { KINKED, NO_HEAD, SATURATING, SATURATING_OF_THREE, STILL } from './controls/cases.js';
import { aboutTail } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { decimal } from './shared/describe.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { tailEvaluation } from './shared/tailEvaluation.js';
import {
  ACTIVATIONS_MOVE,
  lengthOf,
  meanPrediction,
  movesOf,
  TWO_CLASSES,
  unitGaussianHead,
} from './shared/unitGaussianHead.js';

/**
 * A Gaussian head ends between certainties, whatever the network does.
 *
 * Decided: around the network's own head every weight and bias has variance 1, independently. m and
 * s² = 2‖Δ‖² are fractions, from the network itself at two times of the tail; the engine's limit and
 * Φ(m/s) are enclosures that must meet, strictly inside (0, 1).
 */
export const gaussianHead: Claim<'ray'> = {
  id: 'gaussian-head',
  title: 'A Gaussian head ends at Φ(m/s), never certain',
  source: { paper: 'farfield', label: 'section 6: Gaussian heads' },
  kind: 'ray',
  hypotheses: wordsOf([TWO_CLASSES, HAS_LINEAR_HEAD, ACTIVATIONS_MOVE]),
  asPrinted: {
    latex:
      '(w_c, \\beta_c) \\sim \\mathcal{N}\\big((\\mu_c, \\nu_c), 1\\big),\\ \\Delta \\neq 0:\\qquad \\mathbb{E}\\, p_1(x(t)) \\to \\Phi\\!\\Big(\\frac{m}{s}\\Big) \\in (0, 1), \\qquad m = (\\mu_1 - \\mu_0) \\cdot \\Delta,\\quad s^2 = 2\\, \\|\\Delta\\|_2^2',
    plain:
      'With a Gaussian last layer almost every draw becomes certain, but draws disagree for ever: the mean prediction tends to the share of draws for each class, strictly between 0 and 1.',
    expected: 'holds',
    ...guarded([TWO_CLASSES, HAS_LINEAR_HEAD, ACTIVATIONS_MOVE], conclude),
    controls: [
      { name: 'a network that saturates', source: SATURATING, expected: 'holds' },
      { name: 'two units, one that stops', source: KINKED, expected: 'holds' },
      { name: 'a network that ends in a ReLU', source: NO_HEAD, expected: 'skipped' },
      { name: 'units that all stay', source: STILL, expected: 'skipped' },
      { name: 'three classes', source: SATURATING_OF_THREE, expected: 'skipped' },
      {
        name: 'slopes that are not those of the network',
        source: SATURATING,
        lie: aboutTail(({ slope }) => ({ slope: [...slope].reverse() })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirmationOf(find(subject, oracle), decided),
  },
  repaired: null,
};

/** m/s, by the network itself; null where s is 0. */
function ratioOf(subject: RayAnalysis): Real | null {
  const { slope } = tailEvaluation(subject);
  const square = movesOf(subject).reduce((sum, d) => sum.add(d.multiply(d)), Rational.zero);
  if (square.sign === 0) return null;
  const s = Real.ofRational(square.add(square)).squareRoot();
  return Real.ofRational(slope[1].subtract(slope[0])).divide(s);
}

function conclude(subject: RayAnalysis): Outcome {
  if (subject.tail.penultimate === null) return fails('there is no head to be Gaussian');
  const { slope } = subject.tail;
  const evaluated = tailEvaluation(subject).slope;
  if (slope[1].subtract(slope[0]).compare(evaluated[1].subtract(evaluated[0])) !== 0) {
    return fails(
      `the mean slope is ${evaluated[1].subtract(evaluated[0])}, the tail says otherwise`,
    );
  }
  const ratio = ratioOf(subject);
  if (!ratio) return fails('no unit moves: the slope of the logits does not vary');
  const share = normalCdf(ratio);
  if (share.lower.sign <= 0 || share.upper.compare(Rational.one) >= 0) return UNDECIDED;
  const limit = gaussianHeadLimit(unitGaussianHead(subject.network), subject);
  const found = limit?.probabilities[1];
  if (!found || !limit.drawsSaturate) return fails('no limit was found');
  const meets = found.lower.compare(share.upper) <= 0 && found.upper.compare(share.lower) >= 0;
  return meets
    ? HOLDS
    : fails(`Φ(m/s) = ${decimal(share.toNumber())}, but the limit is ${decimal(found.toNumber())}`);
}

/**
 * Whether E σ(M + S·X), with the network's own logits and activations far out, is Φ(m/s).
 *
 * What is not there yet at t, and moves on from there, tells nothing.
 */
function find(subject: RayAnalysis, oracle: Oracle): Finding {
  const ratio = ratioOf(subject);
  if (!ratio) return null;
  const along = oracle.along(subject);
  const { from } = subject.tail;
  const start = lengthOf(subject.activationsAt(from));
  const moves = lengthOf(movesOf(subject));
  const { logits: first } = tailEvaluation(subject);
  const lead = Math.abs(first[1].subtract(first[0]).toNumber());
  const far = 2 ** (Math.ceil(Math.log2((1 + start + lead) / moves + from.toNumber() + 1)) + 40);
  const expected = normalCdf(ratio).toNumber();
  let before: number | null = null;
  for (const t of [far, far * 2 ** 10]) {
    if (!(t < 2 ** 900)) return null;
    const z = lengthOf(subject.activationsAt(Rational.of(t)));
    const s = Math.SQRT2 * Math.hypot(z, 1);
    const [logits] = along.at(t).logProbabilities;
    const m = logits[1] - logits[0];
    if (!(along.rounding(t) / s < 1e-6)) return null;
    const found = meanPrediction(m, s);
    if (before !== null && Math.abs(found - before) > 1e-9) return null;
    before = found;
  }
  const off = Math.abs(before! - expected);
  const words = `E p_1 = ${before} at t = ${far * 2 ** 10}`;
  return off < 1e-6 ? showsHolding(words) : showsFailing(`${words}, not ${expected}`);
}
