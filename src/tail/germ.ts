import type { Real } from '../exact/real.js';

/** A function that is `intercept + t·slope` for all large t. */
export interface Germ {
  readonly intercept: Real;
  readonly slope: Real;
}

/** The germs of a network's values along one ray, each computed when it is asked for. */
export interface GermSource {
  /** The germ of one entry of a value. */
  at(value: number, index: number): Germ;
  /** The germs of all entries of a value. */
  of(value: number): readonly Germ[];
}

/**
 * −1, 0 or 1: the sign of a + t·b for all large t, 0 only for the germ (0, 0); null: not known.
 */
export function signOfGerm({ intercept, slope }: Germ): -1 | 0 | 1 | null {
  return slope.sign === 0 ? intercept.sign : slope.sign;
}

/** x − y, for all large t. */
export function subtractGerms(x: Germ, y: Germ): Germ {
  return {
    intercept: x.intercept.subtract(y.intercept),
    slope: x.slope.subtract(y.slope),
  };
}

/** An enclosure of two germs, for when either may be meant. */
export function hullOfGerms(x: Germ, y: Germ): Germ {
  return { intercept: x.intercept.hull(y.intercept), slope: x.slope.hull(y.slope) };
}

/** The first of a maximum's candidates that none other exceeds. */
export function firstLargest(
  group: ArrayLike<number>,
  compare: (i: number, j: number) => number,
): number {
  let winner = group[0];
  for (let k = 1; k < group.length; k++) if (compare(group[k], winner) > 0) winner = group[k];
  return winner;
}
