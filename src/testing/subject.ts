import type { NetworkFile } from '../network/networkFile.js';

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
}

/** A fitted detector: one novelty score per row, higher = more out-of-distribution. */
export interface FittedDetector {
  score(rows: readonly ArrayLike<number>[]): ArrayLike<number> | Promise<ArrayLike<number>>;
}

/** What a detector says of itself, where laws must know. Everything may be left out. */
export interface Declarations {
  /**
   * Where the detector's scores are highest. `far` (assumed): a blob far from the data in every
   * feature, on which the classifier is undecided. `boundary`: rows between the classes. `none`:
   * no law about orientation.
   */
  readonly orientation?: 'far' | 'boundary' | 'none';
  /** Hyper-parameters and two values of each that must give different scores. */
  readonly options?: Readonly<Record<string, OptionDeclaration>>;
  /** Fitting on every row twice gives the same scores: true of means and maximum likelihood. */
  readonly replication?: boolean;
  /** Features in other units give the same scores: true of Mahalanobis distances. */
  readonly rescaling?: boolean;
  /** All scores may be equal: true of ensemble scores over a single network. */
  readonly constant?: boolean;
  /** Scores this close, relative to max(1, |score|), count as equal; 1e-6 if absent. */
  readonly tolerance?: number;
  /** Whether it can be sent NaN, ragged rows and Float32Arrays at all; a JSON process cannot. */
  readonly inProcess?: boolean;
}

/** Two values of a hyper-parameter, and whether it is a percentage or a fraction. */
export interface OptionDeclaration {
  readonly values: readonly [unknown, unknown];
  readonly unit?: 'percent' | 'fraction';
}
