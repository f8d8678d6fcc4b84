import type { NetworkFile } from '../network/networkFile.js';
import type { Declarations } from './declarations.js';

/** Rows of inputs with class indices. */
export interface LabelledRows {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
}

/** What a detector is fitted on: a classifier and in-distribution data. */
export interface FitRequest {
  readonly network: NetworkFile;
  readonly train: LabelledRows;
  readonly validation: LabelledRows;
}

/**
 * Anybody's detector, as the laws see it.
 *
 * A fitted detector is used only until the next `fit`, so one process can stand behind it.
 */
export interface DetectorUnderTest {
  readonly name: string;
  readonly declares?: Declarations;
  /** @param options - hyper-parameters, by the names `declares.options` lists */
  fit(
    request: FitRequest,
    options?: Readonly<Record<string, unknown>>,
  ): FittedDetector | Promise<FittedDetector>;
  /** The same detector without a memory of anything, where whoever runs the laws can make one. */
  anew?(): DetectorUnderTest | Promise<DetectorUnderTest>;
}

/** A fitted detector: one novelty score per row, higher = more out-of-distribution. */
export interface FittedDetector {
  score(rows: readonly ArrayLike<number>[]): ArrayLike<number> | Promise<ArrayLike<number>>;
}
