import { NOISE } from '../ceaClaims.js';
import { claimForAll } from '../claimForAll.js';
import { type CeaChoice, PAPER_CEA } from '../detectorChoice.js';
import { claimIfMeasured } from '../empiricalClaim.js';
import { difference } from '../estimate.js';
import type { ResultTable } from '../experiment.js';
import type { Figure } from '../figure.js';
import { slug, wordsFor } from '../resultWords.js';
import { hundredfold } from '../scaleFigure.js';
import { MLP_SETTING } from '../scaleStudy.js';
import { type StudyResults, studyExperiment } from '../studyExperiment.js';

const PERCENTS = [50, 80, 90, 95, 99, 99.9, 100];
const GAMMAS = [0.1, 1, 10, 100];
const DETECTORS = ['msp', 'ebo', 'mds', 'knn', 'react', 'gram', 'klm', 'she-euclidean'];

/** How CEA depends on the percentile p and the weight γ: paper B's Figure 4. */
export const ablation = studyExperiment({
  name: 'ablation',
  title: 'CEA over its hyper-parameters p and γ',
  source: 'B, Fig. 4',
  dataSets: ['diabetic-retinopathy'],
  study: () => ({
    settings: [MLP_SETTING],
    variants: ['cea-2024'],
    detectors: DETECTORS,
    ceas: [
      ...PERCENTS.map((percent): CeaChoice => ({ name: `p=${percent}`, options: { percent } })),
      ...GAMMAS.map((gamma): CeaChoice => ({ name: `γ=${gamma}`, options: { gamma } })),
    ],
  }),
  claims: (results) =>
    results.settings.dataSets.flatMap((dataSet) => {
      const words = { source: 'B, Fig. 4', scope: dataSet };
      const largest = results.lastKind(dataSet);
      const mean = (choice: string) =>
        results.meanAuroc(
          dataSet,
          DETECTORS.map((id) => `${choice}:${id}`),
        );
      const [small, large] = [mean(`γ=${GAMMAS[0]}`), mean(`γ=${GAMMAS.at(-1)}`)];
      return [
        ...claimForAll(
          {
            ...words,
            id: 'cea-helps-for-many-settings',
            statement: 'CEA improves detection for a wide range of p and γ',
            quantity: `the least mean lift over ${DETECTORS.length} detectors, ${largest}`,
          },
          [...PERCENTS.map((p) => `p=${p}`), ...GAMMAS.map((gamma) => `γ=${gamma}`)].flatMap(
            (choice) => {
              const estimate = results.meanLift(dataSet, { choice });
              return estimate ? [{ name: choice, estimate }] : [];
            },
          ),
          0,
        ),
        ...claimForAll(
          {
            ...words,
            id: 'high-p-never-harms',
            statement: 'with a high p CEA only ever improves',
            quantity: `the worst lift at p = 100 over detectors and scales; noise is ${NOISE}`,
          },
          DETECTORS.flatMap((id) =>
            results.kinds(dataSet).flatMap((ood) => {
              const estimate = results.lift(dataSet, id, { choice: 'p=100', ood });
              return estimate ? [{ name: `${wordsFor(id)} at ${ood}`, estimate }] : [];
            }),
          ),
          -NOISE,
        ),
        ...claimIfMeasured(
          {
            ...words,
            id: 'larger-gamma-better',
            statement: 'a larger γ gives a better performance',
            quantity: `mean AUROC at γ = ${GAMMAS.at(-1)} less that at γ = ${GAMMAS[0]}, ${largest}`,
          },
          small && large && difference(large, small),
        ),
      ];
    }),
  tables: (results) =>
    results.settings.dataSets.flatMap((dataSet) =>
      [PERCENTS.map((p) => `p=${p}`), GAMMAS.map((gamma) => `γ=${gamma}`)].map((choices) =>
        tableOver(dataSet, results, choices),
      ),
    ),
  figures: (results) =>
    results.settings.dataSets.map((dataSet) => ablationFigure(dataSet, results)),
  notes: () => [
    `γ = ${PAPER_CEA.options.gamma ?? 10} where p varies, p = ${PAPER_CEA.options.percent ?? 99.9} where γ varies`,
  ],
});

function tableOver(
  dataSet: string,
  results: StudyResults,
  choices: readonly string[],
): ResultTable {
  const largest = results.lastKind(dataSet);
  const value = (detector: string) => {
    const row = results.scores.find(
      (candidate) =>
        candidate.dataSet === dataSet &&
        candidate.detector === detector &&
        candidate.ood === largest,
    );
    return row?.auroc2024 == null ? '–' : (100 * row.auroc2024).toFixed(1);
  };
  return {
    title: `${dataSet}: AUROC × 100 at ${largest}`,
    head: ['detector', 'without CEA', ...choices],
    rows: DETECTORS.map((id) => [
      wordsFor(id),
      value(id),
      ...choices.map((choice) => value(`${choice}:${id}`)),
    ]),
  };
}

function ablationFigure(dataSet: string, results: StudyResults): Figure {
  const largest = results.lastKind(dataSet);
  const values = results.scores
    .filter((row) => row.dataSet === dataSet && row.detector.includes('='))
    .filter((row) => row.ood === largest)
    .map((row) => {
      const [choice, id] = row.detector.split(':');
      const [parameter, setting] = choice.split('=');
      return {
        detector: wordsFor(id),
        parameter,
        setting: Number(setting),
        auroc: hundredfold(row.auroc2024 ?? row.auroc),
      };
    });
  const title = `${dataSet}, ${largest}: CEA over its hyper-parameters`;
  return {
    name: `ablation-${slug(dataSet)}`,
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
