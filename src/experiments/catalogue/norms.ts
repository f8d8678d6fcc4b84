import type { CeaChoice } from '../detectorChoice.js';
import { claimIfMeasured } from '../empiricalClaim.js';
import { paperNames } from '../printed/paperNames.js';
import { roomBelow } from '../quantity.js';
import { MLP_SETTING } from '../scaleStudy.js';
import { studyExperiment } from '../studyExperiment.js';

const NORMS: readonly CeaChoice[] = [
  { name: 'ℓ1', options: { norm: 1 } },
  { name: 'ℓ2', options: { norm: 2 } },
  { name: 'ℓ∞', options: { norm: 'max' } },
];

/** Of Table 9, in the order of `NORMS`. */
const COLUMNS = ['first', 'second', 'third'];

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
  printed(row) {
    const names = paperNames(row);
    const place = NORMS.findIndex(({ name }) => row.detector.startsWith(`${name}:`));
    // The one scale at which the authors' runs give what is printed.
    if (!names || place < 0 || row.ood !== 'scale 1000') return undefined;
    const { data, detector } = names;
    return { data, row: detector, column: COLUMNS[place], cea: null };
  },
  printedRemarks: [
    'The scale of the printed table is not stated: α = 1000 is taken, where the authors’ code gives such numbers; which of the first and last column is ℓ1 and which ℓ∞ is taken from the order of the text.',
  ],
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
