import type { CeaChoice } from '../detectorChoice.js';
import { claimIfMeasured } from '../empiricalClaim.js';
import { roomBelow } from '../quantity.js';
import { MLP_SETTING } from '../scaleStudy.js';
import { studyExperiment } from '../studyExperiment.js';

const NORMS: readonly CeaChoice[] = [
  { name: 'ℓ1', options: { norm: 1 } },
  { name: 'ℓ2', options: { norm: 2 } },
  { name: 'ℓ∞', options: { norm: 'max' } },
];

const DETECTORS = ['msp', 'ebo'];

/** Norms differing by less than this are called similar: one point of AUROC. */
const SIMILAR = 0.01;

/** CEA with other norms: paper B's Table 9. */
export const norms = studyExperiment({
  name: 'norms',
  title: 'CEA with other norms',
  source: 'B, Table 9',
  dataSets: ['diabetic-retinopathy'],
  study: () => ({
    settings: [MLP_SETTING],
    variants: ['cea-2024'],
    detectors: DETECTORS,
    ceas: NORMS,
  }),
  claims: (results) =>
    results.settings.dataSets.flatMap((dataSet) =>
      DETECTORS.flatMap((id) =>
        ['ℓ1', 'ℓ∞'].flatMap((norm) => {
          const apart = results.difference(
            dataSet,
            { detector: `${norm}:${id}` },
            { detector: `ℓ2:${id}` },
          );
          return claimIfMeasured(
            {
              id: 'norms-are-similar',
              source: 'B, Table 9',
              statement: `CEA with ${norm} gives the AUROC of ℓ2 to within ${SIMILAR}`,
              scope: `${dataSet}, ${id}`,
              quantity: `${SIMILAR} less the difference, ${results.lastKind(dataSet)}`,
            },
            apart && roomBelow(SIMILAR, apart),
          );
        }),
      ),
    ),
});
