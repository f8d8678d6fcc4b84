import type { AnyNetworkFile, NetworkFile } from '../network/networkFile.js';

/**
 * The kinds of case a claim can speak of, as plain data: what generators make, counterexamples
 * record and `replay` reads back.
 */
export interface Cases {
  readonly ray: RayCase;
  readonly ensemble: EnsembleCase;
  readonly logits: LogitsCase;
  readonly curve: CurveCase;
  readonly detector: DetectorCase;
  readonly smooth: SmoothCase;
  readonly speeds: SpeedsCase;
  readonly trees: TreesCase;
}

/** The name of a kind of case. */
export type CaseKind = keyof Cases;

/** One network and one ray. */
export interface RayCase {
  readonly network: NetworkFile;
  readonly origin: readonly number[];
  readonly direction: readonly number[];
}

/** Networks with the same inputs and classes, and one ray. */
export interface EnsembleCase {
  readonly members: readonly NetworkFile[];
  readonly origin: readonly number[];
  readonly direction: readonly number[];
}

/** The logits of the members of an ensemble at one input, shape [K][C], K ≥ 1, C ≥ 2. */
export interface LogitsCase {
  readonly logits: readonly (readonly number[])[];
}

/**
 * A curve that need not come from a piecewise-affine network: unit j of the penultimate layer is
 * `z_j(t) = t·(linear + oscillating·cos t)`, and the logits are `weights · z + bias`.
 *
 * The family is closed under the head, simple enough to decide limits exactly, and rich enough to
 * hold functions that oscillate for ever.
 */
export interface CurveCase {
  readonly units: readonly { readonly linear: number; readonly oscillating: number }[];
  /** Shape [C][number of units]. */
  readonly weights: readonly (readonly number[])[];
  /** Shape [C]. */
  readonly bias: readonly number[];
}

/** Inputs with their class labels, as detectors are fitted on. */
export interface LabelledRows {
  /** Shape [n][D], n ≥ 1. */
  readonly x: readonly (readonly number[])[];
  /** Shape [n]: class indices. */
  readonly y: readonly number[];
}

/** A network with a linear head, the data detectors are fitted on, and one ray. */
export interface DetectorCase extends RayCase {
  readonly train: LabelledRows;
  readonly validation: LabelledRows;
}

/** A network of layers of any sort (smooth activations, norms) and one ray. */
export interface SmoothCase {
  readonly network: AnyNetworkFile;
  readonly origin: readonly number[];
  readonly direction: readonly number[];
}

/** `t^power` times a direction. */
export interface Move {
  /** A positive multiple of 1/2. */
  readonly power: number;
  readonly direction: readonly number[];
}

/** An affine map as a network file writes it. */
export interface AffineMap {
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/**
 * A piecewise-affine network, attention over what it makes, and a curve `origin + Σ t^power·direction`
 * on which features grow at different speeds.
 *
 * `scores` has a row per key; `values` a row per key and class, those of a key together: the logits
 * are the keys' values, weighted by the softmax of their scores. Without attention the network's
 * outputs are the logits.
 */
export interface SpeedsCase {
  readonly network: NetworkFile;
  readonly attention: { readonly scores: AffineMap; readonly values: AffineMap } | null;
  readonly origin: readonly number[];
  /** Fastest first; no two alike. */
  readonly moves: readonly Move[];
}

/** A node of a decision tree: a leaf with a value per class, or a question about one feature. */
export type TreeFile =
  | { readonly leaf: readonly number[] }
  | {
      readonly feature: number;
      /** `x[feature] ≤ threshold` goes to `yes`. */
      readonly threshold: number;
      readonly yes: TreeFile;
      readonly no: TreeFile;
    };

/** A sum of decision trees and one ray. */
export interface TreesCase {
  readonly inputs: number;
  readonly trees: readonly TreeFile[];
  /** Whether leaves add up to logits, whose softmax is taken, or are the probabilities themselves. */
  readonly outputs: 'logits' | 'probabilities';
  readonly origin: readonly number[];
  readonly direction: readonly number[];
}
