import type { DirectionFinding } from './directionFinding.js';

/**
 * Directions that end in certainty, the earliest certain first: by distance where known, then by
 * scale; those whose scales are not known after them, by where certainty was seen.
 */
export function rankedDirections(directions: readonly DirectionFinding[]): DirectionFinding[] {
  return directions
    .filter(({ certainOf }) => certainOf !== null)
    .sort(
      (x, y) =>
        compare(x.scales[0].distance ?? Infinity, y.scales[0].distance ?? Infinity) ||
        compare(x.scales[0].median ?? Infinity, y.scales[0].median ?? Infinity) ||
        compare(x.seen?.scale ?? Infinity, y.seen?.scale ?? Infinity) ||
        x.index - y.index,
    );
}

function compare(x: number, y: number): number {
  return x < y ? -1 : x > y ? 1 : 0;
}
