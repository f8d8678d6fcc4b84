import { PAPER_MLP } from '../../training/index.js';
import { claimForAll } from '../claimForAll.js';
import { PAPER_CEA } from '../detectorChoice.js';
import { claimIfMeasured } from '../empiricalClaim.js';
import { shortOf } from '../estimate.js';
import { alphaOf, paperNames } from '../printed/paperNames.js';
import { wordsFor } from '../resultWords.js';
import { ALL_DETECTORS, MLP_SETTING, type Setting } from '../scaleStudy.js';
import { studyExperiment } from '../studyExperiment.js';

const TEMPERATURE = 0.04;

/** The setting whose numbers are like the printed ones. */
const OUTPUTS = 'logit-norm-outputs';

const NORMED: readonly Setting[] = [
  {
    name: 'logit-norm',
    architecture: PAPER_MLP,
    loss: { kind: 'logit-norm', temperature: TEMPERATURE },
  },
  {
    name: OUTPUTS,
    architecture: PAPER_MLP,
    loss: { kind: 'logit-norm', temperature: TEMPERATURE },
    outputs: 'normalised',
  },
];

/** Training with LogitNorm: paper B's Tables 2 and 6. */
export const logitNorm = studyExperiment({
  name: 'logitnorm',
  title: 'Does training with LogitNorm prevent overconfidence?',
  source: 'B, Tables 2 and 6',
  dataSets: ['diabetic-retinopathy'],
  study: () => ({
    settings: [MLP_SETTING, ...NORMED],
    variants: ['cea-2024'],
    detectors: ALL_DETECTORS,
    ceas: [PAPER_CEA],
  }),
  theory: true,
  printed(row) {
    const [names, alpha] = [paperNames(row), alphaOf(row)];
    if (!names || alpha === undefined || row.setting !== OUTPUTS) return undefined;
    const { data, detector, cea } = names;
    return { data, row: `α=${alpha}`, column: detector, cea };
  },
  claims: (results) =>
    results.settings.dataSets.flatMap((dataSet) =>
      NORMED.flatMap(({ name: setting }) => {
        const common = { source: 'B, Table 2', scope: `${dataSet}, ${setting}` };
        const largest = results.lastKind(dataSet);
        const normed = results.auroc(dataSet, { detector: 'msp', setting });
        return [
          ...claimIfMeasured(
            {
              ...common,
              id: 'logitnorm-reduces',
              statement: 'LogitNorm training reduces overconfidence',
              quantity: `AUROC of MSP with LogitNorm less that without, ${largest}`,
            },
            results.difference(dataSet, { detector: 'msp', setting }, { detector: 'msp' }),
          ),
          ...claimIfMeasured(
            {
              ...common,
              id: 'logitnorm-does-not-remove',
              statement: 'MSP on a LogitNorm network is still worse than chance',
              quantity: `½ less the AUROC of MSP with LogitNorm, ${largest}`,
            },
            normed && shortOf(0.5, normed),
          ),
          ...claimIfMeasured(
            {
              ...common,
              id: 'cea-improves-on-logitnorm',
              statement: 'CEA still improves on networks trained with LogitNorm',
              quantity: `mean lift over all detectors, ${largest}`,
            },
            results.meanLift(dataSet, { setting }),
          ),
          ...claimForAll(
            {
              ...common,
              id: 'logitnorm-below-chance',
              statement: 'with LogitNorm MSP, EBO, ReAct and Gram are worse than chance',
              quantity: `the least of ½ less the AUROC, ${largest}`,
            },
            ['msp', 'ebo', 'react', 'gram'].flatMap((detector) => {
              const auroc = results.auroc(dataSet, { detector, setting });
              return auroc ? [{ name: wordsFor(detector), estimate: shortOf(0.5, auroc) }] : [];
            }),
            0,
          ),
        ];
      }),
    ),
  notes: () => [
    `LogitNorm with temperature ${TEMPERATURE}, as Wei et al. 2022`,
    'paper B reports MSP and EBO below chance, and about alike: so they are on the normalised outputs (logit-norm-outputs); on the logits themselves MSP is overconfident as ever and EBO is not',
  ],
});
