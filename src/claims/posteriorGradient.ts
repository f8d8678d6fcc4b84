import { exp, PI } from '../exact/elementary.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { readNetwork } from '../network/networkFile.js';
import { gaussianHeadGradient } from '../posterior/gaussianHeadGradient.js';
import type { RayCase } from './cases.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { HAS_LINEAR_HEAD, OFF_BOUNDARIES, wordsOf } from './conditions.js';
import {
  KINKED,
  NO_HEAD,
  ON_BOUNDARY,
  SATURATING,
  SATURATING_OF_THREE,
  STILL,
} from './controls/cases.js';
import { answering } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import { RayAnalysis } from './rayAnalysis.js';
import { decimal } from './shared/describe.js';
import { confirmationOfAll, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import {
  ACTIVATIONS_MOVE,
  lengthOf,
  meanPrediction,
  TWO_CLASSES,
  unitGaussianHead,
} from './shared/unitGaussianHead.js';

const GIVEN = [TWO_CLASSES, HAS_LINEAR_HEAD, ACTIVATIONS_MOVE, OFF_BOUNDARIES];

/**
 * Paper A, Lemma 6 for a posterior that is not finite: with a Gaussian head the gradient of the mean
 * prediction vanishes, but like 1/t.
 *
 * Draws with w·Δ near 0 have not become certain at t; their share is about q(0)/t, and each adds its
 * own derivative. Decided: around the network's own head every weight and bias has variance 1,
 * independently. q(0)·E[w·J_d | w·Δ = 0] is computed from the file's tail by plain evaluation and
 * by conditioning, the engine's coefficient by Price's theorem from germs; the enclosures must meet.
 */
export const posteriorGradient: Claim<'ray'> = {
  id: 'posterior-gradient',
  title: 'Under a Gaussian head gradients vanish like 1/t',
  source: { paper: 'farfield', label: 'section 6: Lemma 6 for posteriors' },
  kind: 'ray',
  hypotheses: wordsOf(GIVEN),
  asPrinted: {
    latex:
      'w = w_1 - w_0 \\sim \\mathcal{N}(\\mu, 2I),\\ \\Delta \\neq 0:\\qquad t\\, \\frac{\\partial}{\\partial x_d} \\mathbb{E}\\, p_1(x(t)) \\to q(0)\\; \\mathbb{E}\\big[w \\cdot \\partial_d z \\,\\big|\\, w \\cdot \\Delta = 0\\big], \\qquad q \\text{ the density of } w \\cdot \\Delta',
    plain:
      'With a Gaussian last layer the gradient of the mean prediction vanishes far out, but only like 1/t: the few draws that have not made up their minds yet keep it alive.',
    expected: 'holds',
    ...guarded(GIVEN, conclude),
    controls: [
      { name: 'a network that saturates', source: SATURATING, expected: 'holds' },
      { name: 'two units, one that stops', source: KINKED, expected: 'holds' },
      { name: 'a network that ends in a ReLU', source: NO_HEAD, expected: 'skipped' },
      { name: 'units that all stay', source: STILL, expected: 'skipped' },
      { name: 'three classes', source: SATURATING_OF_THREE, expected: 'skipped' },
      { name: 'a unit on a kink for ever', source: ON_BOUNDARY, expected: 'skipped' },
      {
        name: 'a head that is a little off',
        source: SATURATING,
        lie: (subject) => answering(subject, { network: () => readNetwork(nudged(subject.file)) }),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirmationOfAll(findings(subject, oracle), decided),
  },
  repaired: null,
};

/** A file whose last layer has one weight a thousandth off. */
function nudged(file: RayCase['network']): RayCase['network'] {
  const head = file.layers.at(-1)!;
  if (head.type !== 'dense') return file;
  const weights = head.weights.map((row, c) =>
    row.map((weight, j) => (c === 0 && j === 0 ? weight + 2 ** -10 : weight)),
  );
  return { ...file, layers: [...file.layers.slice(0, -1), { ...head, weights }] };
}

/** What t·∂E p_1/∂x_d tends to, and how large that could be at most. */
interface Coefficient {
  readonly value: Real;
  /** q(0)·‖μ‖·‖J_d‖. */
  readonly most: number;
  /** ‖J_d‖. */
  readonly moved: number;
}

/**
 * q(0)·E[w·J_d | w·Δ = 0], shape [D]: with u the part of J_d across Δ, μ·u·q(0), for w ~ N(μ, 2I).
 * From the file alone, by plain evaluation. Null if that finds no tail.
 */
function expectedOf({ file, plainTail }: RayAnalysis): Coefficient[] | null {
  const head = file.layers.at(-1)!;
  if (!plainTail?.penultimate || plainTail.boundary || head.type !== 'dense') return null;
  const { slope, jacobian } = plainTail.penultimate;
  const mean = head.weights[1].map((weight, j) =>
    Rational.of(weight).subtract(Rational.of(head.weights[0][j])),
  );
  const square = dot(slope, slope);
  const along = dot(mean, slope);
  // w·Δ ~ N(μ·Δ, 2‖Δ‖²): its density at 0 is e^(−(μ·Δ)²/4‖Δ‖²)/(2√π ‖Δ‖).
  const decay = along.multiply(along).divide(square).divide(FOUR).negate();
  const density = exp(Real.ofRational(decay)).divide(
    PI.multiply(Real.ofRational(square.multiply(FOUR))).squareRoot(),
  );
  return Array.from({ length: file.inputs }, (_, d) => {
    const moves = jacobian.map((row) => row[d]);
    const share = dot(moves, slope).divide(square);
    const across = moves.map((entry, j) => entry.subtract(slope[j].multiply(share)));
    return {
      value: Real.ofRational(dot(mean, across)).multiply(density),
      most: density.toNumber() * lengthOf(mean) * lengthOf(moves),
      moved: lengthOf(moves),
    };
  });
}

function conclude(subject: RayAnalysis): Outcome {
  const { penultimate, boundary } = subject.tail;
  if (penultimate === null) return fails('there is no head to be Gaussian');
  if (boundary) return fails('a unit stays on a kink: there is no derivative');
  const expected = expectedOf(subject);
  if (expected === null) return UNDECIDED;
  const found = gaussianHeadGradient(unitGaussianHead(subject.network), subject);
  if (found === null) return fails('no coefficient was found');
  for (const [d, { value }] of expected.entries()) {
    const meets =
      found[d].lower.compare(value.upper) <= 0 && found[d].upper.compare(value.lower) >= 0;
    if (!meets) {
      return fails(
        `t·∂E p_1/∂x_${d + 1} tends to ${decimal(value.toNumber())}, but ${decimal(found[d].toNumber())} is said`,
      );
    }
  }
  return HOLDS;
}

/** Multiples of the scale of the ray at which numbers are looked at. */
const NEAR = 2 ** 12;
const FAR = 2 ** 16;

/** Whether t times quotients of differences of E p_1, by the network's own logits, come to them. */
function findings(subject: RayAnalysis, oracle: Oracle): readonly Finding[] {
  const expected = expectedOf(subject);
  const { penultimate, from } = subject.tail;
  if (expected === null || penultimate === null) return [];
  const size = lengthOf(penultimate.intercept) + 1;
  const moves = lengthOf(penultimate.slope);
  const scale = 2 ** Math.ceil(Math.log2(size / moves + from.toNumber() + 1));
  if (!(scale < 2 ** 100)) return [];
  return expected.map(({ value, most, moved }, d) => {
    // As far as moves z by about its own size at the start of the tail.
    const beside = besideOf(subject, d, 2 ** Math.round(Math.log2(size / moved)));
    if (beside === null) return null;
    const limit = value.toNumber();
    const [near, far] = [scale * NEAR, scale * FAR].map((t) => quotientAt(beside, oracle, t));
    if (near === null || far === null) return null;
    const words = `t·∂E p_1/∂x_${d + 1} is ${near} at t = ${scale * NEAR}, ${far} at t = ${scale * FAR}`;
    // What the rounding of E p_1 hides is not told.
    if (!((scale * FAR * 2 ** -48) / beside.apart < 1e-4 * most)) return null;
    if (Math.abs(far - limit) < 1e-3 * most) return showsHolding(words);
    // What still moves is not there yet.
    if (Math.abs(far - near) > 1e-2 * Math.abs(far - limit)) return null;
    return showsFailing(`${words}, not ${limit}`);
  });
}

/** Two rays beside another, on the same piece of the network in the end: x_d a little more or less. */
interface Beside {
  readonly rays: readonly [RayAnalysis, RayAnalysis];
  /** x_d of the first less x_d of the second. */
  readonly apart: number;
}

/** The widest two rays of a few that end on the piece of a ray; null if none do. */
function besideOf(subject: RayAnalysis, d: number, step: number): Beside | null {
  const { file, origin, direction } = subject;
  if (!(step < 2 ** 100)) return null;
  const piece = pieceOf(subject);
  for (const share of [2, 8, 14]) {
    const [up, down] = [1, -1].map((sign) => origin[d] + sign * step * 2 ** -share);
    const rays = [up, down].map((x) => new RayAnalysis(file, origin.with(d, x), direction));
    const same = rays.every((ray) => pieceOf(ray) === piece);
    if (piece !== null && same) return { rays: [rays[0], rays[1]], apart: up - down };
  }
  return null;
}

/**
 * Which affine function of x the penultimate activations are in the end, its constant included: a
 * unit that stops may differ by nothing else. Null on a kink.
 */
function pieceOf({ plainTail, origin }: RayAnalysis): string | null {
  if (!plainTail?.penultimate || plainTail.boundary) return null;
  const { jacobian, intercept } = plainTail.penultimate;
  const start = origin.map((x) => Rational.of(x));
  return String([jacobian, jacobian.map((row, j) => intercept[j].subtract(dot(row, start)))]);
}

/** t times the quotient of differences at t; null where rounding hides it, or before the tails. */
function quotientAt({ rays, apart }: Beside, oracle: Oracle, t: number): number | null {
  const [above, below] = rays.map((ray) => {
    if (!(ray.tail.from.toNumber() < t)) return null;
    const z = lengthOf(ray.activationsAt(Rational.of(t)));
    const along = oracle.along(ray);
    const s = Math.SQRT2 * Math.hypot(z, 1);
    if (!(along.rounding(t) / s < 2 ** -45)) return null;
    const [logits] = along.at(t).logProbabilities;
    return meanPrediction(logits[1] - logits[0], s);
  });
  return above === null || below === null ? null : (t * (above - below)) / apart;
}

const FOUR = new Rational(4n, 1n);

function dot(x: readonly Rational[], y: readonly Rational[]): Rational {
  return x.reduce((sum, value, j) => sum.add(value.multiply(y[j])), Rational.zero);
}
