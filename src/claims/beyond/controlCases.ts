import { Real } from '../../exact/real.js';
import type { AnyLayer } from '../../network/networkFile.js';
import type { ExpandedTail } from '../../tail/expandedTail.js';
import type { SmoothCase, SpeedsCase, TreesCase } from '../cases.js';
import { answering } from '../controls/lies.js';
import type { SmoothAnalysis } from './smoothAnalysis.js';
import type { SpeedsAnalysis } from './speedsAnalysis.js';
import type { TreesAnalysis } from './treesAnalysis.js';

function dense(weights: number[][], bias = weights.map(() => 0)): AnyLayer {
  return { type: 'dense', weights, bias };
}

function smooth(layers: AnyLayer[], origin: number[], direction: number[]): SmoothCase {
  const network = {
    format: 'farfield-network',
    version: 1,
    inputs: origin.length,
    layers,
  } as const;
  return { network, origin, direction };
}

const IDENTITY = dense([
  [1, 0],
  [0, 1],
]);

/** f = (gelu(x), gelu(−x)) upwards: slopes 1 and 0. */
export const GELU = smooth([dense([[1], [-1]]), { type: 'gelu' }, IDENTITY], [1], [1]);

/** f = (s, s + σ(x_2)), s = softplus(x_1): slopes tie, and a unit that stands decides. */
export const SMOOTH_TIE = smooth(
  [
    { type: 'softplus' },
    dense([
      [1, 0],
      [1, 1],
    ]),
  ],
  [1, 1],
  [1, 0],
);

/** f = (mish(x_2), mish(−x_2)) along x_1: no unit moves. */
export const STILL = smooth(
  [
    dense([
      [0, 1],
      [0, -1],
    ]),
    { type: 'mish' },
    IDENTITY,
  ],
  [0, 1],
  [1, 0],
);

/** f = −elu(x) downwards: 1 from its slope 0 for ever, which is the bound. */
export const ELU_BELOW = smooth([{ type: 'elu' }, dense([[-1], [1]])], [0], [-1]);

/** A layer norm of (x, −x) under a head of rows (1, −1) and (−1, 1): its bound is met far out. */
export const LAYER_NORM = smooth(
  [
    dense([[1], [-1]]),
    { type: 'layer-norm', scale: [1, 1], shift: [0, 0], epsilon: 2 ** -10 },
    dense([
      [1, -1],
      [-1, 1],
    ]),
  ],
  [1],
  [1],
);

/** The same with the norm of lengths alone. */
export const RMS_NORM = smooth(
  [
    dense([[1], [-1]]),
    { type: 'rms-norm', epsilon: 2 ** -10 },
    dense([
      [1, -1],
      [-1, 1],
    ]),
  ],
  [1],
  [1],
);

/** A ReLU after the norm. */
export const RECTIFIED_NORM = smooth(
  [dense([[1], [-1]]), { type: 'layer-norm', epsilon: 2 ** -10 }, { type: 'relu' }, IDENTITY],
  [1],
  [1],
);

/** A layer norm of units that move alike: it is blind to the direction. */
export const BLIND_NORM = smooth(
  [
    dense([
      [1, 1],
      [1, -1],
    ]),
    { type: 'layer-norm', epsilon: 2 ** -10 },
    IDENTITY,
  ],
  [1, 1],
  [1, 0],
);

/** h + LN(h): the norm can be gone around. */
export const BYPASS = smooth(
  [
    dense([[1], [-1]]),
    { type: 'residual', layers: [{ type: 'layer-norm', epsilon: 2 ** -10 }] },
    IDENTITY,
  ],
  [1],
  [1],
);

/** One output on a norm. */
export const NORM_OF_ONE_OUTPUT = smooth(
  [dense([[1], [-1]]), { type: 'layer-norm', epsilon: 2 ** -10 }, dense([[1, -1]])],
  [1],
  [1],
);

/** f = (2·tanh x, −2·tanh x): its bound is met far out. */
export const BOUNDED = smooth([{ type: 'tanh' }, dense([[2], [-2]])], [1], [1]);

export const BOUNDED_OF_ONE_OUTPUT = smooth([{ type: 'tanh' }, dense([[2]])], [1], [1]);

function curve(rows: number[][], moves: SpeedsCase['moves']): SpeedsCase {
  return {
    network: {
      format: 'farfield-network',
      version: 1,
      inputs: rows[0].length,
      layers: [{ type: 'dense', weights: rows, bias: rows.map(() => 0) }],
    },
    attention: null,
    origin: rows[0].map(() => 1),
    moves,
  };
}

const FAST_AND_SLOW = [
  { power: 2, direction: [1, 0] },
  { power: 1, direction: [0, 1] },
];

/** f = (x_1, 100·x_2) with x_1 ~ t² and x_2 ~ t: class 0 wins. */
export const TWO_SPEEDS = curve(
  [
    [1, 0],
    [0, 100],
  ],
  FAST_AND_SLOW,
);

/** f = (x_1, x_1 + x_2): level in t², and class 1 ahead in t. */
export const SLOWER_DECIDES = curve(
  [
    [1, 0],
    [1, 1],
  ],
  FAST_AND_SLOW,
);

export const ONE_OUTPUT_CURVE = curve([[1, 1]], FAST_AND_SLOW);

/** Two keys that tie in every power, with scores 0 and 1, of which each names a class. */
export const TIED_KEYS: SpeedsCase = {
  ...curve([[1, 0]], FAST_AND_SLOW),
  attention: {
    scores: { weights: [[1], [1]], bias: [0, 1] },
    values: { weights: [[0], [0], [0], [0]], bias: [1, 0, 0, 1] },
  },
};

/** x ≤ 3 names class 0, beyond it class 1. */
export const ONE_TREE: TreesCase = {
  inputs: 1,
  trees: [{ feature: 0, threshold: 3, yes: { leaf: [1, 0] }, no: { leaf: [0, 1] } }],
  outputs: 'probabilities',
  origin: [0],
  direction: [1],
};

/** The last leaf is shared by two of three classes. */
export const SHARED_LEAF: TreesCase = {
  inputs: 1,
  trees: [{ feature: 0, threshold: 3, yes: { leaf: [1, 0, 0] }, no: { leaf: [0.25, 0.75, 0] } }],
  outputs: 'probabilities',
  origin: [0],
  direction: [1],
};

export const ONE_OUTPUT_TREES: TreesCase = { ...ONE_TREE, trees: [{ leaf: [1] }] };

type Change = (tail: ExpandedTail) => Partial<ExpandedTail>;

/** A lie about the expansions along a ray. */
export function aboutExpandedTail(change: Change): (subject: SmoothAnalysis) => SmoothAnalysis {
  return lieAbout(change);
}

/** The same along a curve of several speeds. */
export function aboutCurveEnd(change: Change): (subject: SpeedsAnalysis) => SpeedsAnalysis {
  return lieAbout(change);
}

/** The same about decision trees. */
export function aboutTreesEnd(change: Change): (subject: TreesAnalysis) => TreesAnalysis {
  return lieAbout(change);
}

function lieAbout(change: Change) {
  return <Subject extends { readonly tail: ExpandedTail }>(subject: Subject): Subject => {
    const lie = { ...subject.tail, ...change(subject.tail) };
    return answering(subject, { tail: () => lie } as never);
  };
}

/** The first number larger by 1. */
export function oneMoreReal(values: readonly Real[]): Real[] {
  return values.map((value, i) => (i === 0 ? value.add(Real.one) : value));
}

/** The first two exchanged. */
export function swapped(values: readonly Real[]): Real[] {
  return [values[1], values[0], ...values.slice(2)];
}
