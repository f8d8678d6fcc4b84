/** A number as JSON can hold it: the three that are not finite are words. */
export type Measured = number | 'NaN' | 'Infinity' | '-Infinity';

/**
 * What a run found about one of the papers' experiments.
 *
 * An experiment outside this run is listed as `not-run`, as a claim is, with nothing in it.
 */
export interface ExperimentEvidence {
  /** As in `farfield experiment NAME`. */
  readonly name: string;
  readonly title: string;
  /** Figures and tables it reproduces. */
  readonly source: string;
  readonly status: 'run' | 'not-run';
  readonly settings: ExperimentSettings;
  /** Data sets it would have used, had they been there. */
  readonly missing: readonly MissingDataSet[];
  /**
   * What trained the networks: float32 arithmetic differs in the last digits between backends, and so
   * do results. `none` if nothing was trained.
   */
  readonly backend: string;
  readonly claims: readonly EmpiricalClaimEvidence[];
  readonly tables: readonly TableEvidence[];
  readonly figures: readonly FigureEvidence[];
  /** What differs from the paper, and what a reader should know. */
  readonly notes: readonly string[];
  readonly scores: readonly ScoreEvidence[];
}

/** What a run of an experiment may choose. */
export interface ExperimentSettings {
  readonly dataSets: readonly string[];
  readonly seeds: readonly number[];
  readonly epochs: number;
  /** Rows used of each data set; null for all. */
  readonly rows: number | null;
  /** Whether the paper's FT-Transformer is trained instead of a small one. */
  readonly fullSize: boolean;
  /** The one definition of detectors that is scored, of an experiment that has two; null for all. */
  readonly variant: 'paper' | 'cea-2024' | null;
}

/** A data set that is not here, and how to get it. */
export interface MissingDataSet {
  readonly dataSet: string;
  readonly remedy: string;
}

/** A statement about data with what the data say of it. */
export interface EmpiricalClaimEvidence {
  readonly id: string;
  readonly source: string;
  readonly statement: string;
  /** `wine-color`, `all data sets`. */
  readonly scope: string;
  readonly verdict: 'holds' | 'refuted' | 'inconclusive';
  /** `holds` for what the exact theory predicts; null for what a paper found in its data. */
  readonly expected: 'holds' | null;
  /** What was estimated. */
  readonly quantity: string;
  readonly estimate: Measured;
  /** 95 %. */
  readonly interval: IntervalEvidence;
  /**
   * What the interval is about: the spread over `seeds`; with too few of them that over `rows` alone,
   * which decides nothing; or the range of what was `observed`, compared with decided limits.
   */
  readonly basis: 'seeds' | 'rows' | 'observed';
  /** Why, where the data disagree with the paper; null if there is nothing to say. */
  readonly remark: string | null;
}

/** An interval of numbers. */
export interface IntervalEvidence {
  readonly lower: Measured;
  readonly upper: Measured;
}

/** A table as people read it. */
export interface TableEvidence {
  readonly title: string;
  /** `limits`: what is decided at infinity beside what was measured on the way; else `results`. */
  readonly shows: 'limits' | 'results';
  /** Whether it says of a later seed what another table says of the first. */
  readonly repeats: boolean;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly note: string | null;
}

/** A figure as a Vega-Lite specification, its data inside. */
export interface FigureEvidence {
  readonly name: string;
  readonly title: string;
  readonly specification: Readonly<Record<string, unknown>>;
}

/** A detector's mean AUROC over seeds against one kind of out-of-distribution rows. */
export interface ScoreEvidence {
  readonly dataSet: string;
  readonly variant: string;
  readonly setting: string;
  readonly detector: string;
  readonly ood: string;
  readonly auroc: Measured;
  readonly interval: IntervalEvidence;
  readonly basis: 'seeds' | 'rows';
  /** By the authors' evaluation, which deletes what is not finite; null where nothing is left. */
  readonly auroc2024: Measured | null;
  readonly notFinite: number;
  readonly seeds: number;
}

/**
 * Whether a measurement contradicts the exact theory: then the theory or the code is wrong. That data
 * refute what a paper found in other data is a result like any other.
 */
export function contradictsTheory({
  expected,
  verdict,
}: Pick<EmpiricalClaimEvidence, 'expected' | 'verdict'>): boolean {
  return expected === 'holds' && verdict === 'refuted';
}

/** Whether an experiment is left out because none of its data is here. */
export function lacksData({ status, settings, missing }: ExperimentEvidence): boolean {
  return status === 'not-run' && missing.length > 0 && settings.dataSets.length === 0;
}
