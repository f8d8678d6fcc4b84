import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { KINKED, ON_BOUNDARY, SKIP } from './controls/cases.js';
import { aboutTail } from './controls/lies.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { findTailProbabilities } from './shared/confirmTail.js';
import { short } from './shared/describe.js';
import { confirmationOf } from './shared/finding.js';
import { kinksOf } from './shared/kinks.js';
import { firstUnitOffItsPiece } from './shared/pieceHolds.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/**
 * Paper A, final version: the scaled path ends in one linear region.
 *
 * A region is where every unit is on one piece, an intersection of half-spaces g(x) ≥ 0. At t* every
 * such g is at least 0, and it does not fall from t* to t* + 1, both evaluated exactly: so v is in
 * its recession cone, and the path in it for ever. The region has to be closed: the path may run
 * along its face, and does so exactly where the tail is a boundary.
 */
export const openPolytope: Claim<'ray'> = {
  id: 'open-polytope',
  title: 'The scaled path ends in one closed linear region',
  source: { paper: 'farfield', label: 'paper A, final version, with closed regions' },
  kind: 'ray',
  hypotheses: [],
  asPrinted: {
    latex:
      '\\exists\\, Q = \\{x : G x \\ge h\\},\\ f \\text{ affine on } Q: \\qquad x(t) \\in Q\\ \\ \\forall\\, t \\ge t^*, \\qquad G v \\ge 0; \\qquad x(t) \\in Q^\\circ \\iff \\text{no unit stays on a kink}',
    plain:
      'From some point on the path stays in one closed region on which the network is affine, and its direction is one in which that region is unbounded. It is inside the region, not on its face, unless some unit stays exactly on a kink.',
    expected: 'holds',
    check,
    controls: [
      { name: 'a tail that begins at 3', source: KINKED, expected: 'holds' },
      { name: 'a skip connection', source: SKIP, expected: 'holds' },
      { name: 'a path along a face', source: ON_BOUNDARY, expected: 'holds' },
      {
        name: 'a path along a face, said to be inside',
        source: ON_BOUNDARY,
        lie: aboutTail(() => ({ boundary: false })),
        expected: 'fails',
      },
      {
        name: 'a region that is entered later',
        source: KINKED,
        lie: aboutTail(({ from }) => ({ from: from.subtract(ONE) })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      confirmationOf(findTailProbabilities(subject, oracle), decided),
  },
  repaired: null,
};

const ONE = new Rational(1n, 1n);

function check(subject: RayAnalysis): Outcome {
  // Plain evaluation knows values, not the pieces that units are on.
  if (subject.restsOn) return UNDECIDED;
  const { tail, network } = subject;
  const { start, later } = tailEvaluation(subject);
  const lost = firstUnitOffItsPiece(network, tail.pattern, start, later);
  if (lost !== null) return fails(`${lost} = ${short(tail.from)}`);
  const { stays } = kinksOf(network, tail.pattern, start, later);
  return stays === tail.boundary
    ? HOLDS
    : fails(`that the path runs along a face is ${stays}, not ${tail.boundary}`);
}
