import { Rational } from '../exact/rational.js';
import { readNetwork } from '../network/networkFile.js';
import { type ExactTail, exactTail } from '../tail/exactTail.js';
import type { RayCase } from './cases.js';
import type { Claim } from './claim.js';
import { KINKED, ON_BOUNDARY, SKIP } from './controls/cases.js';
import { aboutTail, oneMore } from './controls/lies.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import { plainEvaluation } from './plain/plainEvaluation.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { findTailProbabilities } from './shared/confirmTail.js';
import { short } from './shared/describe.js';
import { type ExactValues, entryOf } from './shared/exactEvaluation.js';
import { confirmationOf } from './shared/finding.js';
import { kinksOf } from './shared/kinks.js';
import { firstUnitOffItsPiece } from './shared/pieceHolds.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/** What an engine at fault might say of a tail. */
const LIES: Readonly<Record<string, (tail: ExactTail) => Partial<ExactTail>>> = {
  'a beginning that is too early': ({ from }) => ({ from: from.subtract(new Rational(1n, 2n)) }),
  'a beginning that is too late': ({ from }) => ({ from: from.add(new Rational(1n, 2n)) }),
  'another slope': ({ slope }) => ({ slope: oneMore(slope) }),
  'another intercept': ({ intercept }) => ({ intercept: oneMore(intercept) }),
  'another Jacobian': ({ jacobian }) => ({ jacobian: jacobian.map(oneMore) }),
  'a unit said to stay on a kink': () => ({ boundary: true }),
};

/**
 * F1: the tail.
 *
 * Decided for every t ≥ t* at once: the network, evaluated exactly at t* and t* + 1, is on the
 * pieces the tail says and moves off none of them (proof in `firstUnitOffItsPiece`), so it is
 * affine from t* on; and at those two times, and a third far out that is evaluated from the file layer by layer, it equals a + t·b. The Jacobian
 * of the pieces gives b = V v. If t* > 0, some unit lies on a kink at t* and leaves it: no earlier
 * time would do for all units. The tail is a boundary iff some unit stays on a kink.
 */
export const eventuallyAffine: Claim<'ray'> = {
  id: 'eventually-affine',
  title: 'Every ray ends in an affine tail',
  source: { paper: 'farfield', label: 'F1' },
  kind: 'ray',
  hypotheses: ['the network is piecewise affine'],
  asPrinted: {
    latex:
      "\\exists\\, t^* \\ge 0,\\ a, b \\in \\mathbb{R}^C,\\ V \\in \\mathbb{R}^{C \\times D}:\\quad f(x' + t v) = a + t\\, b \\quad \\forall\\, t \\ge t^*, \\qquad b = V v",
    plain:
      'From some point on the logits along a ray are affine in t. That point, the last at which a unit changes piece, the slopes and the intercepts are found exactly.',
    expected: 'holds',
    check,
    controls: [
      { name: 'a tail that begins at 3', source: KINKED, expected: 'holds' },
      { name: 'a skip connection around 2x', source: SKIP, expected: 'holds' },
      ...Object.entries(LIES).map(([name, change]) => ({
        name,
        source: KINKED,
        lie: aboutTail(change),
        expected: 'fails' as const,
      })),
      {
        name: 'a unit on a kink for ever, denied',
        source: ON_BOUNDARY,
        lie: aboutTail(() => ({ boundary: false })),
        expected: 'fails',
      },
    ],
    failsPlainly,
    confirm: (subject, oracle, decided) =>
      confirmationOf(findTailProbabilities(subject, oracle), decided),
  },
  repaired: null,
};

/**
 * Whether the logits, evaluated from the file layer by layer at two times of the tail, are off it:
 * the claim is about pieces, of which a plain tail knows nothing.
 */
function failsPlainly({ network: file, origin, direction }: RayCase): boolean {
  const tail = exactTail(readNetwork(file), origin, direction);
  return [ONE, FAR].some((after) => {
    const t = tail.from.add(after);
    return plainEvaluation(file, origin, direction, t).logits.some(
      (logit, c) => logit.compare(tail.intercept[c].add(tail.slope[c].multiply(t))) !== 0,
    );
  });
}

function check(subject: RayAnalysis): Outcome {
  const { tail, network } = subject;
  const { start, later } = tailEvaluation(subject);
  const lost = firstUnitOffItsPiece(network, tail.pattern, start, later);
  if (lost !== null) return fails(`${lost} = ${short(tail.from)}`);
  const kinks = kinksOf(network, tail.pattern, start, later);
  if (tail.from.sign > 0 && !kinks.leaves) {
    return fails(`no unit changes piece at t* = ${short(tail.from)}`);
  }
  if (tail.boundary !== kinks.stays) {
    return fails(`that some unit stays on a kink is ${kinks.stays}, not ${tail.boundary}`);
  }
  const far = tail.from.add(FAR);
  const logitsOf = (values: ExactValues) =>
    tail.slope.map((_, c) => entryOf(values, network.output, c));
  const times = [
    { logits: logitsOf(start), t: tail.from },
    { logits: logitsOf(later), t: tail.from.add(ONE) },
    // From the file, by code that knows no graph.
    {
      logits: plainEvaluation(subject.file, subject.origin, subject.direction, far).logits,
      t: far,
    },
  ];
  for (const { logits, t } of times) {
    for (let c = 0; c < subject.classes; c++) {
      const logit = logits[c];
      if (logit.compare(tail.intercept[c].add(tail.slope[c].multiply(t))) !== 0) {
        return fails(
          `f_${c} = ${short(logit)} at t = ${short(t)}, but the tail is ${short(tail.intercept[c])} + ${short(tail.slope[c])}·t`,
        );
      }
    }
  }
  const off = tail.jacobian.findIndex(
    (row, c) =>
      row
        .reduce(
          (sum, value, d) => sum.add(value.multiply(Rational.of(subject.direction[d]))),
          Rational.zero,
        )
        .compare(tail.slope[c]) !== 0,
  );
  return off === -1 ? HOLDS : fails(`V_${off} · v is not the slope ${short(tail.slope[off])}`);
}

const ONE = new Rational(1n, 1n);
const FAR = new Rational(1_000_003n, 1n);
