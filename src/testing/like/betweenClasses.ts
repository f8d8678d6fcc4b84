import { MANY_CLASSES } from '../situations/manyClasses.js';
import { ORDINARY } from '../situations/situations.js';

type Rows = readonly (readonly number[])[];

/**
 * Rows on which one class is certain, and rows that two classes share for certain: the largest
 * probabilities tell them apart, the smallest do not.
 */
export const BETWEEN_THREE: Rows = [
  ...ORDINARY.inside,
  ...[10, 20, 30, 40].flatMap((t) => [
    [t, t, 0, 0],
    [t, 0, t, 0],
    [0, t, t, 0],
  ]),
];

/** The same among many classes: far out towards a class, and between a class and its neighbour. */
export const BETWEEN_MANY: Rows = betweenMany();

function betweenMany(): number[][] {
  const head = MANY_CLASSES.network.layers.at(-1)!;
  if (head.type !== 'dense') return [];
  const size = MANY_CLASSES.network.inputs;
  // The weights of a class on the units relu(x_j) are its centre.
  const centers = head.weights.map((row) => row.slice(0, size));
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, j) => sum + value * b[j], 0);
  return centers.slice(0, 8).flatMap((center, c) => {
    const others = centers.filter((_, other) => other !== c);
    const neighbour = others.reduce((best, other) =>
      product(center, other) > product(center, best) ? other : best,
    );
    return [4, 8, 12].flatMap((t) => [
      center.map((value) => t * value),
      center.map((value, j) => (t * (value + neighbour[j])) / 2),
    ]);
  });
}
