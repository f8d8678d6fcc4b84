import { imageOf } from '../ceiling/range.js';
import { Real } from '../exact/real.js';
import type { Domain } from '../network/domain.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import type {
  PiecewisePolynomial,
  SmoothFunction,
  UnivariateFunction,
} from '../network/univariate.js';
import type { Germ } from './germ.js';

/**
 * What values are from some t on: `intercept + t·slope` with an intercept that may still move, but
 * stays in its enclosure for every t ≥ from.
 *
 * So remainders are numbers: a function with asymptotes, met at x or beyond, is off its asymptote by
 * at most D(x), which falls in x; the later `from`, the narrower the enclosures.
 *
 * Arithmetic: slopes exact or enclosed, intercepts rounded outward.
 *
 * Source: claim `bounded-distance`.
 */
export class RestDomain implements Domain<Germ> {
  private readonly from: Real;

  /** @param from - multiples of the direction, at least 0 */
  constructor(from: number) {
    this.from = Real.of(from);
  }

  constant(nearest: number, other: Real | null): Germ {
    return { intercept: other ?? Real.of(nearest), slope: Real.zero };
  }

  addScaled(sum: Germ, x: Germ, weight: number, other: Real | null): Germ {
    const factor = other ?? Real.of(weight);
    return {
      intercept: sum.intercept.add(factor.multiply(x.intercept)),
      slope: sum.slope.add(factor.multiply(x.slope)),
    };
  }

  apply(f: UnivariateFunction, x: Germ): Germ {
    const { sign } = x.slope;
    if (sign === null) throw new RangeError('RestDomain: a slope may be 0 or not');
    if (sign === 0) return { intercept: atRest(f, x.intercept), slope: Real.zero };
    // The end of x(t), t ≥ from, that is nearest to 0 or on the wrong side of it.
    const first = x.slope.multiply(this.from).add(x.intercept);
    const nearest = sign > 0 ? first.lower.toNumber() : -first.upper.toNumber();
    const reached = nearest - Math.abs(nearest) * 2 ** -50;
    const { slope, intercept } = asymptoteOf(f, sign);
    const off = f.kind === 'smooth' ? offSmooth(f, reached) : offPieces(f, reached, sign);
    return {
      intercept: slope.multiply(x.intercept).add(intercept).add(within(off)),
      slope: slope.multiply(x.slope),
    };
  }

  maximum(group: Int32Array, x: ArrayLike<Germ>): Germ {
    let best = x[group[0]];
    for (const i of group) if (x[i].slope.compare(best.slope) === 1) best = x[i];
    let { intercept } = best;
    let overtaken = Real.zero;
    for (const i of group) {
      const order = x[i].slope.compare(best.slope);
      if (order === null) throw new RangeError('RestDomain: slopes may be equal or not');
      if (order === 0) intercept = intercept.maximum(x[i].intercept);
    }
    for (const i of group) {
      if (x[i].slope.compare(best.slope) === 0) continue;
      // Slower ones may still lead, by no more than they do at first.
      const lead = x[i].slope.subtract(best.slope).multiply(this.from).add(x[i].intercept);
      overtaken = overtaken.maximum(lead.subtract(intercept));
    }
    return { intercept: intercept.hull(intercept.add(overtaken)), slope: best.slope };
  }
}

function atRest(f: UnivariateFunction, x: Real): Real {
  if (f.kind === 'smooth') return f.enclose(x);
  const range = imageOf(f, { lower: x.lower.toNumber(), upper: x.upper.toNumber() });
  const [piece] = f.pieces;
  if (f.breakpoints.length === 0 && piece.length <= 2) {
    return (piece[0] ?? Real.zero).add((piece[1] ?? Real.zero).multiply(x));
  }
  const width = x.upper.subtract(x.lower).toNumber();
  // What an enclosure's ends lose as doubles: a slope of the function times a rounding.
  const slack = (Math.abs(x.toNumber()) + width) * 2 ** -48;
  return Real.of(range.lower).hull(Real.of(range.upper)).add(within(slack));
}

function asymptoteOf(f: UnivariateFunction, sign: 1 | -1): { slope: Real; intercept: Real } {
  if (f.kind === 'smooth') return sign > 0 ? f.right : f.left;
  const piece = sign > 0 ? f.pieces[f.pieces.length - 1] : f.pieces[0];
  if (piece.slice(2).some((coefficient) => !coefficient.isZero)) {
    throw beyondPiecewiseAffine(f.name, 'settlesWithin');
  }
  return { slope: piece[1] ?? Real.zero, intercept: piece[0] ?? Real.zero };
}

/** How far f is from its asymptote at |x| = reached and beyond; before 0, from the other one too. */
function offSmooth({ left, right, distance }: SmoothFunction, reached: number): number {
  if (reached >= 0) return distance(reached) * (1 + 2 ** -40);
  const bend = right.slope.subtract(left.slope).absolute().upper.toNumber();
  const jump = right.intercept.subtract(left.intercept).absolute().upper.toNumber();
  return (distance(0) + jump - reached * bend) * (1 + 2 ** -40);
}

function offPieces(f: PiecewisePolynomial, reached: number, sign: 1 | -1): number {
  const ends = f.breakpoints.map((breakpoint) => sign * breakpoint.toNumber());
  const last = Math.max(-Infinity, ...ends) * (1 + 2 ** -50);
  if (ends.length === 0 || reached > last) return 0;
  const [lower, upper] = sign > 0 ? [reached, last] : [-last, -reached];
  const values = imageOf(f, { lower, upper });
  const { slope, intercept } = asymptoteOf(f, sign);
  const line = slope.multiply(Real.of(lower).hull(Real.of(upper))).add(intercept);
  const apart = Real.of(values.lower).hull(Real.of(values.upper)).subtract(line);
  return apart.absolute().upper.toNumber() * (1 + 2 ** -40);
}

/** Anything within a distance of 0. */
function within(distance: number): Real {
  return distance === 0 ? Real.zero : Real.of(-distance).hull(Real.of(distance));
}
