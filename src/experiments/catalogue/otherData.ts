import { dataSetNamed } from '../../data/index.js';
import { neverLowers } from '../ceaClaims.js';
import { claimForAll } from '../claimForAll.js';
import { PAPER_CEA } from '../detectorChoice.js';
import { claimIfMeasured, type EmpiricalClaim } from '../empiricalClaim.js';
import { difference } from '../estimate.js';
import type { Experiment } from '../experiment.js';
import type { Figure } from '../figure.js';
import { wordsFor } from '../resultWords.js';
import { hundredfold, WITH_OR_WITHOUT } from '../scaleFigure.js';
import { ALL_DETECTORS, MLP_SETTING } from '../scaleStudy.js';
import { type StudyResults, studyExperiment } from '../studyExperiment.js';

const SOURCE = 'B, Fig. 3';

/** Two data sets of the same inputs, each the other's outliers. */
interface Pair {
  readonly name: string;
  readonly title: string;
  readonly dataSets: readonly [string, string];
  /** What the outliers are: "patients of other hospitals". */
  readonly outliers: string;
  readonly notes: readonly string[];
  /** What is said of this pair alone. */
  claims?(results: StudyResults): readonly EmpiricalClaim[];
}

/** Real data of another source as outliers: paper B's Figure 3. */
function otherData(pair: Pair): Experiment {
  const { name, title, dataSets } = pair;
  return studyExperiment({
    name,
    title,
    source: SOURCE,
    dataSets,
    choices: dataSets,
    study: () => ({
      settings: [MLP_SETTING],
      variants: ['cea-2024'],
      detectors: ALL_DETECTORS,
      ceas: [PAPER_CEA],
      ood: (dataSet) => [{ kind: 'other', dataSet: dataSets.find((one) => one !== dataSet)! }],
    }),
    claims: (results) => [
      ...results.settings.dataSets.flatMap((dataSet) => claimsOn(dataSet, pair, results)),
      ...(pair.claims?.(results) ?? []),
    ],
    figures: (results) => [comparisonFigure(pair, results)],
    notes: () => [
      'outliers are as many rows of the other data set as there are test rows, drawn at random',
      ...pair.notes,
    ],
  });
}

const HOSPITALS = ['eicu-shared', 'mimic-iv-shared'] as const;

/** Patients of eICU and of MIMIC-IV, each as the other's outliers. */
export const otherHospital = otherData({
  name: 'other-hospital',
  title: 'Patients of other hospitals as outliers: eICU and MIMIC-IV',
  dataSets: HOSPITALS,
  outliers: 'patients of other hospitals',
  notes: [
    'both data sets need credentials; what is measured is only as good as the agreement of their units',
  ],
  claims: mimicGainsMore,
});

/** White wines and red ones, each as the other's outliers: Figure 3 on data that anybody may have. */
export const otherWine = otherData({
  name: 'other-wine',
  title: 'Wines of the other colour as outliers',
  dataSets: ['white-wine', 'red-wine'],
  outliers: 'wines of the other colour',
  notes: [
    'not the data of the paper, which need credentials: networks learn whether a wine of one colour has a mark of 6 or better, and are shown wines of the other',
  ],
});

function claimsOn(dataSet: string, { outliers }: Pair, results: StudyResults): EmpiricalClaim[] {
  const words = { source: SOURCE, scope: dataSet };
  const raised = ALL_DETECTORS.flatMap((id) => {
    const estimate = results.auroc(dataSet, { detector: `cea:${id}` });
    return estimate ? [{ name: wordsFor(id), estimate }] : [];
  });
  return [
    ...claimIfMeasured(
      {
        ...words,
        id: 'cea-helps-other-data',
        statement: `CEA lifts the AUROC against ${outliers}`,
        quantity: `mean AUROC of ${raised.length} detectors with CEA less that without`,
      },
      results.meanLift(dataSet),
    ),
    ...neverLowers(results.kinds(dataSet), (id) => results.lift(dataSet, id), words),
    ...claimForAll(
      {
        ...words,
        id: 'cea-above-chance',
        statement: 'with CEA every detector is better than chance',
        quantity: 'the smallest AUROC, which must be above ½',
      },
      raised,
      0.5,
    ),
  ];
}

function mimicGainsMore(results: StudyResults): EmpiricalClaim[] {
  const [eicu, mimic] = HOSPITALS.map((dataSet) => results.meanLift(dataSet));
  return claimIfMeasured(
    {
      id: 'mimic-gains-more',
      source: SOURCE,
      scope: HOSPITALS.join(', '),
      statement: 'CEA lifts the AUROC more for a model trained on MIMIC-IV than on eICU',
      quantity: 'mean lift over detectors of the former less that of the latter',
    },
    eicu && mimic && difference(mimic, eicu),
  );
}

/** Base and CEA side by side, a panel for each data set in the place of the training data. */
function comparisonFigure({ name, outliers }: Pair, { scores }: StudyResults): Figure {
  const values = scores.map(({ dataSet, detector, auroc2024, auroc, interval }) => {
    const id = detector.split(':').at(-1)!;
    return {
      trained: `trained on ${dataSetNamed(dataSet).title.split(',')[0]}`,
      detector: wordsFor(id),
      line: id === detector ? 'baseline' : 'with CEA',
      auroc: hundredfold(auroc2024 ?? auroc),
      lower: hundredfold(interval.lower),
      upper: hundredfold(interval.upper),
    };
  });
  const title = `Against ${outliers}: AUROC × 100 with and without CEA`;
  const detector = {
    field: 'detector',
    type: 'nominal',
    title: null,
    sort: ALL_DETECTORS.map(wordsFor),
  } as const;
  return {
    name,
    title,
    specification: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      title,
      data: { values },
      facet: { column: { field: 'trained', type: 'nominal', title: null } },
      spec: {
        width: 220,
        height: { step: 16 },
        layer: [
          {
            mark: { type: 'rule', strokeDash: [2, 3], color: '#999' },
            encoding: { x: { datum: 50 } },
          },
          {
            mark: { type: 'rule' },
            encoding: {
              y: detector,
              x: { field: 'lower', type: 'quantitative', title: 'AUROC × 100' },
              x2: { field: 'upper' },
              color: WITH_OR_WITHOUT,
            },
          },
          {
            mark: { type: 'point', filled: true, opacity: 1 },
            encoding: {
              y: detector,
              x: { field: 'auroc', type: 'quantitative', scale: { domain: [0, 100] } },
              color: WITH_OR_WITHOUT,
            },
          },
        ],
      },
    },
  };
}
