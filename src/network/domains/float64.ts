import type { Domain } from '../domain.js';
import { elementaryInFloat64 } from '../elementaryFunction.js';
import type { FloatLines, UnivariateFunction } from '../univariate.js';

/**
 * Doubles, rounded at every operation: the plain walk, against which the faster ways of
 * `valuesAt` are tested.
 */
export const FLOAT64: Domain<number> = {
  constant: (nearest) => nearest,
  addScaled: (sum, x, weight) => sum + weight * x,
  apply: (f, x) => applyInFloat64(f, x),
  maximum: (group, x) => {
    let largest = -Infinity;
    for (const i of group) largest = Math.max(largest, x[i]);
    return largest;
  },
  beyond: {
    multiply: (x, y) => x * y,
    divide: (x, y) => x / y,
    elementary: elementaryInFloat64,
    softmax: (group, x) => {
      let largest = -Infinity;
      for (const i of group) largest = Math.max(largest, x[i]);
      const shares = Array.from(group, (i) => Math.exp(x[i] - largest));
      const sum = shares.reduce((total, share) => total + share, 0);
      return shares.map((share) => share / sum);
    },
    choose: (condition, positive, otherwise) => (condition > 0 ? positive() : otherwise()),
  },
};

/** f(x) in float64. */
export function applyInFloat64(f: UnivariateFunction, x: number): number {
  if (f.kind === 'smooth') return f.evaluate(x);
  if (f.lines) return onLine(f.lines, x);
  const piece =
    f.pieces[
      pieceOf(
        f.breakpoints.map((end) => end.toNumber()),
        x,
      )
    ];
  return piece.reduceRight((value, coefficient) => value * x + coefficient.toNumber(), 0);
}

/** f′(x) in float64; on a breakpoint that of the piece to the left. */
export function slopeInFloat64(f: UnivariateFunction, x: number): number {
  if (f.kind === 'smooth') return f.derivative(x);
  if (f.lines) return f.lines.slopes[pieceOf(f.lines.breakpoints, x)];
  const piece =
    f.pieces[
      pieceOf(
        f.breakpoints.map((end) => end.toNumber()),
        x,
      )
    ];
  let slope = 0;
  for (let power = piece.length - 1; power > 0; power--) {
    slope = slope * x + power * piece[power].toNumber();
  }
  return slope;
}

/** Which piece a point is on: the number of breakpoints below it. */
export function pieceOf(breakpoints: ArrayLike<number>, x: number): number {
  let piece = 0;
  while (piece < breakpoints.length && x > breakpoints[piece]) piece++;
  return piece;
}

/** `intercept + slope·x` on the piece of x; a slope of 0 makes nothing of an infinite x. */
export function onLine({ breakpoints, intercepts, slopes }: FloatLines, x: number): number {
  if (Number.isNaN(x)) return x;
  const piece = pieceOf(breakpoints, x);
  const slope = slopes[piece];
  return slope === 0 ? intercepts[piece] : intercepts[piece] + slope * x;
}
