import type { NetworkFile } from '../network/networkFile.js';

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
