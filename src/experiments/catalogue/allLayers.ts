import type { Experiment } from '../experiment.js';
import {
  ALL_DETECTORS,
  comparisonTables,
  MLP_SETTING,
  type ScaleStudy,
  scoresOf,
  scoringCells,
  studyNotes,
  trainingCells,
} from '../scaleStudy.js';

const STUDY: ScaleStudy = {
  settings: [MLP_SETTING],
  variants: ['cea-2024'],
  detectors: ALL_DETECTORS,
  ceas: [
    { name: 'penultimate', options: {} },
    { name: 'all layers', options: { layers: 'all' } },
  ],
};

/** CEA on all hidden layers instead of the last: paper B's Figure 6. */
export const allLayers: Experiment = {
  name: 'all-layers',
  title: 'CEA on all hidden layers or on the last alone',
  source: 'B, Fig. 6',
  dataSets: ['diabetic-retinopathy'],
  plan: (settings) => [trainingCells(STUDY, settings), scoringCells(STUDY, settings)],
  conclude(settings, outcomes) {
    const { table, cells } = scoresOf(STUDY, settings, outcomes[1]!);
    return {
      scores: table.rows(),
      claims: [],
      tables: comparisonTables(STUDY, settings, table),
      figures: [],
      other: {},
      notes: ['paper B uses eICU besides, which needs credentials', ...studyNotes(cells)],
    };
  },
};
