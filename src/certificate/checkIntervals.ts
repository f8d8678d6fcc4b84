import type { Real } from '../exact/real.js';
import type { Fixed } from './checkFunctions.js';
import {
  array,
  compare,
  demand,
  fraction,
  MINUS,
  type Num,
  ofRational,
  plus,
  times,
  ZERO,
} from './checkParts.js';

/** Intervals of rational numbers for the checker: all numbers from one to another. */
export type Interval = readonly [lower: Num, upper: Num];

export const ZERO_INTERVAL: Interval = [ZERO, ZERO];

export const point = (x: Num): Interval => [x, x];
export const constant = (value: Real): Interval => [
  ofRational(value.lower.numerator, value.lower.denominator),
  ofRational(value.upper.numerator, value.upper.denominator),
];
export const numberOf = ([lower, upper]: Fixed): Interval => [
  ofRational(lower, 1n << 400n),
  ofRational(upper, 1n << 400n),
];
export const isZero = ([lower, upper]: Interval): boolean => lower[0] === 0n && upper[0] === 0n;
export const isPoint = ([lower, upper]: Interval): boolean => compare(lower, upper) === 0;
export const sign = ([lower, upper]: Interval): -1 | 0 | 1 =>
  lower[0] > 0n ? 1 : upper[0] < 0n ? -1 : 0;
export const same = (x: Interval, y: Interval): boolean =>
  compare(x[0], y[0]) === 0 && compare(x[1], y[1]) === 0;

export function sum(x: Interval, y: Interval): Interval {
  return [plus(x[0], y[0]), plus(x[1], y[1])];
}

export function subtract(x: Interval, y: Interval): Interval {
  return sum(x, product(point(MINUS), y));
}

export function product(x: Interval, y: Interval): Interval {
  if (isZero(x) || isZero(y)) return ZERO_INTERVAL;
  if (x[0] === x[1] && y[0] === y[1]) return point(times(x[0], y[0]));
  const products = [times(x[0], y[0]), times(x[0], y[1]), times(x[1], y[0]), times(x[1], y[1])];
  return [
    products.reduce((a, b) => (compare(b, a) < 0 ? b : a)),
    products.reduce((a, b) => (compare(b, a) > 0 ? b : a)),
  ];
}

/** The largest absolute value. */
export function magnitude([lower, upper]: Interval): Num {
  const below = times(MINUS, lower);
  return compare(below, upper) > 0 ? below : upper;
}

/** An interval as certificates write it: a fraction, or the two between which it lies. */
export function intervalIn(text: unknown, where: string): Interval {
  const ends = Array.isArray(text) ? array(text, 2, where) : [text, text];
  const [low, high] = ends.map((end) => {
    const found = fraction(end);
    demand(found !== null, where);
    return ofRational(found!.n, found!.d);
  });
  demand(compare(low, high) <= 0, where);
  return [low, high];
}
