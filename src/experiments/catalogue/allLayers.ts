import { ALL_DETECTORS, MLP_SETTING } from '../scaleStudy.js';
import { studyExperiment } from '../studyExperiment.js';

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
      { name: 'penultimate', options: {} },
      { name: 'all layers', options: { layers: 'all' } },
    ],
  }),
  notes: () => ['paper B uses eICU besides, which needs credentials'],
});
