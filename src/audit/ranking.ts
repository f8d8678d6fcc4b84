import type { DirectionFinding } from './directionFinding.js';

/** Saturating directions, the earliest certain first: by distance where known, then by scale. */
export function rankedDirections(directions: readonly DirectionFinding[]): DirectionFinding[] {
  return directions
    .filter(({ regime }) => regime === 'saturating')
    .sort(
      (x, y) =>
        compare(x.scales[0].distance ?? Infinity, y.scales[0].distance ?? Infinity) ||
        compare(x.scales[0].median, y.scales[0].median) ||
        x.index - y.index,
    );
}

function compare(x: number, y: number): number {
  return x < y ? -1 : x > y ? 1 : 0;
}
