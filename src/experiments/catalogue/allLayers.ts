import { claimForAll } from '../claimForAll.js';
import { claimIfMeasured } from '../empiricalClaim.js';
import { difference } from '../estimate.js';
import { ALL_DETECTORS, MLP_SETTING } from '../scaleStudy.js';
import { studyExperiment } from '../studyExperiment.js';

const PENULTIMATE = 'penultimate';
const ALL = 'all layers';

/** CEA on all hidden layers instead of the last: paper B's Figure 6. */
export const allLayers = studyExperiment({
  name: 'all-layers',
  title: 'CEA on all hidden layers or on the last alone',
  source: 'B, Fig. 6',
  dataSets: ['diabetic-retinopathy'],
  study: () => ({
    settings: [MLP_SETTING],
    variants: ['cea-2024'],
    detectors: ALL_DETECTORS,
    ceas: [
      { name: PENULTIMATE, options: {} },
      { name: ALL, options: { layers: 'all' } },
    ],
  }),
  claims: (results) =>
    results.settings.dataSets.flatMap((dataSet) => {
      const words = { source: 'B, Fig. 6', scope: dataSet };
      const largest = results.lastKind(dataSet);
      const [last, all] = [PENULTIMATE, ALL].map((choice) => results.meanLift(dataSet, { choice }));
      return [
        ...claimForAll(
          {
            ...words,
            id: 'layers-both-effective',
            statement: 'CEA is effective on the penultimate layer and on all layers',
            quantity: `the lesser mean lift over all detectors, ${largest}`,
          },
          [
            ...(last ? [{ name: PENULTIMATE, estimate: last }] : []),
            ...(all ? [{ name: ALL, estimate: all }] : []),
          ],
          0,
        ),
        ...claimIfMeasured(
          {
            ...words,
            id: 'all-layers-better-here',
            statement: 'on Diabetics many baselines are better with all layers',
            quantity: `mean AUROC over all detectors with all layers less that with the last, ${largest}`,
          },
          last && all && difference(all, last),
        ),
      ];
    }),
  notes: () => ['paper B uses eICU besides, which needs credentials'],
});
