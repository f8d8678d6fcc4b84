import type { Layer, NetworkFile } from '../../network/networkFile.js';
import type { EnsembleCase, RayCase } from '../cases.js';

/** A network of the given layers. */
export function networkOf(inputs: number, ...layers: Layer[]): NetworkFile {
  return { format: 'farfield-network', version: 1, inputs, layers };
}

/** An affine network: its rows, and biases of 0 unless given. */
export function affine(weights: number[][], bias = weights.map(() => 0)): NetworkFile {
  return networkOf(weights[0].length, { type: 'dense', weights, bias });
}

/** A ray through a network. */
export function ray(network: NetworkFile, origin: number[], direction: number[]): RayCase {
  return { network, origin, direction };
}

/** An ensemble on the ray of a case: its network, and others. */
export function together(first: RayCase, ...others: NetworkFile[]): EnsembleCase {
  const { network, origin, direction } = first;
  return { members: [network, ...others], origin, direction };
}

/** f(x) = (relu(x − 3), relu(1 − x)) from 0 upwards: t* = 3, slopes 1 and 0. */
export const KINKED = ray(
  networkOf(
    1,
    { type: 'dense', weights: [[1], [-1]], bias: [-3, 1] },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [1, 0],
        [0, 1],
      ],
      bias: [0, 0],
    },
  ),
  [0],
  [1],
);

/** f(x) = (x_1, x_1 + x_2, 0): classes 0 and 1 stay level, with different rows; p is monotonic. */
export const TIED = ray(
  affine([
    [1, 0],
    [1, 1],
    [0, 0],
  ]),
  [1, 1],
  [1, 0],
);

/** The same from x'_1 = 0, which no factor scales. */
export const TIED_FROM_ZERO = ray(TIED.network, [0, 1], [1, 0]);

/** f(x) = (x_1, x_1 + x_2): tied, and x_1 moves no probability. */
export const TIED_NOT_MONOTONE = ray(
  affine([
    [1, 0],
    [1, 1],
  ]),
  [1, 1],
  [1, 0],
);

/** f(x) = (x_1, x_1 + x_2, 2x_2): tied, and x_2 moves the logits at three speeds. */
export const THREE_SPEEDS = ray(
  affine([
    [1, 0],
    [1, 1],
    [0, 2],
  ]),
  [1, 1],
  [1, 0],
);

/** h = (relu(x + 1), relu(1 − x)), f = (h_1 + h_2, h_1/2 + 2h_2) from −2: p_0 rises, f_0 falls first. */
export const TURNING = ray(
  networkOf(
    1,
    { type: 'dense', weights: [[1], [-1]], bias: [1, 1] },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [1, 1],
        [0.5, 2],
      ],
      bias: [0, 0],
    },
  ),
  [-2],
  [1],
);

/** The same beside a second input, f = (h_1 + h_2 + x_2, h_1/2 + 2h_2 − x_2): two columns, three pieces. */
export const TURNING_BESIDE = ray(
  networkOf(
    2,
    {
      type: 'dense',
      weights: [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ],
      bias: [1, 1, 0, 0],
    },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [1, 1, 1, -1],
        [0.5, 2, -1, 1],
      ],
      bias: [0, 0],
    },
  ),
  [-2, 1],
  [1, 0],
);

/** f(x) = (2x, x, 0) from 0: the class in the middle is overtaken. */
export const THREE_OF_ONE = ray(affine([[2], [1], [0]]), [0], [1]);

/** f(x) = (x_1, x_2): saturates to class 0 with γ = 1; p is monotonic. */
export const SATURATING = ray(
  affine([
    [1, 0],
    [0, 1],
  ]),
  [1, 1],
  [1, 0],
);

/** f(x) = (3x_1, x_2, x_1): saturates to class 0 with γ = 2, the other classes apart by 1. */
export const SATURATING_OF_THREE = ray(
  affine([
    [3, 0],
    [0, 1],
    [1, 0],
  ]),
  [1, 1],
  [1, 0],
);

/** f(x) = (x_2, 0) along x_1: all slopes 0. */
export const FLAT = ray(
  affine([
    [0, 1],
    [0, 0],
  ]),
  [1, 1],
  [1, 0],
);

/** A saturating network with a unit that is 0 everywhere: on its kink for ever. */
export const ON_BOUNDARY = ray(
  networkOf(
    2,
    {
      type: 'dense',
      weights: [
        [1, 0],
        [0, 0],
      ],
      bias: [0, 0],
    },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [1, 0],
        [0, 1],
      ],
      bias: [0, 0],
    },
  ),
  [1, 1],
  [1, 0],
);

/** A network of one class, f(x) = x_1. */
export const ONE_CLASS = ray(affine([[1, 0]]), [1, 1], [1, 0]);

/** f(x) = 2x + x: a skip connection around 2x. Slopes 3 and 0. */
export const SKIP = ray(
  networkOf(
    1,
    { type: 'residual', layers: [{ type: 'dense', weights: [[2]], bias: [0] }] },
    { type: 'dense', weights: [[1], [0]], bias: [0, 0] },
  ),
  [1],
  [1],
);

/** f(x) = (relu(x − 1000), relu(1 − x)): certain at once when the tail begins. */
export const LATE = ray(
  networkOf(
    1,
    { type: 'dense', weights: [[1], [-1]], bias: [-1000, 1] },
    { type: 'relu' },
    { type: 'dense', weights: [[1], [-1]].map(([w]) => [w, 0]), bias: [1000, 0] },
  ),
  [0],
  [1],
);

/** f(x) = (relu(x), relu(−x)): nothing affine at the end. */
export const NO_HEAD = ray(
  networkOf(1, { type: 'dense', weights: [[1], [-1]], bias: [0, 0] }, { type: 'relu' }),
  [1],
  [1],
);

/** f(x) = (relu(−x), 0): a unit that the ray switches off. */
export const STILL = ray(
  networkOf(
    1,
    { type: 'dense', weights: [[-1]], bias: [0] },
    { type: 'relu' },
    { type: 'dense', weights: [[1], [0]], bias: [0, 0] },
  ),
  [1],
  [1],
);

/** f(x) = (x_2, x_1): the class that `SATURATING` does not choose. */
export const FOR_THE_OTHER = affine([
  [0, 1],
  [1, 0],
]);

/** f(x) = (x_1 + x_2, x_1, 0): as `TIED`, with classes 0 and 1 the other way round and apart by 1. */
export const TIED_OTHERWISE = affine(
  [
    [1, 1],
    [1, 0],
    [0, 0],
  ],
  [1, 0, 0],
);

/** `SATURATING` from x'_1 = 0. */
export const SATURATING_FROM_ZERO = ray(SATURATING.network, [0, 1], [1, 0]);

/** `SATURATING`, the whole input (2, 1) scaled: f = (2, 1)(1 + t). */
export const WHOLE = ray(SATURATING.network, [2, 1], [2, 1]);

export const WHOLE_ALONE = ray(ONE_CLASS.network, [2, 1], [2, 1]);

export const WHOLE_ON_BOUNDARY = ray(ON_BOUNDARY.network, [2, 1], [2, 1]);

/** f(x) = (3x_1, x_1, x_1). */
export const WHOLE_TWINS = ray(
  affine([
    [3, 0],
    [1, 0],
    [1, 0],
  ]),
  [2, 1],
  [2, 1],
);

/** `SATURATING` at (1, 1), where both logits grow alike. */
export const ON_HYPERPLANE = ray(SATURATING.network, [1, 1], [1, 1]);

/** f(x) = (x_1 + x_2, −x_1 − x_2): every logit moves with every input. */
export const ALL_MOVE = ray(
  affine([
    [1, 1],
    [-1, -1],
  ]),
  [1, 1],
  [1, 0],
);

/** f(x) = (x_2, 2x_1): saturates to class 1 along x_1, faster than `SATURATING` does to class 0. */
export const STEEPER = affine([
  [0, 1],
  [2, 0],
]);
