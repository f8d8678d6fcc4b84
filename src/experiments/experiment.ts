import type { ExperimentSettings } from '../evidence/experimentEvidence.js';
import type { Cell, CellOutcome } from './cell.js';
import type { EmpiricalClaim } from './empiricalClaim.js';
import type { Figure } from './figure.js';
import type { ScoreRow } from './scoreTable.js';

export type { ExperimentSettings };

/** A table as people read it; the numbers are in `scores` as well. */
export interface ResultTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly note?: string;
  /** What is decided at infinity beside what was measured; results of scoring if absent. */
  readonly shows?: 'limits';
  /** Whether it says of a later seed what another table says of the first. */
  readonly repeats?: boolean;
}

/** What an experiment found. A pure function of its cells' results. */
export interface ExperimentFindings {
  readonly scores: readonly ScoreRow[];
  readonly claims: readonly EmpiricalClaim[];
  readonly tables: readonly ResultTable[];
  readonly figures: readonly Figure[];
  /** Results that are not AUROCs. */
  readonly other: Readonly<Record<string, unknown>>;
  /** What differs from the paper, and what a reader should know. */
  readonly notes: readonly string[];
}

/** A setting that a user may choose. */
export type SettingName = 'seeds' | 'epochs' | 'rows' | 'fullSize' | 'variant';

/** What every experiment that trains and scores on tables takes. */
export const USUAL_SETTINGS: readonly SettingName[] = ['seeds', 'epochs', 'rows'];

/** One of the papers' experiments. */
export interface Experiment {
  readonly name: string;
  readonly title: string;
  /** Figures and tables it reproduces. */
  readonly source: string;
  /** Data sets used unless others are asked for. */
  readonly dataSets: readonly string[];
  /** The data sets that may be asked for; any table, a user's own too, if absent. */
  readonly choices?: readonly string[];
  /** The settings that have an effect; `USUAL_SETTINGS` if absent. Others are refused. */
  readonly takes?: readonly SettingName[];
  /** The cells to run, in stages: a stage starts when the one before is finished. */
  plan(settings: ExperimentSettings): readonly (readonly Cell[])[];
  /** @param outcomes - of the cells of all stages, in order */
  conclude(
    settings: ExperimentSettings,
    outcomes: readonly (readonly CellOutcome[])[],
  ): ExperimentFindings;
}
