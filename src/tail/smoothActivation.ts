import { imageOf } from '../ceiling/range.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import type { ActivationOperation } from '../network/operations/activation.js';
import type { PiecewisePolynomial, UnivariateFunction } from '../network/univariate.js';
import { type CertifiedVector, lowerBound, upperBound } from './certifiedVector.js';
import { nearestWithError } from './nearestWithError.js';
import { type SmoothGerms, UndecidedGerm } from './smoothGerms.js';

/**
 * Pushes germs through functions with asymptotes: along the asymptote on the side that the slope's
 * sign says; of a slope that is exactly 0, to the value at the intercept.
 *
 * @throws UndecidedGerm where a unit may rest on a kink, or a function grows faster than x
 */
export function passActivation(
  germs: SmoothGerms,
  operation: ActivationOperation,
  input: number,
  out: number,
): void {
  const b = germs.slopes[input];
  for (let i = 0; i < operation.size; i++) {
    const f = operation.functionOf(i);
    germs.decideSlope(input, i);
    if (b.values[i] === 0) {
      rest(f, germs.intercepts[input], i, germs.intercepts[out]);
      germs.slopes[out].setEntry(i, 0);
    } else {
      const { left, right } = endsOf(f);
      follow(b.values[i] > 0 ? right : left, germs, input, i, out);
    }
  }
}

/** A double, and how far it may be off. */
interface Nearly {
  readonly value: number;
  readonly error: number;
}

/** An asymptote. */
interface End {
  readonly slope: Nearly;
  readonly intercept: Nearly;
}

function follow(
  { slope, intercept }: End,
  germs: SmoothGerms,
  input: number,
  i: number,
  out: number,
): void {
  const [a, b] = [germs.intercepts[out], germs.slopes[out]];
  if (slope.value === 0) {
    a.setEntry(i, intercept.value);
    a.errors[i] = intercept.error;
    b.setEntry(i, 0);
    return;
  }
  takeMultiple(slope, germs.intercepts[input], i, a);
  takeMultiple(slope, germs.slopes[input], i, b);
  if (intercept.value !== 0) {
    a.shiftEntry(i, intercept.value);
    a.errors[i] += intercept.error * (1 + 2 ** -50);
  }
}

function takeMultiple(factor: Nearly, source: CertifiedVector, i: number, out: CertifiedVector) {
  if (factor.value === 1 && factor.error === 0) {
    out.copyEntry(i, source, i);
    return;
  }
  out.scaleEntry(i, source, factor.value);
  if (factor.error === 0) return;
  const largest = Math.abs(source.values[i]) + source.errors[i];
  out.errors[i] = (out.errors[i] + largest * factor.error) * (1 + 2 ** -50);
}

/** f at an intercept, within what is known of it. */
function rest(f: UnivariateFunction, a: CertifiedVector, i: number, out: CertifiedVector): void {
  const x = a.values[i];
  const error = a.errors[i];
  const range = { lower: lowerBound(x, error), upper: upperBound(x, error) };
  if (!(error < Infinity) || mayRestOnKink(f, range)) throw new UndecidedGerm();
  if (x === 0 && error === 0) {
    const { value, error: off } = valueAtZero(f);
    out.setEntry(i, value);
    out.errors[i] = off;
  } else if (f.kind === 'smooth') {
    const { value, error: own } = f.bounded(x);
    out.setEntry(i, value);
    out.errors[i] = (own + f.lipschitz * error) * (1 + 2 ** -50);
  } else {
    const { lower, upper } = imageOf(f, range);
    const middle = lower + (upper - lower) / 2;
    out.setEntry(i, middle);
    out.errors[i] = Math.max(upper - middle, middle - lower) * (1 + 2 ** -50);
  }
}

/** Whether some number between two may be a kink of f, up to roundings. */
function mayRestOnKink(f: UnivariateFunction, range: { lower: number; upper: number }): boolean {
  if (f.kind === 'smooth') {
    return range.lower <= 0 && range.upper >= 0 && f.hasKink(Real.zero);
  }
  return f.breakpoints.some((breakpoint) => {
    const at = breakpoint.toNumber();
    const slack = Math.abs(at) * 2 ** -50;
    return range.lower <= at + slack && range.upper >= at - slack;
  });
}

const ends = new WeakMap<UnivariateFunction, { readonly left: End; readonly right: End }>();
const zeros = new WeakMap<UnivariateFunction, Nearly>();

/** A function's asymptotes in doubles. @throws UndecidedGerm if it grows faster than x */
function endsOf(f: UnivariateFunction): { readonly left: End; readonly right: End } {
  let known = ends.get(f);
  if (!known) {
    const { left, right } = f.kind === 'smooth' ? f : outerLines(f);
    const of = (end: { slope: Real; intercept: Real }): End => ({
      slope: nearly(end.slope),
      intercept: nearly(end.intercept),
    });
    known = { left: of(left), right: of(right) };
    ends.set(f, known);
  }
  return known;
}

function outerLines({ pieces }: PiecewisePolynomial) {
  const [left, right] = [pieces[0], pieces[pieces.length - 1]].map((piece) => {
    if (piece.slice(2).some((coefficient) => !coefficient.isZero)) throw new UndecidedGerm();
    return { intercept: piece[0] ?? Real.zero, slope: piece[1] ?? Real.zero };
  });
  return { left, right };
}

/** f(0): mostly exactly 0, which keeps a unit at rest out of all further sums. */
function valueAtZero(f: UnivariateFunction): Nearly {
  let known = zeros.get(f);
  if (!known) {
    known = nearly(f.kind === 'smooth' ? f.enclose(Real.zero) : constantOfPieceAtZero(f));
    zeros.set(f, known);
  }
  return known;
}

function constantOfPieceAtZero({ pieces, breakpoints }: PiecewisePolynomial): Real {
  const piece = breakpoints.filter((breakpoint) => breakpoint.sign === -1).length;
  return pieces[piece][0] ?? Real.zero;
}

function nearly(x: Real): Nearly {
  const value = x.toNumber();
  const isExact =
    x.rational && Number.isFinite(value) && Rational.of(value).compare(x.rational) === 0;
  return isExact ? { value, error: 0 } : nearestWithError(x);
}
