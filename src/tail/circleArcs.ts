import { Rational } from '../exact/rational.js';
import type { Real } from '../exact/real.js';
import { capabilityOf } from '../network/capability.js';
import type { Domain } from '../network/domain.js';
import type { Network } from '../network/network.js';
import { recession } from '../network/recession.js';
import type { UnivariateFunction } from '../network/univariate.js';
import { walk } from '../network/walk.js';

/** Directions of two inputs, one after the other, that end in the same classes. */
export interface DirectionArc {
  /** Where it begins and ends, counterclockwise, on the square max(|x|, |y|) = 1. */
  readonly from: readonly [Rational, Rational];
  readonly to: readonly [Rational, Rational];
  readonly regime: 'saturating' | 'tied' | 'flat';
  /** The classes of largest slope, ascending. */
  readonly top: readonly number[];
  /** Bounds of its share of all directions. */
  readonly lower: number;
  readonly upper: number;
}

/** More pieces than this on a side of the square are not followed. */
const MOST_PIECES = 10_000;

/**
 * What every direction of a network of two inputs ends in: its slopes f₀(v) are piecewise linear on
 * the sides of a square around 0, so that the directions that saturate, tie or stay flat are arcs. Ends
 * are exact; between two arcs of different classes lies a direction that ties both.
 *
 * Arithmetic: exact rationals; shares enclosed, by float64 arctangents and what these may be off.
 *
 * @returns counterclockwise, neighbours of the same classes joined, the first beginning at (1, −1) or
 *   before; null for networks of other numbers of inputs, of one output, beyond piecewise-affine, or
 *   with constants that are no fractions
 *
 * Source: claim `random-directions`.
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 2,
 *   layers: [{ type: 'dense', weights: [[1, 0], [0, 0]], bias: [0, 0] }] });
 * circleArcs(network)!.map(({ top }) => top.join()); // ['0', '1']
 * ```
 */
export function circleArcs(network: Network): DirectionArc[] | null {
  if (network.inputSize !== 2 || network.outputSize < 2) return null;
  if (!capabilityOf(network).piecewiseAffine) return null;
  const biasFree = recession(network);
  const arcs: Omit<DirectionArc, 'lower' | 'upper'>[] = [];
  for (const [k, from] of CORNERS.entries()) {
    const found = alongSide(biasFree, from, CORNERS[(k + 1) % CORNERS.length]);
    if (found === null) return null;
    for (const arc of found) {
      const last = arcs.at(-1);
      if (last && last.top.join() === arc.top.join())
        arcs[arcs.length - 1] = { ...last, to: arc.to };
      else arcs.push(arc);
    }
  }
  // The first direction is no end of an arc that goes on across it.
  if (arcs.length > 1 && arcs[0].top.join() === arcs.at(-1)!.top.join()) {
    arcs[0] = { ...arcs[0], from: arcs.pop()!.from };
  }
  return arcs.map((arc) => ({ ...arc, ...shareOf(arc.from, arc.to, arcs.length === 1) }));
}

type Point = readonly [Rational, Rational];

const ONE = Rational.one;
const MINUS = ONE.negate();
/** Counterclockwise. */
const CORNERS: readonly Point[] = [
  [ONE, MINUS],
  [ONE, ONE],
  [MINUS, ONE],
  [MINUS, MINUS],
];

/** The arcs of one side of the square. */
function alongSide(
  biasFree: Network,
  from: Point,
  to: Point,
): Omit<DirectionArc, 'lower' | 'upper'>[] | null {
  const input = from.map((x, i) => ({ intercept: x, slope: to[i].subtract(x) }));
  const at = (s: Rational): Point => [valueAt(input[0], s), valueAt(input[1], s)];
  const arcs: Omit<DirectionArc, 'lower' | 'upper'>[] = [];
  let start = Rational.zero;
  for (let pieces = 0; start.compare(ONE) < 0; pieces++) {
    if (pieces === MOST_PIECES) return null;
    const domain = new SideDomain(start);
    const values = walk(biasFree, domain, input);
    if (!domain.known) return null;
    const logits = Array.from(values[biasFree.output]);
    const end = domain.next;
    const marks = [start, ...crossings(logits, start, end), end];
    for (let m = 1; m < marks.length; m++) {
      const top = topAt(logits, marks[m - 1].add(marks[m]).multiply(HALF));
      const regime = top.length === 1 ? 'saturating' : top.length < logits.length ? 'tied' : 'flat';
      arcs.push({ from: at(marks[m - 1]), to: at(marks[m]), regime, top });
    }
    start = end;
  }
  return arcs;
}

const HALF = new Rational(1n, 2n);

/** A value on a side: intercept + s·slope. */
interface SideLine {
  readonly intercept: Rational;
  readonly slope: Rational;
}

function valueAt({ intercept, slope }: SideLine, s: Rational): Rational {
  return intercept.add(slope.multiply(s));
}

/** Between two places, where two logits are equal and one overtakes the other, in order. */
function crossings(logits: readonly SideLine[], start: Rational, end: Rational): Rational[] {
  const roots = logits.flatMap((x, c) =>
    logits.slice(c + 1).flatMap((y) => {
      const slope = x.slope.subtract(y.slope);
      if (slope.sign === 0) return [];
      const root = y.intercept.subtract(x.intercept).divide(slope);
      return root.compare(start) > 0 && root.compare(end) < 0 ? [root] : [];
    }),
  );
  return roots
    .sort((x, y) => x.compare(y))
    .filter((root, n, all) => n === 0 || root.compare(all[n - 1]) !== 0);
}

function topAt(logits: readonly SideLine[], s: Rational): number[] {
  const values = logits.map((line) => valueAt(line, s));
  const most = values.reduce((best, value) => (value.compare(best) > 0 ? value : best));
  return values.flatMap((value, c) => (value.compare(most) === 0 ? [c] : []));
}

/** Lines on a side of the square, on the piece that begins at a place. */
class SideDomain implements Domain<SideLine> {
  /** Where the piece ends: the first place at which a unit changes sides. */
  next = ONE;
  /** Whether every constant was a fraction. */
  known = true;

  constructor(private readonly start: Rational) {}

  constant(nearest: number, other: Real | null): SideLine {
    return { intercept: this.fraction(nearest, other), slope: Rational.zero };
  }

  addScaled(sum: SideLine, x: SideLine, weight: number, other: Real | null): SideLine {
    const factor = this.fraction(weight, other);
    return {
      intercept: sum.intercept.add(x.intercept.multiply(factor)),
      slope: sum.slope.add(x.slope.multiply(factor)),
    };
  }

  apply(f: UnivariateFunction, x: SideLine): SideLine {
    const lines = f.kind === 'piecewise' ? f.pieces : null;
    // Without biases a function is linear on either side of 0.
    const piece = lines?.[lines.length === 1 || this.sideOf(x) <= 0 ? 0 : 1];
    if (!piece) this.known = false;
    const factor = piece?.[1]?.rational ?? Rational.zero;
    if (piece?.[1] && piece[1].rational === null) this.known = false;
    return { intercept: x.intercept.multiply(factor), slope: x.slope.multiply(factor) };
  }

  maximum(group: Int32Array, x: ArrayLike<SideLine>): SideLine {
    return Array.from(group, (i) => x[i]).reduce((best, line) => {
      const lead = {
        intercept: line.intercept.subtract(best.intercept),
        slope: line.slope.subtract(best.slope),
      };
      return this.sideOf(lead) > 0 ? line : best;
    });
  }

  private fraction(nearest: number, other: Real | null): Rational {
    if (other === null) return Rational.of(nearest);
    if (other.rational === null) this.known = false;
    return other.rational ?? Rational.zero;
  }

  /** The sign right after the start; notes where it changes. */
  private sideOf({ intercept, slope }: SideLine): -1 | 0 | 1 {
    if (slope.sign === 0) return intercept.sign;
    const root = intercept.negate().divide(slope);
    if (root.compare(this.start) <= 0) return slope.sign;
    if (root.compare(this.next) < 0) this.next = root;
    return slope.sign === 1 ? -1 : 1;
  }
}

/** What float64 arctangents, their difference and its quotient by 2π may be off, of one turn. */
const ROUNDING = 2 ** -48;

function shareOf(from: Point, to: Point, whole: boolean): { lower: number; upper: number } {
  if (whole) return { lower: 1, upper: 1 };
  const [first, last] = [from, to].map(([x, y]) => Math.atan2(y.toNumber(), x.toNumber()));
  const turn = (last - first) / (2 * Math.PI);
  const share = turn < 0 ? turn + 1 : turn;
  return { lower: Math.max(0, share - ROUNDING), upper: Math.min(1, share + ROUNDING) };
}
