import type { DirectionFinding } from './directionFinding.js';

/**
 * Directions that end in certainty, what matters most first: certainty that pushing creates before
 * certainty that is there at the edge of the data already; the nearest beyond the data first, where
 * distances are known, then by scale. The first is what the headline is about.
 */
export function rankedDirections(directions: readonly DirectionFinding[]): DirectionFinding[] {
  return directions
    .filter(({ certainOf }) => certainOf !== null)
    .map((direction) => ({ direction, key: keyOf(direction) }))
    .sort((x, y) => compareKeys(x.key, y.key))
    .map(({ direction }) => direction);
}

function keyOf({ index, seen, scales: [first] }: DirectionFinding): readonly number[] {
  const created = seen?.verdict === 'created' ? seen.created : null;
  return [
    seen === null || created ? 0 : 1,
    created?.distance?.median ?? first.distance ?? Infinity,
    created?.beyond.median ?? first.median ?? Infinity,
    seen?.scale ?? Infinity,
    index,
  ];
}

function compareKeys(x: readonly number[], y: readonly number[]): number {
  const place = x.findIndex((value, k) => value !== y[k]);
  return place === -1 ? 0 : x[place] < y[place] ? -1 : 1;
}
