export { EXPERIMENTS, experimentNamed } from './catalogue/registry.js';
export type { EmpiricalClaim } from './empiricalClaim.js';
export type {
  Experiment,
  ExperimentFindings,
  ExperimentSettings,
  ResultTable,
} from './experiment.js';
export { experimentEvidence } from './experimentEvidence.js';
export { type Figure, renderFigure } from './figure.js';
export { type PlannedExperiment, type PlanOptions, planExperiments } from './planExperiments.js';
export { renderReport } from './renderReport.js';
export {
  type ExperimentReport,
  type RunExperimentOptions,
  runExperiment,
  settingsFrom,
} from './runExperiment.js';
export {
  type ExperimentsRun,
  type RunExperimentsOptions,
  runExperiments,
} from './runExperiments.js';
export type { ScoreRow } from './scoreTable.js';
export { withoutPixels, writeExperiment } from './writeExperiment.js';
