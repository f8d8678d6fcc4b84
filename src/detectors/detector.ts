import type { FittingData } from './fittingData.js';
import type { NoveltyGerm } from './infinity/noveltyGerm.js';
import type { ScoreTail } from './infinity/scoreTail.js';
import type { Observations } from './observations.js';

/**
 * A post-hoc out-of-distribution detector.
 *
 * `fit` returns a scorer, so an unfitted detector cannot be asked for a score.
 */
export interface Detector<Options extends object = object> {
  /** Stable, as in `--detectors`: `ebo`, `she-euclidean`. */
  readonly id: string;
  /** As the papers write it: `EBO`. */
  readonly name: string;
  /** Where it is defined. */
  readonly source: string;
  /** The most it looks at. */
  readonly reads: 'logits' | 'features' | 'inputs';
  /** Whether it looks at every hidden layer too, with its default options; not if absent. */
  readonly readsHidden?: boolean;
  readonly family: DetectorFamily;
  readonly whenCertain: WhenCertain;
  /** The definitions it knows; the first is the default. */
  readonly variants: readonly Variant[];
  /** The options used where none are given. */
  readonly defaults: Readonly<Options>;
  /**
   * Fits the detector on in-distribution data.
   *
   * @throws InputError for data or options it cannot be fitted with
   */
  fit(data: FittingData, options?: Partial<Options>): Scorer;
}

/**
 * Where a detector belongs in the catalogue: post-hoc detectors of paper B, those published after
 * 2022 with the forms that libraries ship today, and scores of a posterior (several networks).
 */
export type DetectorFamily = 'paper B' | 'after 2022' | 'posterior';

/**
 * What a detector does in directions in which the network becomes certain (one class wins for ever,
 * behind rectified units), fitted with its defaults on whatever data: never flags, always flags in the end, or it
 * depends on network, data and direction.
 */
export type WhenCertain = 'always blind' | 'never blind' | 'depends';

/**
 * Which definition is computed: the method as its paper defines it, made robust (`paper`), or
 * published code with its quirks, for reproducing its numbers: that of the CEA authors (`cea-2024`),
 * of the libraries OpenOOD (`openood`) and pytorch-ood (`pytorch-ood`), or of the method's own
 * authors (`authors`).
 */
export type Variant = 'paper' | 'cea-2024' | 'openood' | 'pytorch-ood' | 'authors';

/**
 * The arithmetic in which `cea-2024` evaluates a score: double precision, or float32 as the CEA
 * authors' code is shipped, with its underflow near e^−103 and its overflow near 3.4e38.
 */
export type Precision = 'float64' | 'float32';

/** The options every detector with two variants takes. */
export interface VariantOptions {
  readonly variant: Variant;
  /** Taken by the detectors whose defaults name it: those whose scores depend on it (Gram). */
  readonly precision?: Precision;
}

/** A fitted detector. Immutable: scoring changes nothing. */
export interface Scorer {
  /** The id of its detector. */
  readonly detector: string;
  /** What fitting found, by name. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** What was fitted otherwise than asked for, or came to nothing, in words; empty if nothing. */
  readonly notes?: readonly string[];
  /**
   * Novelty scores: higher = more out-of-distribution. Arithmetic: float64.
   *
   * @returns shape [n]
   * @throws InputError `shape_mismatch`, `not_finite`
   */
  score(observations: Observations): Float64Array;
  /**
   * How far the novelty of any of these rows may be from what exact arithmetic would give, on features
   * and logits that are known within their rounding. Without it CEA takes the scores to be off by far
   * more than evaluation loses; a fusion takes them as evaluated.
   */
  error?(observations: Observations): number;
  /**
   * The score's asymptotic expansion along a tail; `behaviourAtInfinity` reads it.
   *
   * Coefficients of growing terms are exact, or lie within bounds that hold whatever rounding did to
   * the fit.
   */
  germ(tail: ScoreTail): NoveltyGerm;
}

/** A fitted parameter: numbers, vectors, matrices, or words about them. */
export type Parameter =
  | number
  | boolean
  | string
  | readonly number[]
  | readonly (readonly number[])[]
  | readonly Readonly<Record<string, number | boolean | readonly number[]>>[];
