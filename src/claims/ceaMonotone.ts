import type { GermVector } from '../detectors/infinity/germVector.js';
import { RootSum } from '../detectors/infinity/rootSum.js';
import { cea } from '../detectors/methods/cea.js';
import { unit } from '../detectors/methods/unit.js';
import { Rational } from '../exact/rational.js';
import type { DetectorCase } from './cases.js';
import type { Claim } from './claim.js';
import { type Condition, guarded } from './condition.js';
import { RECTIFIED, SCALES_ONE_COORDINATE, wordsOf } from './conditions.js';
import type { Confirmation } from './confirmation.js';
import { FALLING, FROM_ZERO, LEAKY, SMALL, UNSEEN } from './controls/detectorCases.js';
import { DetectorAnalysis } from './detectorAnalysis.js';
import { nearEnding, otherEnding } from './infinity/infinityClaim.js';
import type { Oracle } from './oracle.js';
import { type Decision, fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import { excessEnds } from './perturbed/ends.js';
import type { PerturbedDetector } from './perturbed/perturbedDetector.js';
import { endInNumbers } from './shared/confirmEnd.js';
import { decimal, describeNetwork, describeRay, short, vector } from './shared/describe.js';
import { differenceFrom, type ExpectedEnd, linearEnd, normOf } from './shared/expectedEnd.js';
import { farObservations } from './shared/farObservations.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { tailLines } from './shared/tailLines.js';

const POSITIVE_THRESHOLD: Condition<DetectorAnalysis> = {
  words: 'τ > 0',
  meets: (subject) => thresholdOf(subject).sign > 0,
};

/**
 * Paper B, section 3.1 (ii).
 *
 * As printed: g² is compared exactly at nine scales before the tail; a decrease is a
 * counterexample, and that there is none is decided only where the tail begins at 0.
 *
 * Repaired: on the tail every rectified unit is a line of slope Δ_j ≥ 0, so (z_j − τ)_+ is
 * non-decreasing and convex, and so is the norm of a vector of such. Decided on the network itself,
 * evaluated exactly; g there is a square root, and its second difference is a sum of three, whose
 * sign is exact.
 */
export const ceaMonotone: Claim<'detector'> = {
  id: 'cea-monotone',
  title: 'The excess of activations grows with the scaling factor',
  source: { paper: 'B', label: 'Section 3.1 (ii)' },
  kind: 'detector',
  hypotheses: [
    ...wordsOf([RECTIFIED, POSITIVE_THRESHOLD]),
    'as printed: the ray scales one coordinate of x that is not 0',
    'as printed, undecided where no decrease is found at nine scales before the tail',
  ],
  asPrinted: {
    latex:
      "1 \\le \\alpha \\le \\alpha' \\;\\Longrightarrow\\; g(\\alpha \\odot x) \\le g(\\alpha' \\odot x), \\qquad g(x) = \\|\\max(z(x) - \\tau, 0)\\|_2",
    plain: 'Scaling a feature further never makes the excess over the threshold smaller.',
    expected: 'refuted',
    ...guarded([RECTIFIED, POSITIVE_THRESHOLD, SCALES_ONE_COORDINATE], concludeEverywhere),
    controls: [
      { name: 'units that rise', source: SMALL, expected: 'holds' },
      { name: 'a unit that is switched off on the way', source: FALLING, expected: 'fails' },
      { name: 'leaky units', source: LEAKY, expected: 'skipped' },
      { name: 'units the data do not switch on', source: UNSEEN, expected: 'skipped' },
      { name: 'a feature that is 0', source: FROM_ZERO, expected: 'skipped' },
    ],
    confirm: confirmDecrease,
    failsPlainly,
    explain,
  },
  repaired: {
    latex:
      't \\mapsto g(x(t)) \\text{ is non-decreasing and convex for } t \\ge t^*, \\qquad g(x(t)) \\to \\infty \\;\\Longleftrightarrow\\; \\exists\\, j:\\ \\Delta_j > 0',
    plain:
      'From the scale at which the tail begins, the excess never falls and bends upwards only; it grows without bound exactly if some penultimate unit keeps rising, and then at the rate ‖Δ‖₂.',
    expected: 'holds',
    ...guarded([RECTIFIED, POSITIVE_THRESHOLD], concludeTail),
    controls: [
      { name: 'units that rise', source: SMALL, expected: 'holds' },
      { name: 'leaky units', source: LEAKY, expected: 'skipped' },
      { name: 'units the data do not switch on', source: UNSEEN, expected: 'skipped' },
      {
        name: 'an excess that is said to fall',
        source: SMALL,
        lie: otherEnding,
        expected: 'fails',
      },
      { name: 'a rate other than λ‖Δ‖', source: SMALL, lie: nearEnding, expected: 'fails' },
    ],
    confirm: confirmTail,
    sorts: (subject) => [isRising(subject) ? 'some unit rises' : 'no unit rises'],
  },
  generic: {
    kind: 'robust',
    expected: 'refuted',
    statement:
      'g is larger at the one scale than at the other in every network of the box: a unit above the threshold is switched off on the way.',
    failsThroughout: (box) => fallingScales(box) !== null,
    explain: (box) => {
      const found = fallingScales(box)!;
      return [
        `In every network of the box g ≥ ${decimal(found.before.lower)} at t = ${found.times[0]} and g ≤ ${decimal(found.after.upper)} at t = ${found.times[1]}.`,
      ];
    },
  },
  flaw: 'A unit may be on at x and switch off as the feature is scaled: relu(2 − x) falls from 1 to 0 between x = 1 and x = 2. Nothing in the construction of g or τ excludes it.',
};

/** Two scales, in eighths of t* of the middle of the box, the later of which has the smaller g. */
function fallingScales(box: PerturbedDetector) {
  const middle = new DetectorAnalysis(box.source);
  if (!box.scalesOneCoordinate || !RECTIFIED.meets(middle)) return null;
  const tau = box.thresholdAt(PERCENT);
  if (tau === null || !(tau.lower > 0)) return null;
  const from = middle.tail.from.toNumber();
  const times = Array.from({ length: Number(SCALES) + 1 }, (_, i) => (from * i) / Number(SCALES));
  const excess = times.map((t) => excessEnds(box.activationsAt(t)!, tau));
  // The largest value so far is what a later one is most likely to be below.
  let most = 0;
  for (const [k, after] of excess.entries()) {
    if (excess[most].lower > after.upper) {
      return { times: [times[most], times[k]] as const, before: excess[most], after };
    }
    if (after.lower > excess[most].lower) most = k;
  }
  return null;
}

/** The percentile of CEA's defaults. */
const PERCENT = 99.9;

const SCALES = 8n;

function concludeEverywhere(subject: DetectorAnalysis): Outcome {
  if (subject.tail.from.sign === 0) return concludeTail(subject);
  const found = firstDecrease(subject);
  if (!found) return UNDECIDED;
  const { before, after } = found;
  return fails(
    `g falls from ${rootWords(before)} at t = ${short(before.t)} to ${rootWords(after)} at t = ${short(after.t)}`,
  );
}

/** g to six digits; what is compared is g², exactly. */
function rootWords({ square }: Excess): string {
  return decimal(Math.sqrt(square.toNumber()));
}

/** Whether g falls between the two scales found, the activations there by plain evaluation. */
function failsPlainly(source: DetectorCase): boolean {
  const found = firstDecrease(new DetectorAnalysis(source));
  const subject = new DetectorAnalysis(source);
  if (found === null || !subject.restOnPlainEvaluation()) return false;
  const [before, after] = [found.before, found.after].map(({ t }) => excessAt(subject, t).square);
  return after.compare(before) < 0;
}

interface Excess {
  readonly t: Rational;
  readonly activations: readonly Rational[];
  /** g². */
  readonly square: Rational;
}

/** Two neighbouring scales, in eighths of t*, between which g falls. */
function firstDecrease(subject: DetectorAnalysis): { before: Excess; after: Excess } | null {
  let before: Excess | null = null;
  for (let i = 0n; i <= SCALES; i++) {
    const after = excessAt(subject, subject.tail.from.multiply(new Rational(i, SCALES)));
    if (before !== null && after.square.compare(before.square) < 0) return { before, after };
    before = after;
  }
  return null;
}

function excessAt(subject: DetectorAnalysis, t: Rational): Excess {
  const activations = subject.activationsAt(t);
  return { t, activations, square: excessSquare(activations, thresholdOf(subject)) };
}

function excessSquare(activations: readonly Rational[], tau: Rational): Rational {
  return activations
    .map((value) => value.subtract(tau))
    .filter(({ sign }) => sign > 0)
    .reduce((sum, over) => sum.add(over.multiply(over)), Rational.zero);
}

function concludeTail(subject: DetectorAnalysis): Outcome {
  const { activations } = tailLines(subject);
  const falling = activations.slope.findIndex(({ sign }) => sign < 0);
  if (falling !== -1) return fails(`the rectified unit ${falling} falls for ever`);
  const tau = thresholdOf(subject);
  const { from } = subject.tail;
  for (const step of STEPS) {
    const squares = [0n, 1n, 2n].map((n) => {
      const t = from.add(step.multiply(new Rational(n, 1n)));
      return excessSquare(valuesOf(activations, t), tau);
    });
    const [first, middle, last] = squares as [Rational, Rational, Rational];
    if (middle.compare(first) < 0 || last.compare(middle) < 0) {
      return fails(`g² takes ${squares.map(short).join(', ')} in steps of ${short(step)} from t*`);
    }
    const bend = RootSum.root(first)
      .add(RootSum.root(last))
      .add(RootSum.root(middle).scale(new Rational(-2n, 1n)));
    if (bend.sign < 0) return fails(`g bends down in steps of ${short(step)} from t*`);
  }
  const scorer = scorerOf(subject);
  const difference = differenceFrom(subject.behaviourOf(scorer), endOf(subject));
  return difference === null ? HOLDS : fails(difference);
}

const STEPS = [new Rational(1n, 4n), new Rational(1n, 1n), new Rational(50n, 1n)];

/** The end of −1 + λg: slope λ‖Δ‖₂, or the excess of units that stay. */
function endOf(subject: DetectorAnalysis): ExpectedEnd {
  const { activations } = tailLines(subject);
  const lambda = scorerOf(subject).parameters.lambda as number;
  return linearEnd(normOf(activations.slope).scale(Rational.of(lambda)), () => {
    const square = excessSquare(activations.intercept, thresholdOf(subject));
    return -1 + lambda * Math.sqrt(square.toNumber());
  });
}

function valuesOf({ slope, intercept }: GermVector, t: Rational): Rational[] {
  return slope.map((b, j) => intercept[j].add(b.multiply(t)));
}

function scorerOf(subject: DetectorAnalysis) {
  return subject.scorerOf(cea(unit));
}

function thresholdOf(subject: DetectorAnalysis): Rational {
  return Rational.of(scorerOf(subject).parameters.tau as number);
}

function isRising(subject: DetectorAnalysis): boolean {
  return tailLines(subject).activations.slope.some(({ sign }) => sign > 0);
}

function confirmTail(subject: DetectorAnalysis, oracle: Oracle, decided: Decision): Confirmation {
  return confirmationOf(endInNumbers(subject, oracle, scorerOf(subject), endOf(subject)), decided);
}

/** The fitted score itself at the two scales of a decrease; without one, on the tail. */
function confirmDecrease(
  subject: DetectorAnalysis,
  oracle: Oracle,
  decided: Decision,
): Confirmation {
  const found = firstDecrease(subject);
  if (found === null) return confirmTail(subject, oracle, decided);
  const [high, low] = [found.before, found.after].map(({ t }) => {
    const observed = farObservations(subject, oracle, t.toNumber());
    return scorerOf(subject).score(observed)[0];
  }) as [number, number];
  return confirmationOf(compared(high, low), decided);
}

function compared(high: number, low: number): Finding {
  if (Math.abs(high - low) <= 1e-9 * (1 + Math.abs(high))) return null;
  const what = `the score goes from ${high} to ${low}`;
  return low < high ? showsFailing(what) : showsHolding(what);
}

function explain(subject: DetectorAnalysis): string[] {
  const found = firstDecrease(subject);
  return [
    ...describeNetwork(subject.file),
    describeRay(subject),
    `τ = ${scorerOf(subject).parameters.tau}, from the validation inputs ${JSON.stringify(subject.source.validation.x)}`,
    ...(found ? [found.before, found.after] : []).map(
      (excess) =>
        `at t = ${short(excess.t)}, z = ${vector(excess.activations)} and g = ${rootWords(excess)}`,
    ),
  ];
}
