import { type CeaChoice, PAPER_CEA } from '../detectorChoice.js';
import type { Experiment, ResultTable } from '../experiment.js';
import type { Figure } from '../figure.js';
import {
  MLP_SETTING,
  oodOf,
  type ScaleStudy,
  scoresOf,
  scoringCells,
  studyNotes,
  trainingCells,
} from '../scaleStudy.js';
import { nameOf } from '../scoreCell.js';
import type { ScoreRow } from '../scoreTable.js';
import { wordsFor } from '../theoryFindings.js';

const PERCENTS = [50, 80, 90, 95, 99, 99.9, 100];
const GAMMAS = [0.1, 1, 10, 100];
const DETECTORS = ['msp', 'ebo', 'mds', 'knn', 'react', 'gram', 'klm', 'she-euclidean'];

const STUDY: ScaleStudy = {
  settings: [MLP_SETTING],
  variants: ['cea-2024'],
  detectors: DETECTORS,
  ceas: [
    ...PERCENTS.map((percent): CeaChoice => ({ name: `p=${percent}`, options: { percent } })),
    ...GAMMAS.map((gamma): CeaChoice => ({ name: `γ=${gamma}`, options: { gamma } })),
  ],
};

/** How CEA depends on the percentile p and the weight γ: paper B's Figure 4. */
export const ablation: Experiment = {
  name: 'ablation',
  title: 'CEA over its hyper-parameters p and γ',
  source: 'B, Fig. 4',
  dataSets: ['diabetic-retinopathy'],
  plan: (settings) => [trainingCells(STUDY, settings), scoringCells(STUDY, settings)],
  conclude(settings, outcomes) {
    const { table, cells } = scoresOf(STUDY, settings, outcomes[1]!);
    const scores = table.rows();
    return {
      scores,
      claims: [],
      tables: settings.dataSets.flatMap((dataSet) => [
        tableOver(
          dataSet,
          scores,
          PERCENTS.map((p) => `p=${p}`),
        ),
        tableOver(
          dataSet,
          scores,
          GAMMAS.map((gamma) => `γ=${gamma}`),
        ),
      ]),
      figures: settings.dataSets.map((dataSet) => ablationFigure(dataSet, scores)),
      other: {},
      notes: [
        `γ = ${PAPER_CEA.options.gamma ?? 10} where p varies, p = ${PAPER_CEA.options.percent ?? 99.9} where γ varies`,
        ...studyNotes(cells),
      ],
    };
  },
};

function lastScale(dataSet: string): string {
  return oodOf(STUDY, dataSet).map(nameOf).at(-1)!;
}

function tableOver(
  dataSet: string,
  scores: readonly ScoreRow[],
  choices: readonly string[],
): ResultTable {
  const value = (detector: string) => {
    const row = scores.find(
      (candidate) =>
        candidate.dataSet === dataSet &&
        candidate.detector === detector &&
        candidate.ood === lastScale(dataSet),
    );
    return row?.auroc2024 == null ? '–' : (100 * row.auroc2024).toFixed(1);
  };
  return {
    title: `${dataSet}: AUROC × 100 at ${lastScale(dataSet)}`,
    head: ['detector', 'without CEA', ...choices],
    rows: DETECTORS.map((id) => [
      wordsFor(id),
      value(id),
      ...choices.map((choice) => value(`${choice}:${id}`)),
    ]),
  };
}

function ablationFigure(dataSet: string, scores: readonly ScoreRow[]): Figure {
  const values = scores
    .filter((row) => row.dataSet === dataSet && row.detector.includes('='))
    .filter((row) => row.ood === lastScale(dataSet))
    .map((row) => {
      const [choice, id] = row.detector.split(':');
      const [parameter, setting] = choice!.split('=');
      return {
        detector: wordsFor(id!),
        parameter,
        setting: Number(setting),
        auroc: 100 * (row.auroc2024 ?? row.auroc),
      };
    });
  const title = `${dataSet}, ${lastScale(dataSet)}: CEA over its hyper-parameters`;
  return {
    name: `ablation-${dataSet}`,
    title,
    specification: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      title,
      data: { values },
      facet: { column: { field: 'parameter', type: 'nominal', title: null } },
      resolve: { scale: { x: 'independent' } },
      spec: {
        width: 260,
        height: 200,
        mark: { type: 'line', point: true },
        encoding: {
          x: { field: 'setting', type: 'ordinal', title: null, axis: { labelAngle: 0 } },
          y: { field: 'auroc', type: 'quantitative', title: 'AUROC × 100' },
          color: { field: 'detector', type: 'nominal', title: null },
        },
      },
    },
  };
}
