import { Rational } from '../exact/rational.js';
import { directionSlopes } from '../tail/directionSlopes.js';
import type { Claim } from './claim.js';
import { FLAT, KINKED, TIED } from './controls/cases.js';
import { aboutTail, saturatingTo0 } from './controls/lies.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import { plainTail } from './plain/plainTail.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { findTailProbabilities } from './shared/confirmTail.js';
import { confirmationOf } from './shared/finding.js';

/**
 * Flat and tied directions form a finite union of polyhedral cones.
 *
 * The slopes f₀(v) are positively homogeneous and piecewise linear in v. Decided: longer and shorter
 * directions, from other inputs, have the same classes on top, and slopes in proportion; and where
 * two directions lie on one piece of f₀, tested by the slopes half-way, a class that leads on both
 * leads between them. Slopes come from plain evaluation of the file, against the regime of the tail
 * and that of the bias-free pass.
 */
export const randomDirections: Claim<'ray'> = {
  id: 'random-directions',
  title: 'Directions that end flat or tied form polyhedral cones',
  source: { paper: 'farfield', label: 'section 9: random directions' },
  kind: 'ray',
  hypotheses: ['the network is piecewise affine'],
  asPrinted: {
    latex:
      'f_0(s v) = s f_0(v)\\ \\forall s > 0; \\qquad f_0 \\text{ linear on } [v, w],\\ k \\in T(v) \\cap T(w) \\;\\Longrightarrow\\; k \\in T(v + w); \\qquad \\{v : |T(v)| > 1\\} \\text{ is a finite union of polyhedral cones}',
    plain:
      'Whether a direction saturates does not depend on its length, nor on where the ray starts; and the directions that do not form finitely many cones with flat faces.',
    expected: 'holds',
    check,
    controls: [
      { name: 'a tail that begins at 3', source: KINKED, expected: 'holds' },
      { name: 'a tie', source: TIED, expected: 'holds' },
      {
        name: 'a tie said to saturate',
        source: TIED,
        lie: aboutTail(saturatingTo0),
        expected: 'fails',
      },
      {
        name: 'logits that stay, said to saturate',
        source: FLAT,
        lie: aboutTail(saturatingTo0),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      confirmationOf(findTailProbabilities(subject, oracle), decided),
  },
  repaired: null,
};

/** Powers of 2, so that directions are scaled without rounding. */
const FACTORS = [0.5, 4];

function check(subject: RayAnalysis): Outcome {
  const { file, origin, direction, network, tail } = subject;
  const elsewhere = origin.map((x) => 1 - x);
  const own = slopesOf(file, origin, direction);
  if (own === null) return UNDECIDED;
  const top = topOf(own);
  if (top !== tail.top.join()) return fails(`T is {${top}} by plain evaluation, not {${tail.top}}`);
  for (const factor of FACTORS) {
    const scaled = direction.map((v) => v * factor);
    const slopes = slopesOf(file, elsewhere, scaled);
    if (slopes === null) continue;
    const off = slopes.findIndex((b, c) => b.compare(own[c].multiply(Rational.of(factor))) !== 0);
    // Scaling may overflow or lose bits of directions at the ends of the doubles.
    if (off !== -1 && scaled.every((v, d) => v / factor === direction[d] && Number.isFinite(v))) {
      return fails(
        `the slope of class ${off} is not in proportion at ${factor} times the direction`,
      );
    }
  }
  const pass = directionSlopes(network, [direction])[0];
  if (Array.from(pass.top).join() !== top)
    return fails(`the bias-free pass has {${pass.top}} on top`);
  return between(subject, own);
}

/** A class on top of two directions on one piece of f₀ is on top between them. */
function between({ file, origin, direction }: RayAnalysis, own: readonly Rational[]): Outcome {
  const other = direction.map((v, d) => (d === 0 ? v + 1 : v));
  const sum = direction.map((v, d) => v + other[d]);
  const [second, middle] = [other, sum].map((v) => slopesOf(file, origin, v));
  if (!second || !middle) return HOLDS;
  const linear = middle.every((b, c) => b.compare(own[c].add(second[c])) === 0);
  if (!linear) return HOLDS;
  const [first, last] = [own, second].map((slopes) => topOf(slopes).split(','));
  const shared = first.filter((c) => last.includes(c));
  return shared.length === 0 || topOf(middle) === shared.join()
    ? HOLDS
    : fails(`classes ${shared.join(', ')} lead on both directions, but not between them`);
}

function slopesOf(file: RayAnalysis['file'], origin: readonly number[], v: readonly number[]) {
  return plainTail(file, origin, v)?.slope ?? null;
}

/** The classes of largest slope, ascending. */
function topOf(slope: readonly Rational[]): string {
  const most = slope.reduce((best, b) => (b.compare(best) > 0 ? b : best));
  return slope.flatMap((b, c) => (b.compare(most) === 0 ? [c] : [])).join();
}
