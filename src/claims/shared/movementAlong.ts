import { Rational } from '../../exact/rational.js';
import type { Piece } from '../plain/plainPieces.js';
import { ExponentialSum } from './exponentialSum.js';
import { movementAt, movementOf } from './monotone.js';

/** Which way something moves: one way, the sign of which it has; not everywhere; or both ways. */
export type WayAlong = -1 | 0 | 1 | 'both';

/** A piece is halved so often before its sign is left open. */
const HALVINGS = 8;
/** From the start of a last piece, so far out its leading exponentials must outweigh the others. */
const FARTHEST = 2n ** 12n;

/**
 * Which way p_c moves with x_d on all pieces of a line, with one-sided derivatives at the kinks.
 *
 * On a piece ∂p_c/∂x_d has the sign of Σ_c' q_c'·e^{a_c' + b_c' t}, q_c' = V_cd − V_c'd. Where all
 * coefficients, those of equal slopes added up, share a sign that is it. Else signs at points show both ways, or exponentials at their
 * least and at their largest on parts of the piece show that none is possible; from some time on the
 * group of the largest slope outweighs the rest together, each term of which falls beside it. Signs
 * at a point are those of sums of exponentials of fractions, of which 0 is decided
 * (Lindemann–Weierstrass). Arithmetic: exact.
 *
 * @param zeros - what a derivative of 0 at a point of the line is: nothing to a function of the line,
 *   which is strictly monotonic all the same; for a box around it, it leaves the sign open
 * @returns null where it is left open: a sum comes so close to 0 that halving does not tell
 */
export function movementAlong(
  pieces: readonly Piece[],
  c: number,
  d: number,
  zeros: 'passed over' | 'left open' = 'passed over',
): WayAlong | null {
  return oneWay(pieces.map((piece) => movementOn(piece, c, d, zeros)));
}

/** Which way f_c moves with x_d on all pieces. */
export function logitAlong(pieces: readonly Piece[], c: number, d: number): WayAlong {
  return oneWay(pieces.map(({ jacobian }) => jacobian[c][d].sign))!;
}

/** What ways on the pieces are together: both as soon as two differ, however others are left open. */
function oneWay(ways: readonly (WayAlong | null)[]): WayAlong | null {
  if (ways.includes('both') || (ways.includes(1) && ways.includes(-1))) return 'both';
  if (ways.includes(0)) return 0;
  return ways.includes(null) ? null : (ways[0] ?? null);
}

function movementOn(
  piece: Piece,
  c: number,
  d: number,
  zeros: 'passed over' | 'left open',
): WayAlong | null {
  const rates = piece.jacobian.map((row) => row[d]);
  const terms = rates
    .map((rate, other) => ({
      coefficient: rates[c].subtract(rate),
      intercept: piece.intercept[other],
      slope: piece.slope[other],
    }))
    .filter(({ coefficient }) => coefficient.sign !== 0);
  const signs = signsInOrder(terms);
  const changes = signs?.filter((sign, n) => n > 0 && sign !== signs[n - 1]).length;
  if (signs && changes === 0) return signs[0] ?? 0;
  let { to } = piece;
  const seen: (-1 | 0 | 1 | null)[] = [];
  if (to === null) {
    seen.push(movementOf(piece, rates, c).onRay);
    to = settledFrom(terms, piece.from);
    if (to === null) return null;
  }
  const at = (t: Rational) => movementAt(piece, rates, c, t);
  seen.push(at(piece.from), at(to));
  // With one change of sign there is at most one zero: the ends tell all.
  const open: [Rational, Rational, number][] = changes === 1 ? [] : [[piece.from, to, 0]];
  for (let part = open.pop(); part; part = open.pop()) {
    const [start, end, halved] = part;
    const way = certainlyOn(terms, start, end);
    if (way !== null) {
      seen.push(way);
      continue;
    }
    if (halved === HALVINGS) {
      seen.push(null);
      continue;
    }
    const middle = start.add(end).multiply(HALF);
    seen.push(at(middle));
    if (seen.includes(1) && seen.includes(-1)) return 'both';
    open.push([start, middle, halved + 1], [middle, end, halved + 1]);
  }
  if (zeros === 'left open' && seen.includes(0)) return null;
  return oneWay(seen.filter((sign) => sign !== 0));
}

interface ExponentialTerm {
  readonly coefficient: Rational;
  readonly intercept: Rational;
  readonly slope: Rational;
}

const HALF = new Rational(1n, 2n);

/**
 * The signs of the coefficients of a sum of exponentials in the order of slopes, those of equal slopes
 * added up and zeros left out; null where one is not known. The sum has no more zeros, counted with
 * their multiplicity, than these change sign.
 *
 * Source: Pólya and Szegő, Problems and Theorems in Analysis II, part V, problem 77.
 */
function signsInOrder(terms: readonly ExponentialTerm[]): (-1 | 1)[] | null {
  const order = [...terms].sort((x, y) => y.slope.compare(x.slope));
  const signs: (-1 | 1)[] = [];
  for (let first = 0; first < order.length; ) {
    const level = order[first].slope;
    let sum = ExponentialSum.zero;
    for (; first < order.length && order[first].slope.compare(level) === 0; first++) {
      sum = sum.add(ExponentialSum.of(order[first].intercept, order[first].coefficient));
    }
    const { sign } = sum;
    if (sign === null) return null;
    if (sign !== 0) signs.push(sign);
  }
  return signs;
}

/** The sign that a sum of exponentials has on all of [start, end], if their extremes show one. */
function certainlyOn(
  terms: readonly ExponentialTerm[],
  start: Rational,
  end: Rational,
): -1 | 1 | null {
  for (const sign of [1, -1] as const) {
    // Those of the other sign at their largest, those of this one at their least.
    const least = terms
      .map(({ coefficient, intercept, slope }) => {
        const atEnd = (coefficient.sign === sign) === slope.sign < 0;
        return ExponentialSum.of(intercept.add(slope.multiply(atEnd ? end : start)), coefficient);
      })
      .reduce((sum, term) => sum.add(term));
    if (least.sign === sign) return sign;
  }
  return null;
}

/**
 * A time from which on a sum of exponentials has the sign of its terms of the largest slope; of those
 * that are 0 together, the next decide.
 */
function settledFrom(terms: readonly ExponentialTerm[], from: Rational): Rational | null {
  const order = [...terms].sort((x, y) => y.slope.compare(x.slope));
  let first = 0;
  let leading = ExponentialSum.zero;
  let level = order[0].slope;
  while (first < order.length && leading.isZero) {
    level = order[first].slope;
    for (; first < order.length && order[first].slope.compare(level) === 0; first++) {
      leading = leading.add(ExponentialSum.of(order[first].intercept, order[first].coefficient));
    }
  }
  const { sign } = leading;
  if (sign === null || sign === 0) return null;
  for (let after = 1n; after <= FARTHEST; after *= 4n) {
    const t = from.add(new Rational(after, 1n));
    // Beside e^{level·t} every other term falls: what they add up to at t they never exceed.
    const least: ExponentialSum = order
      .slice(first)
      .reduce((sum, { coefficient, intercept, slope }) => {
        const exponent = intercept.add(slope.subtract(level).multiply(t));
        const against: Rational = coefficient.sign === sign ? Rational.zero : coefficient;
        return sum.add(ExponentialSum.of(exponent, against));
      }, leading);
    if (least.sign === sign) return t;
  }
  return null;
}
