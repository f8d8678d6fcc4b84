import { Rational } from '../exact/rational.js';
import type { Layer, NetworkFile } from '../network/networkFile.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { HAS_LINEAR_HEAD, SEVERAL_CLASSES, wordsOf } from './conditions.js';
import { FLAT, NO_HEAD, ONE_CLASS, SATURATING, TIED } from './controls/cases.js';
import { aboutTail, saturatingTo0 } from './controls/lies.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import { plainTail } from './plain/plainTail.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { findTailProbabilities } from './shared/confirmTail.js';
import { vector } from './shared/describe.js';
import { confirmationOf } from './shared/finding.js';
import { isMonotoneOnTail } from './shared/monotone.js';

const GIVEN = [HAS_LINEAR_HEAD, SEVERAL_CLASSES];

/**
 * R1: ties are exceptional, flat tails are not.
 *
 * On the tail f = Wz + β with z = z⁰ + tΔ, so that slopes are W·Δ: all 0 if Δ = 0, and two of them
 * equal only if (w_c − w_c')·Δ = 0. Decided with Δ from plain evaluation of the file and products
 * with the rows of its last layer, against the regime that germs give; and once more for a random
 * rational head on the same body. If p is strictly monotonic, Δ = 0 would make it constant in the
 * coordinate that moves.
 */
export const almostEveryHead: Claim<'ray'> = {
  id: 'almost-every-head',
  title: 'A tail on which some unit moves saturates for almost every head',
  source: { paper: 'farfield', label: 'R1' },
  kind: 'ray',
  hypotheses: wordsOf(GIVEN),
  asPrinted: {
    latex:
      "\\Delta = 0 \\Rightarrow \\text{flat}; \\qquad \\Delta \\ne 0,\\ (w_c - w_{c'}) \\cdot \\Delta \\ne 0\\ \\forall\\, c \\ne c' \\;\\Longrightarrow\\; |T| = 1; \\qquad p \\text{ strictly monotonic along } v = x'_d e_d \\ne 0 \\Rightarrow \\Delta \\ne 0",
    plain:
      'If no penultimate unit moves in the end, the tail is flat whatever the head. If some does, the tail saturates for every head off finitely many hyperplanes; and where p is strictly monotonic in the coordinate that moves, some does.',
    expected: 'holds',
    ...guarded<RayAnalysis>(GIVEN, conclude),
    controls: [
      { name: 'a lead of 1', source: SATURATING, expected: 'holds' },
      { name: 'a tie, on a hyperplane', source: TIED, expected: 'holds' },
      { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
      { name: 'nothing affine at the end', source: NO_HEAD, expected: 'skipped' },
      {
        name: 'a lead said to be a tie',
        source: SATURATING,
        lie: aboutTail(() => ({ regime: 'flat', top: [0, 1], gap: null })),
        expected: 'fails',
      },
      {
        name: 'units that stay, said to saturate',
        source: FLAT,
        lie: aboutTail(saturatingTo0),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      confirmationOf(findTailProbabilities(subject, oracle), decided),
    sorts: ({ tail: { penultimate } }) => [
      penultimate?.slope.some(({ sign }) => sign !== 0) ? 'some unit moves' : 'no unit moves',
    ],
  },
  repaired: null,
};

function conclude(subject: RayAnalysis): Outcome {
  const { file, tail, plainTail: plain } = subject;
  if (tail.penultimate === null) return fails('there is no head to choose');
  if (!plain?.penultimate) return UNDECIDED;
  const delta = plain.penultimate.slope;
  const wrong = contradiction(file, delta, tail.regime, tail.top);
  if (wrong !== null) return fails(wrong);
  const moves = delta.some(({ sign }) => sign !== 0);
  if (!moves && subject.coordinate !== null && isMonotoneOnTail(subject) === true) {
    return fails('p is strictly monotonic in the coordinate that moves, but no unit moves');
  }
  const other = withRandomHead(file);
  const ending = plainTail(other, subject.origin, subject.direction);
  if (ending === null) return UNDECIDED;
  const most = ending.slope.reduce((best, b) => (b.compare(best) > 0 ? b : best));
  const top = ending.slope.flatMap((b, c) => (b.compare(most) === 0 ? [c] : []));
  const regime = top.length === 1 ? 'saturating' : top.length === delta.length ? 'flat' : 'tied';
  const off = contradiction(other, delta, regime, top);
  return off === null ? HOLDS : fails(`with a random head, ${off}`);
}

/** What the head's rows say against a regime; null if nothing. */
function contradiction(
  file: NetworkFile,
  delta: readonly Rational[],
  regime: string,
  top: readonly number[],
): string | null {
  const { weights } = file.layers.at(-1) as Layer & { type: 'dense' };
  const speeds = weights.map((row) =>
    row.reduce((sum, w, j) => sum.add(Rational.of(w).multiply(delta[j])), Rational.zero),
  );
  const moves = delta.some(({ sign }) => sign !== 0);
  const distinct = new Set(speeds.map(String)).size === speeds.length;
  if (!moves && top.length !== speeds.length) return `no unit moves, but the tail is ${regime}`;
  if (distinct && regime !== 'saturating') {
    return `the rows of W take the speeds ${vector(speeds)} off every hyperplane, but the tail is ${regime}`;
  }
  const fastest = speeds.flatMap((speed, c) =>
    speeds.every((other) => speed.compare(other) >= 0) ? [c] : [],
  );
  return top.join() === fastest.join()
    ? null
    : `classes ${fastest.join(', ')} have the largest w_c·Δ, but ${top.join(', ')} end on top`;
}

/** The same body with a head of rational numbers that look random and depend on the file alone. */
function withRandomHead(file: NetworkFile): NetworkFile {
  const head = file.layers.at(-1) as Layer & { type: 'dense' };
  let state = JSON.stringify(file).length;
  const draw = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >> 8) / 1024;
  };
  return {
    ...file,
    layers: [
      ...file.layers.slice(0, -1),
      {
        type: 'dense',
        weights: head.weights.map((row) => row.map(draw)),
        bias: head.bias.map(draw),
      },
    ],
  };
}
