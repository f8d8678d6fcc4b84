import { ceaClaims } from '../ceaClaims.js';
import type { Cell } from '../cell.js';
import { PAPER_CEA } from '../detectorChoice.js';
import type { Experiment, ExperimentSettings, ResultTable } from '../experiment.js';
import { scaleFigure } from '../scaleFigure.js';
import {
  ALL_DETECTORS,
  comparisonTables,
  MLP_SETTING,
  oodOf,
  type ScaleStudy,
  scoresOf,
  scoringCells,
  studyNotes,
  subjectSpec,
  trainingCells,
  VARIANT_WORDS,
} from '../scaleStudy.js';
import { nameOf } from '../scoreCell.js';
import type { ScoreRow } from '../scoreTable.js';
import type { TheorySpec } from '../theoryCell.js';
import { limitClaims, theoryCases, theoryTables, wordsFor } from '../theoryFindings.js';

const STUDY: ScaleStudy = {
  settings: [MLP_SETTING],
  variants: ['cea-2024', 'paper'],
  detectors: ALL_DETECTORS,
  ceas: [PAPER_CEA],
};

/** Rows that are followed to infinity along every column. */
const RAYS = 4;

function theorySpecs(settings: ExperimentSettings): TheorySpec[] {
  return settings.dataSets.flatMap((dataSet) =>
    settings.seeds.flatMap((seed) =>
      STUDY.variants.map((variant) => ({
        subject: subjectSpec(MLP_SETTING, dataSet, seed, settings),
        variant,
        detectors: ALL_DETECTORS,
        ceas: [PAPER_CEA],
        rays: RAYS,
        // The last so far out that a score clipped at 1e10 is overtaken by CEA's linear growth.
        alphas: [10, 100, 1000, 1e6, 1e15],
      })),
    ),
  );
}

/** Sixteen detectors with and without CEA, single columns scaled: paper B's Figures 2 and 5. */
export const ceaTabular: Experiment = {
  name: 'cea-tabular',
  title: 'Sixteen detectors, with and without CEA, as one feature is scaled',
  source: 'B, Fig. 2 and 5',
  dataSets: ['wine-color-with-quality', 'dry-bean', 'diabetic-retinopathy'],
  plan(settings) {
    const theory = theorySpecs(settings).map((spec): Cell => ({ kind: 'theory', spec }));
    return [trainingCells(STUDY, settings), [...scoringCells(STUDY, settings), ...theory]];
  },
  conclude(settings, outcomes) {
    const specs = theorySpecs(settings);
    const scoring = outcomes[1]!.slice(0, outcomes[1]!.length - specs.length);
    const cases = theoryCases(specs, outcomes[1]!.slice(scoring.length));
    const { table, cells } = scoresOf(STUDY, settings, scoring);
    const scores = table.rows();
    const combinations = settings.dataSets.flatMap((dataSet) =>
      STUDY.variants.map((variant) => ({ dataSet, variant, setting: MLP_SETTING.name })),
    );
    return {
      scores,
      claims: [
        ...combinations.flatMap((labels) =>
          ceaClaims(
            table,
            labels,
            oodOf(STUDY, labels.dataSet).map(nameOf),
            `${labels.dataSet} (${labels.variant})`,
          ),
        ),
        ...limitClaims(cases),
      ],
      tables: [
        ...comparisonTables(STUDY, settings, table),
        ...settings.dataSets.map((dataSet) => effectOfTheCode(dataSet, scores)),
        ...theoryTables(cases),
      ],
      figures: combinations.map(({ dataSet, variant }) =>
        scaleFigure(
          `cea-tabular-${dataSet}-${variant}`,
          dataSet,
          VARIANT_WORDS[variant],
          scores.filter((row) => row.dataSet === dataSet && row.variant === variant),
        ),
      ),
      other: { theory: cases },
      notes: [
        'where CEA lowers a detector, it does so through the in-distribution rows it acts on: λ is proportional to the mean score, which is large for a distance, so that such a row outranks points that are moderately far',
        "in double precision no score of the authors' code is NaN or infinite at these scales unless a table says so; as shipped, in float32, more of them are",
        ...studyNotes(cells),
      ],
    };
  },
};

/** What the authors' definitions and their deletion of scores do to the published kind of table. */
function effectOfTheCode(dataSet: string, scores: readonly ScoreRow[]): ResultTable {
  const of = (variant: string) =>
    scores.filter((row) => row.dataSet === dataSet && row.variant === variant);
  const own = of('paper');
  const rows = of('cea-2024').flatMap((authors) => {
    const match = own.find((row) => row.detector === authors.detector && row.ood === authors.ood);
    if (!match) return [];
    const published = authors.auroc2024 ?? Number.NaN;
    const changed = Math.abs(published - match.auroc) >= 0.01;
    return changed || authors.notFinite > 0
      ? [
          [
            wordsFor(authors.detector),
            authors.ood,
            (100 * published).toFixed(1),
            (100 * authors.auroc).toFixed(1),
            (100 * match.auroc).toFixed(1),
            String(authors.notFinite),
          ],
        ]
      : [];
  });
  return {
    title: `${dataSet}: where the authors' code changes the AUROC × 100 by a point or more, or deletes scores`,
    head: [
      'detector',
      'against',
      "authors' code and evaluation",
      "authors' code, nothing deleted",
      'as defined',
      'scores deleted',
    ],
    rows,
  };
}
