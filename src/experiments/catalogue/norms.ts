import type { CeaChoice } from '../detectorChoice.js';
import { claimPositive } from '../empiricalClaim.js';
import { difference } from '../estimate.js';
import type { Experiment } from '../experiment.js';
import {
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

const NORMS: readonly CeaChoice[] = [
  { name: 'ℓ1', options: { norm: 1 } },
  { name: 'ℓ2', options: { norm: 2 } },
  { name: 'ℓ∞', options: { norm: 'max' } },
];

const STUDY: ScaleStudy = {
  settings: [MLP_SETTING],
  variants: ['cea-2024'],
  detectors: ['msp', 'ebo'],
  ceas: NORMS,
};

/** Norms differing by less than this are called similar: one point of AUROC. */
const SIMILAR = 0.01;

/** CEA with other norms: paper B's Table 9. */
export const norms: Experiment = {
  name: 'norms',
  title: 'CEA with other norms',
  source: 'B, Table 9',
  dataSets: ['diabetic-retinopathy'],
  plan: (settings) => [trainingCells(STUDY, settings), scoringCells(STUDY, settings)],
  conclude(settings, outcomes) {
    const { table, cells } = scoresOf(STUDY, settings, outcomes[1]!);
    const claims = settings.dataSets.flatMap((dataSet) => {
      const largest = oodOf(STUDY, dataSet).map(nameOf).at(-1)!;
      return STUDY.detectors.flatMap((id) =>
        ['ℓ1', 'ℓ∞'].flatMap((norm) => {
          const scored = (choice: string) =>
            table.estimate(
              { dataSet, variant: 'cea-2024', setting: MLP_SETTING.name },
              `${choice}:${id}`,
              largest,
            );
          const [a, b] = [scored(norm), scored('ℓ2')];
          if (!a || !b) return [];
          const { value, replicates } = difference(a, b);
          const room = (x: number) => SIMILAR - Math.abs(x);
          return [
            claimPositive(
              {
                id: 'norms-are-similar',
                source: 'B, Table 9',
                statement: `CEA with ${norm} gives the AUROC of ℓ2 to within ${SIMILAR}`,
                scope: `${dataSet}, ${id}`,
                quantity: `${SIMILAR} less the difference, ${largest}`,
              },
              { value: room(value), replicates: replicates.map(room) },
            ),
          ];
        }),
      );
    });
    return {
      scores: table.rows(),
      claims,
      tables: comparisonTables(STUDY, settings, table),
      figures: [],
      other: {},
      notes: studyNotes(cells),
    };
  },
};
