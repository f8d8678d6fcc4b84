import { dataSetNamed } from '../data/index.js';
import type { Cell } from './cell.js';
import { PAPER_CEA } from './detectorChoice.js';
import type { EmpiricalClaim } from './empiricalClaim.js';
import type { EndsResult } from './endsCell.js';
import { type EndsCase, type EndsSummary, limitOver, summariesOf } from './endsSummary.js';
import { type EndsRow, type EndsScores, endsTables } from './endsTable.js';
import { averageOf, difference, type Estimate } from './estimate.js';
import type { Experiment, ExperimentSettings, ResultTable } from './experiment.js';
import type { Figure } from './figure.js';
import { limitFigure } from './limitFigure.js';
import { besidePrinted } from './printed/besidePrinted.js';
import { type PrintedPlace, printedAt } from './printed/printedNumbers.js';
import { wordsFor } from './resultWords.js';
import {
  comparisonTables,
  endsSpecs,
  oodOf,
  type ScaleStudy,
  scoresOf,
  scoringCells,
  studyNotes,
  theorySpecs,
  trainingCells,
} from './scaleStudy.js';
import { nameOf } from './scoreCell.js';
import type { ScoreRow, ScoreTable } from './scoreTable.js';
import type { TheoryResult } from './theoryCell.js';
import {
  type LimitCase,
  limitClaims,
  limitTables,
  type TheoryCase,
  theoryTables,
} from './theoryFindings.js';

/** An experiment that trains networks and scores them: what is its own. */
export interface StudyExperiment
  extends Pick<Experiment, 'name' | 'title' | 'source' | 'dataSets' | 'choices' | 'takes'> {
  study(settings: ExperimentSettings): ScaleStudy;
  /** Whether the limits of its networks are decided besides, and compared with what is measured. */
  readonly theory?: boolean;
  /**
   * What is said of where feature directions end, which is decided besides for networks of any
   * architecture; absent where it is not.
   */
  readonly ends?: {
    /** The finding in words on a data set; null if there is none. */
    finding(rows: readonly EndsRow[]): string | null;
    claims(summaries: readonly EndsSummary[]): readonly EmpiricalClaim[];
  };
  claims?(results: StudyResults): readonly EmpiricalClaim[];
  /** Where the paper prints the number of a score, if it does: a table sets them side by side. */
  printed?(row: ScoreRow): PrintedPlace | undefined;
  /** What is to be known of the printed numbers. */
  readonly printedRemarks?: readonly string[];
  /** All scores, base and with CEA, if absent. Printed numbers and limits follow. */
  tables?(results: StudyResults): readonly ResultTable[];
  figures?(results: StudyResults): readonly Figure[];
  /** What is left out, and what the data sets remark, follows. */
  notes?(settings: ExperimentSettings): readonly string[];
}

/** A score to look up. */
export interface ScoreName {
  readonly detector: string;
  /** The last kind of out-of-distribution rows if absent: the largest scale. */
  readonly ood?: string;
  /** The first if absent. */
  readonly setting?: string;
  /** The first if absent. */
  readonly variant?: string;
}

/** What a study measured. */
export class StudyResults {
  readonly scores: readonly ScoreRow[];

  constructor(
    readonly settings: ExperimentSettings,
    readonly study: ScaleStudy,
    readonly table: ScoreTable,
  ) {
    this.scores = table.rows();
  }

  /** The kinds of out-of-distribution rows, as tables name them. */
  kinds(dataSet: string): string[] {
    return oodOf(this.study, dataSet).map(nameOf);
  }

  /** The last kind: the largest scale. */
  lastKind(dataSet: string): string {
    return this.kinds(dataSet).at(-1)!;
  }

  /** An AUROC over seeds; undefined if it was not measured. */
  auroc(dataSet: string, { detector, ood, setting, variant }: ScoreName): Estimate | undefined {
    const labels = {
      dataSet,
      variant: variant ?? this.study.variants[0],
      setting: setting ?? this.study.settings[0].name,
    };
    return this.table.estimate(labels, detector, ood ?? this.lastKind(dataSet));
  }

  /** The AUROC with CEA less that without; undefined if either was not measured. */
  lift(
    dataSet: string,
    detector: string,
    { choice, ...name }: LiftName = {},
  ): Estimate | undefined {
    const cea = choice ?? this.study.ceas[0].name;
    return this.difference(
      dataSet,
      { ...name, detector: `${cea}:${detector}` },
      { ...name, detector },
    );
  }

  /** The mean lift of all detectors of the study that were measured. */
  meanLift(dataSet: string, name: LiftName = {}): Estimate | undefined {
    return averageOf(this.study.detectors.map((detector) => this.lift(dataSet, detector, name)));
  }

  /** The mean AUROC of several detectors, as far as they were measured. */
  meanAuroc(
    dataSet: string,
    detectors: readonly string[],
    name: Omit<ScoreName, 'detector'> = {},
  ): Estimate | undefined {
    return averageOf(detectors.map((detector) => this.auroc(dataSet, { ...name, detector })));
  }

  /** The AUROC of one less that of another; undefined if either was not measured. */
  difference(dataSet: string, a: ScoreName, b: ScoreName): Estimate | undefined {
    const [first, second] = [this.auroc(dataSet, a), this.auroc(dataSet, b)];
    return first && second && difference(first, second);
  }
}

/** What CEA adds to a detector, or to the mean of several, of one setting. */
export interface LiftName extends Omit<ScoreName, 'detector'> {
  /** The choice of CEA; the first of the study if absent. */
  readonly choice?: string;
}

/** The experiment of a study: trains, scores, and concludes as the study says. */
export function studyExperiment(own: StudyExperiment): Experiment {
  const { name, title, source, dataSets, choices, takes } = own;
  const theoryOf = (study: ScaleStudy, settings: ExperimentSettings) =>
    own.theory ? theorySpecs(study, settings) : [];
  const endsOf = (study: ScaleStudy, settings: ExperimentSettings) =>
    own.ends ? endsSpecs(study, settings) : [];
  return {
    name,
    title,
    source,
    dataSets,
    ...(choices && { choices }),
    ...(takes && { takes }),
    plan(settings) {
      const study = own.study(settings);
      const theory = theoryOf(study, settings).map(({ spec }): Cell => ({ kind: 'theory', spec }));
      const ends = endsOf(study, settings).map(({ spec }): Cell => ({ kind: 'ends', spec }));
      const scoring = scoringCells(study, settings);
      return [trainingCells(study, settings), [...scoring, ...theory, ...ends]];
    },
    conclude(settings, outcomes) {
      const study = own.study(settings);
      const specs = theoryOf(study, settings);
      const ended = endsOf(study, settings);
      const scored = outcomes[1].slice(0, outcomes[1].length - specs.length - ended.length);
      const { table, cells } = scoresOf(study, settings, scored);
      const results = new StudyResults(settings, study, table);
      const decided = outcomes[1].slice(scored.length);
      const theory = specs.map(
        ({ setting, spec }, n): TheoryCase => ({
          // One setting alone need not be told from others.
          setting: study.settings.length > 1 ? setting.name : null,
          spec,
          result: decided[n].value as TheoryResult,
        }),
      );
      const ends = ended.map(
        ({ setting, spec }, n): EndsCase => ({
          setting: setting.name,
          spec,
          result: decided[specs.length + n].value as EndsResult,
        }),
      );
      const summaries = summariesOf(ends);
      const rows = endsRows(own, results, summaries, ends, theory);
      const finding = (dataSet: string) =>
        own.ends?.finding(rows.filter(({ summary }) => summary.dataSet === dataSet)) ?? null;
      const bent = ends.filter(({ result }) => result.limits.length > 0).map(limitCaseOf);
      return {
        scores: results.scores,
        claims: [
          ...(own.claims?.(results) ?? []),
          ...(own.ends?.claims(summaries) ?? []),
          ...limitClaims([...theory, ...bent]),
        ],
        tables: [
          ...(own.tables?.(results) ?? comparisonTables(study, settings, table)),
          ...printedTables(own, results),
          ...endsTables(rows, (dataSet) => results.lastKind(dataSet), finding),
          ...theoryTables(theory),
          ...limitTables(bent),
        ],
        figures: [
          ...(own.figures?.(results) ?? []),
          ...[...theory, ...bent]
            .filter(({ spec }) => spec.subject.seed === settings.seeds[0])
            .map((one) => limitFigure(one)),
        ],
        other: {
          ...(theory.length > 0 && { theory }),
          ...(ends.length > 0 && {
            ends: {
              rows,
              findings: Object.fromEntries(
                settings.dataSets.map((dataSet) => [dataSet, finding(dataSet)]),
              ),
              networks: ends,
            },
          }),
        },
        notes: [...(own.notes?.(settings) ?? []), ...studyNotes(cells)],
      };
    },
  };
}

/** A network that bends, as one whose limits are compared with what is measured. */
function limitCaseOf({ setting, spec, result }: EndsCase): LimitCase {
  return { setting, spec, result, room: 1 / result.testRows };
}

/** The detectors whose scores stand beside where directions end. */
const SHOWN = ['msp', `${PAPER_CEA.name}:msp`];

function endsRows(
  { printed }: Pick<StudyExperiment, 'printed'>,
  results: StudyResults,
  summaries: readonly EndsSummary[],
  ends: readonly EndsCase[],
  theory: readonly TheoryCase[],
): EndsRow[] {
  return summaries.map((summary) => {
    const { dataSet, setting } = summary;
    // The limits of piecewise-affine networks are decided in cells of their own.
    const isOwn = (one: EndsCase | TheoryCase) =>
      one.spec.subject.dataSet === dataSet && one.setting === setting;
    const own = ends.filter(isOwn).map(({ result }) => result.limits);
    const limits = own.every((list) => list.length > 0)
      ? own
      : theory.filter(isOwn).map(({ result }) => result.limits);
    const scores = SHOWN.map((detector): [string, EndsScores] => {
      const found = limits.map((list) => list.find((one) => one.detector === detector));
      const row = results.scores.find(
        (one) =>
          one.dataSet === dataSet &&
          one.setting === setting &&
          one.detector === detector &&
          one.ood === results.lastKind(dataSet),
      );
      const place = row && printed?.(row);
      return [
        wordsFor(detector),
        {
          decided: limitOver(found.map((limit) => limit?.predicted)),
          measured: row?.auroc ?? null,
          printed: (place && printedAt(place)?.value) ?? null,
        },
      ];
    });
    return { summary, scores: Object.fromEntries(scores) };
  });
}

/** What the paper prints beside what is measured: a table for each data set and setting. */
function printedTables(
  { printed, printedRemarks }: Pick<StudyExperiment, 'printed' | 'printedRemarks'>,
  { scores, table }: StudyResults,
): ResultTable[] {
  const cells = scores.flatMap((row) => {
    const place = printed?.(row);
    const number = place && printedAt(place);
    const estimate = table.published(row, row.detector, row.ood);
    if (!number || !estimate) return [];
    const group = `${dataSetNamed(row.dataSet).title}, ${row.setting}`;
    return [{ group, row: wordsFor(row.detector), column: row.ood, estimate, printed: number }];
  });
  return [...new Set(cells.map(({ group }) => group))].map((group) =>
    besidePrinted(
      `${group}: measured and printed`,
      cells.filter((cell) => cell.group === group),
      printedRemarks,
    ),
  );
}
