import {
  PAPER_FT_TRANSFORMER,
  PAPER_MLP,
  PAPER_RESNET,
  REDUCED_FT_TRANSFORMER,
} from '../../training/index.js';
import { PAPER_CEA } from '../detectorChoice.js';
import { claimIfMeasured, claimPositive, type EmpiricalClaim } from '../empiricalClaim.js';
import { mildnessFinding } from '../endsFinding.js';
import { certainShare } from '../endsSummary.js';
import { difference, shortOf } from '../estimate.js';
import { USUAL_SETTINGS } from '../experiment.js';
import { alphaOf, paperNames } from '../printed/paperNames.js';
import { wordsFor } from '../resultWords.js';
import { ALL_DETECTORS, MLP_SETTING, type Setting } from '../scaleStudy.js';
import { type ScoreName, type StudyResults, studyExperiment } from '../studyExperiment.js';

const TRANSFORMER = 'transformer';
const REDUCED = "reduced transformer, not the paper's";

/** What the paper calls the settings whose numbers it prints. */
const MODELS: Readonly<Record<string, string>> = { resnet: 'ResNet', [TRANSFORMER]: 'Transformer' };

/** The MLP with another activation, or with norms: what of the Transformer's mildness is theirs. */
const VARIANTS: readonly Setting[] = [
  { ...MLP_SETTING, name: 'mlp-gelu', architecture: { ...PAPER_MLP, activation: 'gelu' } },
  { ...MLP_SETTING, name: 'mlp-silu', architecture: { ...PAPER_MLP, activation: 'silu' } },
  { ...MLP_SETTING, name: 'mlp-layer-norm', architecture: { ...PAPER_MLP, norm: 'layer' } },
];

/** Tabular ResNet and FT-Transformer, and variants of the MLP: paper B's Tables 1 and 5. */
export const architectures = studyExperiment({
  name: 'architectures',
  title: 'Overconfidence of a tabular ResNet and of an FT-Transformer',
  source: 'B, Tables 1 and 5',
  dataSets: ['diabetic-retinopathy'],
  takes: [...USUAL_SETTINGS, 'fullSize'],
  study: ({ fullSize }) => ({
    settings: [
      { name: 'resnet', architecture: PAPER_RESNET, loss: { kind: 'cross-entropy' } },
      {
        name: fullSize ? TRANSFORMER : REDUCED,
        architecture: fullSize ? PAPER_FT_TRANSFORMER : REDUCED_FT_TRANSFORMER,
        loss: { kind: 'cross-entropy' },
      },
      MLP_SETTING,
      ...VARIANTS,
    ],
    variants: ['cea-2024'],
    detectors: ALL_DETECTORS,
    ceas: [PAPER_CEA],
  }),
  theory: true,
  ends: {
    finding: (rows) => {
      const [resnet, transformer] = rows;
      return mildnessFinding(
        { ...resnet, name: 'the ResNet' },
        { ...transformer, name: 'the FT-Transformer' },
        wordsFor('msp'),
      );
    },
    claims: (summaries) =>
      [...new Set(summaries.map(({ dataSet }) => dataSet))].map((dataSet) => {
        const [resnet, transformer] = summaries
          .filter((summary) => summary.dataSet === dataSet)
          .map(certainShare);
        return claimPositive(
          {
            id: 'transformer-ends-uncertain',
            source: 'farfield, section 7',
            statement:
              'fewer feature directions end certain on the FT-Transformer than on the ResNet',
            scope: dataSet,
            quantity: 'share of directions that end at 99 % or more, ResNet less FT-Transformer',
          },
          difference(resnet, transformer),
        );
      }),
  },
  printed(row) {
    const [names, alpha] = [paperNames(row), alphaOf(row)];
    if (!names || alpha === undefined) return undefined;
    const model = MODELS[row.setting];
    // The reduced transformer is not the paper's.
    if (model === undefined) return undefined;
    const { data, detector, cea } = names;
    return { data, row: detector, column: `${model} α=${alpha}`, cea };
  },
  claims: (results) =>
    results.settings.dataSets.flatMap((dataSet) => {
      const [smallest, largest] = [results.kinds(dataSet)[0], results.lastKind(dataSet)];
      const claim = (id: string, statement: string, quantity: string, a: ScoreName, b: ScoreName) =>
        claimIfMeasured(
          { id, source: 'B, Table 1', statement, scope: dataSet, quantity },
          results.difference(dataSet, a, b),
        );
      const resnet = { detector: 'msp', setting: 'resnet' };
      return [
        ...claim(
          'resnet-is-overconfident',
          'the AUROC of MSP on the tabular ResNet falls as α grows',
          `AUROC at ${smallest} less that at ${largest}`,
          { ...resnet, ood: smallest },
          resnet,
        ),
        ...claim(
          'transformer-is-milder',
          'MSP finds more on the FT-Transformer than on the ResNet',
          `AUROC of the former less that of the latter, ${largest}`,
          { detector: 'msp', setting: results.study.settings[1].name },
          resnet,
        ),
        ...transformerClaims(dataSet, results),
        ...claim(
          'cea-helps-resnet',
          'CEA lifts MSP on the tabular ResNet',
          `AUROC with CEA less that without, ${largest}`,
          { ...resnet, detector: 'cea:msp' },
          resnet,
        ),
      ];
    }),
  notes: ({ fullSize }) => [
    ...(fullSize ? [] : [reducedNote()]),
    'paper B uses eICU besides, which needs credentials',
    'GELU, SiLU and LayerNorm in the MLP are not of the paper: they tell what of the FT-Transformer makes a difference',
  ],
});

/** What the paper says of the transformer beside the ResNet. */
function transformerClaims(dataSet: string, results: StudyResults): EmpiricalClaim[] {
  const setting = results.study.settings[1].name;
  const largest = results.lastKind(dataSet);
  const words = { source: 'B, section 4', scope: dataSet };
  const lift = results.meanLift(dataSet, { setting });
  const base = results.meanAuroc(dataSet, ALL_DETECTORS, { setting });
  const resnet = results.meanAuroc(dataSet, ALL_DETECTORS, { setting: 'resnet' });
  const best = ['msp', 'ebo', 'react'].map((id) => `cea:${id}`);
  const plus = ['resnet', setting].map((name) =>
    results.meanAuroc(dataSet, best, { setting: name }),
  );
  return [
    ...claimIfMeasured(
      {
        ...words,
        id: 'transformer-gains-little',
        statement: 'the improvements by CEA with the Transformer are marginal',
        quantity: `${MARGINAL} less the mean lift over all detectors, ${largest}`,
      },
      lift && shortOf(MARGINAL, lift),
    ),
    ...claimIfMeasured(
      {
        ...words,
        id: 'transformer-baselines-better',
        statement: 'without CEA detection is better on the Transformer, on average',
        quantity: `mean AUROC of all detectors less that on the ResNet, ${largest}`,
      },
      base && resnet && difference(base, resnet),
    ),
    ...claimIfMeasured(
      {
        ...words,
        id: 'resnet-with-cea-better',
        statement: 'with CEA the ResNet is better than the Transformer (MSP, EBO, ReAct)',
        quantity: `mean AUROC of the three with CEA on the ResNet less that on the Transformer, ${largest}`,
      },
      plus[0] && plus[1] && difference(plus[0], plus[1]),
    ),
  ];
}

/** The largest lift that the paper prints for its Transformer is 2.5 points. */
const MARGINAL = 0.03;

function reducedNote(): string {
  const words = ({ blocks, token, heads }: typeof PAPER_FT_TRANSFORMER) =>
    `${blocks} blocks, token ${token}, ${heads} heads`;
  return `the FT-Transformer is reduced, and not the paper's: ${words(REDUCED_FT_TRANSFORMER)} instead of ${words(PAPER_FT_TRANSFORMER)}. It reverses what the paper finds: measure nothing by it`;
}
