import type { DetectorCase } from '../cases.js';
import { networkOf } from './cases.js';

const TRAIN = {
  x: [
    [1, 0],
    [2, 1],
    [1, 2],
    [0, 1],
    [2, 0],
    [0, 2],
    [3, 1],
    [1, 3],
  ],
  y: [0, 0, 1, 1, 0, 1, 0, 1],
};
const VALIDATION = {
  x: [
    [1, 1],
    [2, 2],
    [0, 1],
    [1, 0],
    [2, 1],
    [1, 2],
  ],
  y: [0, 1, 1, 0, 0, 1],
};

/**
 * z = relu(x), f = (2z_0, z_1): along x_1 from (1, 1) it saturates to class 0, with Δ = (1, 0), and
 * every detector is fitted on features that vary both ways.
 */
export const SMALL: DetectorCase = {
  network: networkOf(
    2,
    {
      type: 'dense',
      weights: [
        [1, 0],
        [0, 1],
      ],
      bias: [0, 0],
    },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [2, 0],
        [0, 1],
      ],
      bias: [0, 0],
    },
  ),
  train: TRAIN,
  validation: VALIDATION,
  origin: [1, 1],
  direction: [1, 0],
};

/** The same network along (1, 2): both logits grow alike. */
export const LEVEL: DetectorCase = { ...SMALL, direction: [1, 2] };

/** The same head on units that are not rectified: leaky, of slope 1/4. */
export const LEAKY: DetectorCase = {
  ...SMALL,
  network: networkOf(
    2,
    {
      type: 'dense',
      weights: [
        [1, 0],
        [0, 1],
      ],
      bias: [0, 0],
    },
    { type: 'leaky-relu', slope: 0.25 },
    {
      type: 'dense',
      weights: [
        [2, 0],
        [0, 1],
      ],
      bias: [0, 0],
    },
  ),
};

/** z = relu(x), f = 2z_0: one class. */
export const ALONE: DetectorCase = {
  ...SMALL,
  network: networkOf(
    2,
    {
      type: 'dense',
      weights: [
        [1, 0],
        [0, 1],
      ],
      bias: [0, 0],
    },
    { type: 'relu' },
    { type: 'dense', weights: [[2, 0]], bias: [0] },
  ),
  train: { ...TRAIN, y: TRAIN.y.map(() => 0) },
  validation: { ...VALIDATION, y: VALIDATION.y.map(() => 0) },
};

/** From (0, 1), where scaling does nothing to x_1. */
export const FROM_ZERO: DetectorCase = { ...SMALL, origin: [0, 1] };

/** z = relu(−x): nothing is on where the data are, so that τ = 0. */
export const UNSEEN: DetectorCase = {
  ...SMALL,
  network: networkOf(
    2,
    {
      type: 'dense',
      weights: [
        [-1, 0],
        [0, -1],
      ],
      bias: [0, 0],
    },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [2, 0],
        [0, 1],
      ],
      bias: [0, 0],
    },
  ),
  origin: [-1, -1],
  direction: [-1, 0],
};

/** z = relu(4 − x_1), from 1 to the point where it is 0: the excess over τ falls. */
export const FALLING: DetectorCase = {
  ...SMALL,
  network: networkOf(
    2,
    {
      type: 'dense',
      weights: [
        [-64, 0],
        [1, 0],
      ],
      bias: [256, 0],
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
  validation: { ...VALIDATION, x: VALIDATION.x.map(() => [4, 0]) },
};

/** z = relu(x) and nothing after it. */
export const HEADLESS: DetectorCase = {
  ...SMALL,
  network: networkOf(
    2,
    {
      type: 'dense',
      weights: [
        [2, 0],
        [0, 1],
      ],
      bias: [0, 0],
    },
    { type: 'relu' },
  ),
};

/** `LEVEL` with 100 added to both logits. */
export const LEVEL_AND_LARGE: DetectorCase = {
  ...LEVEL,
  network: networkOf(
    2,
    {
      type: 'dense',
      weights: [
        [1, 0],
        [0, 1],
      ],
      bias: [0, 0],
    },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [2, 0],
        [0, 1],
      ],
      bias: [100, 100],
    },
  ),
};

/** `SMALL` on a ray that stays at a validation row, so that scores tie. */
export const STANDING: DetectorCase = { ...SMALL, direction: [0, 0] };

/** z = relu(5 − x), f = (z, 0): four rows switch it on, one of them far, and the ray switches it off. */
export const SWITCHED_OFF: DetectorCase = {
  network: networkOf(
    1,
    { type: 'dense', weights: [[-1]], bias: [5] },
    { type: 'relu' },
    { type: 'dense', weights: [[1], [0]], bias: [0, 0] },
  ),
  train: { x: [[1], [2], [3], [4]], y: [0, 0, 1, 1] },
  validation: { x: [[1], [4], [4], [4]], y: [0, 1, 1, 1] },
  origin: [1],
  direction: [1],
};
