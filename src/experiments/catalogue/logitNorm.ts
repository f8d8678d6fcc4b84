import { PAPER_MLP } from '../../training/index.js';
import { PAPER_CEA } from '../detectorChoice.js';
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
import { nameOf } from '../scoreCell.js';

const TEMPERATURE = 0.04;

const STUDY: ScaleStudy = {
  settings: [
    MLP_SETTING,
    {
      name: 'logit-norm',
      architecture: PAPER_MLP,
      loss: { kind: 'logit-norm', temperature: TEMPERATURE },
    },
    {
      name: 'logit-norm-outputs',
      architecture: PAPER_MLP,
      loss: { kind: 'logit-norm', temperature: TEMPERATURE },
      outputs: 'normalised',
    },
  ],
  variants: ['cea-2024'],
  detectors: ALL_DETECTORS,
  ceas: [PAPER_CEA],
};

/** Training with LogitNorm: paper B's Tables 2 and 6. */
export const logitNorm: Experiment = {
  name: 'logitnorm',
  title: 'Does training with LogitNorm prevent overconfidence?',
  source: 'B, Tables 2 and 6',
  dataSets: ['diabetic-retinopathy'],
  plan: (settings) => [trainingCells(STUDY, settings), scoringCells(STUDY, settings)],
  conclude(settings, outcomes) {
    const { table, cells } = scoresOf(STUDY, settings, outcomes[1]!);
    const claims = settings.dataSets.flatMap((dataSet) => {
      const largest = oodOf(STUDY, dataSet).map(nameOf).at(-1)!;
      const scored = (setting: string, detector: string) =>
        table.estimate({ dataSet, variant: 'cea-2024', setting }, detector, largest);
      const plain = scored('mlp', 'msp');
      if (!plain) return [];
      return ['logit-norm', 'logit-norm-outputs'].flatMap((setting) => {
        const normed = scored(setting, 'msp');
        if (!normed) return [];
        const claim = (id: string, statement: string, quantity: string) => ({
          id,
          source: 'B, Table 2',
          statement,
          scope: `${dataSet}, ${setting}`,
          quantity,
        });
        return [
          claimPositive(
            claim(
              'logitnorm-reduces',
              'LogitNorm training reduces overconfidence',
              `AUROC of MSP with LogitNorm less that without, ${largest}`,
            ),
            difference(normed, plain),
          ),
          claimPositive(
            claim(
              'logitnorm-does-not-remove',
              'MSP on a LogitNorm network is still worse than chance',
              `½ less the AUROC of MSP with LogitNorm, ${largest}`,
            ),
            {
              value: 0.5 - normed.value,
              replicates: normed.replicates.map((value) => 0.5 - value),
            },
          ),
        ];
      });
    });
    return {
      scores: table.rows(),
      claims,
      tables: comparisonTables(STUDY, settings, table),
      figures: [],
      other: {},
      notes: [
        `LogitNorm with temperature ${TEMPERATURE}, as Wei et al. 2022`,
        ...studyNotes(cells),
      ],
    };
  },
};
