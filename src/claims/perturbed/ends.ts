import type { Interval } from '../../exact/interval.js';

/** The ends of an enclosure as doubles, for what needs roots and logarithms. */
export interface Ends {
  readonly lower: number;
  readonly upper: number;
}

/** Room for the rounding of a few operations in float64, relative. */
const ROOM = 2 ** -40;

/** An enclosure by doubles, rounded outwards. */
export function endsOf(x: Interval): Ends {
  const { lower, upper } = x.toReal();
  return widened({ lower: lower.toNumber(), upper: upper.toNumber() });
}

/** Ends that were computed in a few operations, moved outwards by more than their rounding. */
export function widened({ lower, upper }: Ends): Ends {
  return { lower: lower - ROOM * Math.abs(lower), upper: upper + ROOM * Math.abs(upper) };
}

/** ‖(z − τ)_+‖₂ of enclosed activations: it grows with every z and falls with τ. */
export function excessEnds(activations: readonly Interval[], tau: Ends): Ends {
  return excessBetween(activations.map(endsOf), tau);
}

/** The same of activations between ends. */
export function excessBetween(ends: readonly Ends[], tau: Ends): Ends {
  return widened({
    lower: Math.hypot(...ends.map(({ lower }) => Math.max(0, lower - tau.upper))),
    upper: Math.hypot(...ends.map(({ upper }) => Math.max(0, upper - tau.lower))),
  });
}

/** The mean of numbers between ends. */
export function meanEnds(all: readonly Ends[]): Ends {
  const mean = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
  return widened({
    lower: mean(all.map(({ lower }) => lower)),
    upper: mean(all.map(({ upper }) => upper)),
  });
}
