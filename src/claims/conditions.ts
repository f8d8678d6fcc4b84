import type { Condition } from './condition.js';
import type { LogitsAnalysis } from './logitsAnalysis.js';
import type { EnsembleAnalysis, RayAnalysis } from './rayAnalysis.js';
import { isMonotoneOnTail } from './shared/monotone.js';
import { raysOf } from './shared/rounding.js';
import { tailLines } from './shared/tailLines.js';

type Rays = RayAnalysis | EnsembleAnalysis;

/** One class has the largest slope. */
export const SATURATES: Condition<RayAnalysis> = {
  words: 'the tail saturates',
  meets: ({ tail }) => tail.regime === 'saturating',
};

/** One class has the largest slope, in every member. */
export const ALL_SATURATE: Condition<EnsembleAnalysis> = {
  words: "every member's tail saturates",
  meets: ({ saturates }) => saturates,
};

export const TWO_CLASSES: Condition<LogitsAnalysis> = {
  words: 'two classes',
  meets: ({ logits }) => logits[0].length === 2,
};

export const SEVERAL_CLASSES: Condition<Rays> = {
  words: 'at least two classes',
  meets: ({ classes }) => classes >= 2,
};

/** Jacobians are two-sided; where they are not, statements about gradients are left undecided. */
export const OFF_BOUNDARIES: Condition<Rays> = {
  words: 'no unit stays exactly on a kink for ever (else left undecided)',
  meets: (subject) => (raysOf(subject).some(({ tail }) => tail.boundary) ? 'undecided' : true),
};

export const SOME_LOGIT_DIVERGES: Condition<RayAnalysis> = {
  words: 'some logit goes to plus or minus infinity along the ray',
  meets: ({ tail }) => tail.slope.some(({ sign }) => sign !== 0),
};

/** The papers' scaling α ⊙ x'. */
export const SCALES_ONE_COORDINATE: Condition<Rays> = {
  words: 'the ray scales one coordinate that is not 0',
  meets: (subject) => raysOf(subject)[0].scalesOneCoordinate,
};

/** Paper B's theorems are about such networks. */
export const HAS_LINEAR_HEAD: Condition<RayAnalysis> = {
  words: 'the logits are an affine map of the penultimate activations z',
  meets: ({ tail }) => tail.penultimate !== null,
};

/** Penultimate units that a ReLU makes cannot be negative. */
export const RECTIFIED: Condition<RayAnalysis> = {
  words: 'the penultimate units are rectified (ReLU)',
  meets: (subject) => subject.tail.penultimate !== null && tailLines(subject).rectified,
};

export const MOVES_ONE_COORDINATE: Condition<RayAnalysis> = {
  words: 'the ray moves along one coordinate',
  meets: ({ coordinate }) => coordinate !== null,
};

/** Paper A, Definition 6. */
export const STRICTLY_MONOTONE: Condition<Rays> = {
  words:
    'p (of every member) is component-wise strictly monotonic on a partially unbounded interval that contains the tail of the ray (decided by signs of sums of exponentials; left undecided on boundaries and where the ray does not settle the interval around it)',
  meets: (subject) => {
    const found = raysOf(subject).map(isMonotoneOnTail);
    if (found.includes(false)) return false;
    return found.includes('undecided') ? 'undecided' : true;
  },
};

/** The hypotheses of paper A's Lemmas 4 to 9 and Theorem 1. */
export const SCALED_AND_MONOTONE = [SCALES_ONE_COORDINATE, STRICTLY_MONOTONE] as const;

/** Hypotheses in words, a line each. */
export function wordsOf(given: readonly { readonly words: string }[]): string[] {
  return given.map(({ words }) => words);
}
