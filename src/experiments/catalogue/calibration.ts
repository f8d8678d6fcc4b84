import { PAPER_RESNET } from '../../training/index.js';
import type { CellOutcome, TrainResult } from '../cell.js';
import { claimIfMeasured, type EmpiricalClaim } from '../empiricalClaim.js';
import { ofSeeds } from '../estimate.js';
import type { Experiment, ExperimentSettings } from '../experiment.js';
import { MLP_SETTING, type ScaleStudy, trainingCells } from '../scaleStudy.js';

const STUDY: ScaleStudy = {
  settings: [
    MLP_SETTING,
    { name: 'resnet', architecture: PAPER_RESNET, loss: { kind: 'cross-entropy' } },
  ],
  variants: [],
  detectors: [],
  ceas: [],
};

/** Expected calibration error with and without temperature scaling: paper B's Table 8. */
export const calibration: Experiment = {
  name: 'calibration',
  title: 'In-distribution calibration with and without temperature scaling',
  source: 'B, Table 8',
  dataSets: ['wine-color-with-quality', 'dry-bean', 'diabetic-retinopathy'],
  plan: (settings) => [trainingCells(STUDY, settings)],
  conclude(settings, outcomes) {
    const rows = rowsOf(settings, outcomes[0]);
    const percent = (value: number) => (100 * value).toFixed(2);
    return {
      scores: [],
      claims: claimsOf(settings, outcomes[0]),
      tables: [
        {
          title: 'Expected calibration error × 100, test part, mean over seeds',
          head: ['data set', 'model', 'without', 'with temperature', 'temperature', 'accuracy'],
          rows: rows.map((row) => [
            row.dataSet,
            row.setting,
            percent(row.before),
            percent(row.after),
            row.temperature.toFixed(3),
            percent(row.testAccuracy),
          ]),
          note: 'Paper B reports the ResNet on other data (MNIST, CIFAR, eICU, MIMIC-IV): the effect is comparable, the numbers are not.',
        },
      ],
      figures: [],
      other: { calibration: rows },
      notes: [
        'what temperature scaling does to detection is the claim temperature-changes-little of cea-tabular',
      ],
    };
  },
};

function rowsOf({ dataSets, seeds }: ExperimentSettings, outcomes: readonly CellOutcome[]) {
  const results = outcomes.map(({ value }) => (value as TrainResult).calibration);
  return STUDY.settings.flatMap(({ name }, s) =>
    dataSets.map((dataSet, d) => {
      const from = (s * dataSets.length + d) * seeds.length;
      const own = results.slice(from, from + seeds.length);
      const mean = (pick: (calibration: (typeof own)[number]) => number) =>
        own.reduce((sum, calibration) => sum + pick(calibration), 0) / own.length;
      return {
        dataSet,
        setting: name,
        before: mean(({ before }) => before),
        after: mean(({ after }) => after),
        temperature: mean(({ temperature }) => temperature),
        testAccuracy: mean(({ testAccuracy }) => testAccuracy),
      };
    }),
  );
}

/** "Temperature scaling improves calibration", for each model and data set. */
function claimsOf(
  settings: ExperimentSettings,
  outcomes: readonly CellOutcome[],
): EmpiricalClaim[] {
  const { dataSets, seeds } = settings;
  return STUDY.settings.flatMap(({ name }, s) =>
    dataSets.flatMap((dataSet, d) => {
      const from = (s * dataSets.length + d) * seeds.length;
      const own = outcomes
        .slice(from, from + seeds.length)
        .map(({ value }) => (value as TrainResult).calibration);
      return claimIfMeasured(
        {
          id: 'temperature-calibrates',
          source: 'B, Table 8',
          statement: 'temperature scaling lowers the expected calibration error',
          scope: `${dataSet}, ${name}`,
          quantity: 'error without less that with temperature',
        },
        ofSeeds(own.map(({ before, after }) => before - after)),
      );
    }),
  );
}
