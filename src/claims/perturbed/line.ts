import type { Dyadic } from '../../exact/dyadic.js';
import { dyadicOf } from '../../exact/dyadic.js';
import { Interval } from '../../exact/interval.js';

/**
 * What a value may be along the ray, in any network of a box: at every time of the span it is
 * a + b·t for some a of `intercept` and b of `slope`, and its derivatives by the inputs are in
 * `gradient`.
 */
export interface Line {
  readonly intercept: Interval;
  readonly slope: Interval;
  /** Shape [D]. */
  readonly gradient: readonly Interval[];
}

/** All numbers within `radius` of a double. */
export function ballAround(center: number, radius: Dyadic): Interval {
  return Interval.ofDyadic(dyadicOf(center)).add(
    Interval.of(-radius.mantissa, radius.mantissa, radius.exponent),
  );
}

/** The numbers within one radius of doubles, each enclosed once: a box is walked for many times. */
export class Balls {
  private readonly known = new Map<number, Interval>();

  constructor(readonly radius: Dyadic) {}

  /** All numbers within the radius of a double. */
  around(center: number): Interval {
    let ball = this.known.get(center);
    if (!ball) {
      ball = ballAround(center, this.radius);
      this.known.set(center, ball);
    }
    return ball;
  }
}

/** A double, and no other number. */
export function exactly(value: number): Interval {
  return Interval.ofDyadic(dyadicOf(value));
}

/** x − y. */
export function difference(x: Interval, y: Interval): Interval {
  return x.add(y.negate());
}

export function addLines(x: Line, y: Line): Line {
  return {
    intercept: x.intercept.add(y.intercept),
    slope: x.slope.add(y.slope),
    gradient: x.gradient.map((entry, d) => entry.add(y.gradient[d])),
  };
}

export function scaleLine(x: Line, factor: Interval): Line {
  return {
    intercept: x.intercept.multiply(factor),
    slope: x.slope.multiply(factor),
    gradient: x.gradient.map((entry) => entry.multiply(factor)),
  };
}

/** The smallest line that may be either. */
export function hullOfLines(x: Line, y: Line): Line {
  return {
    intercept: x.intercept.hull(y.intercept),
    slope: x.slope.hull(y.slope),
    gradient: x.gradient.map((entry, d) => entry.hull(y.gradient[d])),
  };
}

/** A line that stays where it is, as long as the gradient of `like`. */
export function constantLine(value: Interval, like: Line): Line {
  return {
    intercept: value,
    slope: Interval.zero,
    gradient: like.gradient.map(() => Interval.zero),
  };
}
