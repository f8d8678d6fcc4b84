import type { Real } from '../exact/real.js';
import type { LimitRegime } from '../tail/expandedTailForm.js';
import { doubleAbove, doubleBelow } from '../tail/outwardDouble.js';
import type { ClassBounds, EndRegime } from './directionFinding.js';

/** How a direction ends from one row. */
export interface RowEnd {
  readonly regime: LimitRegime;
  /** The classes that keep a positive limit; all that may where it is not known. */
  readonly top: readonly number[];
  /** Null where there is none. */
  readonly limit: readonly Real[] | null;
}

/** How a direction ends from all rows that were looked at. */
export interface CommonEnd {
  readonly regime: EndRegime;
  readonly top: readonly number[];
  readonly limit: ClassBounds | null;
}

/**
 * What several rows have in common: their regime, if it is one with one set of classes; the union
 * of their classes; bounds that hold all their limits.
 *
 * @param ends - at least one
 */
export function commonEnd(ends: readonly RowEnd[]): CommonEnd {
  const top = [...new Set(ends.flatMap((end) => end.top))].sort((a, b) => a - b);
  return { regime: commonRegime(ends), top, limit: hullOf(ends) };
}

function commonRegime(ends: readonly RowEnd[]): EndRegime {
  if (ends.some(({ regime }) => regime === 'unknown')) return 'unknown';
  const [first] = ends;
  const agree = ends.every(
    ({ regime, top }) => regime === first.regime && String(top) === String(first.top),
  );
  return agree ? first.regime : 'varies';
}

function hullOf(ends: readonly RowEnd[]): ClassBounds | null {
  const limits = ends.map(({ limit }) => limit);
  if (!limits.every((limit) => limit !== null)) return null;
  const bounds = limits.map(boundsOf);
  const [first] = bounds;
  return {
    lower: first.lower.map((_, c) => Math.min(...bounds.map(({ lower }) => lower[c]))),
    upper: first.upper.map((_, c) => Math.max(...bounds.map(({ upper }) => upper[c]))),
  };
}

function boundsOf(limit: readonly Real[]): ClassBounds {
  return {
    lower: limit.map(({ lower }) => doubleBelow(lower)),
    upper: limit.map(({ upper }) => doubleAbove(upper)),
  };
}

/** The probabilities that are 1 of one class. */
export function oneHot(classes: number, top: number): ClassBounds {
  const values = Array.from({ length: classes }, (_, c) => (c === top ? 1 : 0));
  return { lower: values, upper: values };
}
