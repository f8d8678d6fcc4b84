import type { Interval } from '../../exact/interval.js';
import type { Line } from './line.js';

/** Times along a ray, as far as they decide on which side of 0 a line is. */
export interface Span {
  sideOf(x: Line): Side;
}

export interface Side {
  /** The side that every line of the enclosure keeps throughout the span; null if there is none. */
  readonly side: 1 | -1 | null;
  /** Whether some line of the enclosure may be 0 throughout the span. */
  readonly mayStay: boolean;
}

/** From some time on, which may differ from network to network: the tail. */
export const EVENTUALLY: Span = {
  sideOf: ({ slope, intercept }) => {
    const mayStay = mayBeZero(slope) && mayBeZero(intercept);
    for (const side of [1, -1] as const) {
      if (slope.sign === side) return { side, mayStay };
      if (keepsSide(slope, side) && intercept.sign === side) return { side, mayStay };
    }
    return { side: null, mayStay };
  },
};

/** Every t from `from` to `to`, to the end of the ray if `to` is null. */
export function between(from: Interval, to: Interval | null): Span {
  return {
    sideOf: (x) => {
      const { slope } = x;
      const first = valueAt(x, from);
      const last = to && valueAt(x, to);
      const mayStay = mayBeZero(slope) && mayBeZero(first);
      for (const side of [1, -1] as const) {
        if (first.sign !== side) continue;
        if (last ? last.sign === side : keepsSide(slope, side)) return { side, mayStay };
      }
      return { side: null, mayStay };
    },
  };
}

/** The values of a line at one time. */
export function valueAt({ intercept, slope }: Line, t: Interval): Interval {
  return intercept.add(slope.multiply(t));
}

/** Whether no number of the enclosure is on the other side of 0. */
function keepsSide(x: Interval, side: 1 | -1): boolean {
  return side === 1 ? x.lower >= 0n : x.upper <= 0n;
}

function mayBeZero({ lower, upper }: Interval): boolean {
  return lower <= 0n && upper >= 0n;
}
