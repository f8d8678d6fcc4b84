import { findDataFile } from '../../data/dataFolders.js';
import type { CeaChoice } from '../detectorChoice.js';
import { claimPositive } from '../empiricalClaim.js';
import { difference } from '../estimate.js';
import type { Experiment } from '../experiment.js';
import {
  ALL_DETECTORS,
  comparisonTables,
  MLP_SETTING,
  oodOf,
  type ScaleStudy,
  scoresOf,
  scoringCells,
  studyNotes,
  trainingCells,
} from '../scaleStudy.js';
import { nameOf, type OodSpec } from '../scoreCell.js';

const STEPS = 20;
const EPSILONS = [0.1, 0.3];
const ALPHAS = [10, 1000];
const PERCENT = 99;
const CEA: CeaChoice = { name: 'cea', options: { percent: PERCENT } };

function study(): ScaleStudy {
  return {
    settings: [MLP_SETTING],
    variants: ['cea-2024'],
    detectors: ALL_DETECTORS,
    ceas: [CEA],
    ood: (): readonly OodSpec[] => [
      ...ALPHAS.map((alpha) => ({ kind: 'scale', alpha }) as const),
      ...EPSILONS.map((epsilon) => ({ kind: 'attack', epsilon, steps: STEPS }) as const),
      ...(fashionIsHere() ? [{ kind: 'other', dataSet: 'fashion-mnist' } as const] : []),
    ],
  };
}

function fashionIsHere(): boolean {
  try {
    findDataFile(['fashion-t10k-images-idx3-ubyte.gz'], 'fashion-mnist');
    return true;
  } catch {
    return false;
  }
}

/** MNIST: scaled pixels, PGD-20, another data set; paper B's Tables 3 and 7. */
export const images: Experiment = {
  name: 'images',
  title: 'Scaled pixels, adversarial attack and another data set on MNIST',
  source: 'B, Tables 3 and 7',
  dataSets: ['mnist'],
  choices: ['mnist', 'fashion-mnist'],
  plan: (settings) => [trainingCells(study(), settings), scoringCells(study(), settings)],
  conclude(settings, outcomes) {
    const plan = study();
    const { table, cells } = scoresOf(plan, settings, outcomes[1]!);
    const claims = settings.dataSets.flatMap((dataSet) =>
      oodOf(plan, dataSet).flatMap((ood) => {
        const kind = nameOf(ood);
        const labels = { dataSet, variant: 'cea-2024', setting: MLP_SETTING.name };
        const [a, b] = [
          table.estimate(labels, 'cea:msp', kind),
          table.estimate(labels, 'msp', kind),
        ];
        if (!a || !b) return [];
        return [
          claimPositive(
            {
              id: 'cea-helps-on-images',
              source: 'B, Table 3',
              statement: 'CEA lifts MSP on the MLP',
              scope: `${dataSet}, ${kind}`,
              quantity: 'AUROC with CEA less that without',
            },
            difference(a, b),
          ),
        ];
      }),
    );
    return {
      scores: table.rows(),
      claims,
      tables: comparisonTables(plan, settings, table),
      figures: [],
      other: {},
      notes: [
        `settings chosen here: p = ${PERCENT}, attack of ${STEPS} steps, ε in units of pixels in [0, 1]`,
        ...(fashionIsHere()
          ? []
          : [
              'another data set: not run, Fashion-MNIST is not here; `farfield data pull fashion-mnist` fetches it',
            ]),
        ...studyNotes(cells),
      ],
    };
  },
};
