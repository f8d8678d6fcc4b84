import {
  PAPER_FT_TRANSFORMER,
  PAPER_RESNET,
  REDUCED_FT_TRANSFORMER,
} from '../../training/index.js';
import { PAPER_CEA } from '../detectorChoice.js';
import { claimPositive } from '../empiricalClaim.js';
import { difference } from '../estimate.js';
import type { Experiment, ExperimentSettings } from '../experiment.js';
import {
  ALL_DETECTORS,
  comparisonTables,
  oodOf,
  type ScaleStudy,
  scoresOf,
  scoringCells,
  studyNotes,
  trainingCells,
} from '../scaleStudy.js';
import { nameOf } from '../scoreCell.js';

function study({ fullSize }: ExperimentSettings): ScaleStudy {
  const loss = { kind: 'cross-entropy' } as const;
  return {
    settings: [
      { name: 'resnet', architecture: PAPER_RESNET, loss },
      {
        name: 'transformer',
        architecture: fullSize ? PAPER_FT_TRANSFORMER : REDUCED_FT_TRANSFORMER,
        loss,
      },
    ],
    variants: ['cea-2024'],
    detectors: ALL_DETECTORS,
    ceas: [PAPER_CEA],
  };
}

/** Tabular ResNet and FT-Transformer: paper B's Tables 1 and 5. */
export const architectures: Experiment = {
  name: 'architectures',
  title: 'Overconfidence of a tabular ResNet and of an FT-Transformer',
  source: 'B, Tables 1 and 5',
  dataSets: ['diabetic-retinopathy'],
  plan: (settings) => [
    trainingCells(study(settings), settings),
    scoringCells(study(settings), settings),
  ],
  conclude(settings, outcomes) {
    const plan = study(settings);
    const { table, cells } = scoresOf(plan, settings, outcomes[1]!);
    const claims = settings.dataSets.flatMap((dataSet) => {
      const kinds = oodOf(plan, dataSet).map(nameOf);
      const [smallest, largest] = [kinds[0]!, kinds.at(-1)!];
      const scored = (setting: string, detector: string, ood: string) =>
        table.estimate({ dataSet, variant: 'cea-2024', setting }, detector, ood);
      const claim = (
        id: string,
        statement: string,
        quantity: string,
        a: ReturnType<typeof scored>,
        b: ReturnType<typeof scored>,
      ) =>
        a && b
          ? [
              claimPositive(
                { id, source: 'B, Table 1', statement, scope: dataSet, quantity },
                difference(a, b),
              ),
            ]
          : [];
      return [
        ...claim(
          'resnet-is-overconfident',
          'the AUROC of MSP on the tabular ResNet falls as α grows',
          `AUROC at ${smallest} less that at ${largest}`,
          scored('resnet', 'msp', smallest),
          scored('resnet', 'msp', largest),
        ),
        ...claim(
          'transformer-is-milder',
          'MSP finds more on the FT-Transformer than on the ResNet',
          `AUROC of the former less that of the latter, ${largest}`,
          scored('transformer', 'msp', largest),
          scored('resnet', 'msp', largest),
        ),
        ...claim(
          'cea-helps-resnet',
          'CEA lifts MSP on the tabular ResNet',
          `AUROC with CEA less that without, ${largest}`,
          scored('resnet', 'cea:msp', largest),
          scored('resnet', 'msp', largest),
        ),
      ];
    });
    return {
      scores: table.rows(),
      claims,
      tables: comparisonTables(plan, settings, table),
      figures: [],
      other: {},
      notes: [
        ...(settings.fullSize
          ? []
          : [
              `the FT-Transformer is reduced: ${REDUCED_FT_TRANSFORMER.blocks} blocks, token ${REDUCED_FT_TRANSFORMER.token}, ${REDUCED_FT_TRANSFORMER.heads} heads instead of 3, 192, 8; --full trains the paper's`,
            ]),
        'paper B uses eICU besides, which needs credentials',
        ...studyNotes(cells),
      ],
    };
  },
};
