export { EXPERIMENTS, experimentNamed } from './catalogue/registry.js';
export type { EmpiricalClaim } from './empiricalClaim.js';
export type {
  Experiment,
  ExperimentFindings,
  ExperimentSettings,
  ResultTable,
} from './experiment.js';
export { type Figure, renderFigure } from './figure.js';
export { renderReport } from './renderReport.js';
export {
  type ExperimentReport,
  type RunExperimentOptions,
  runExperiment,
} from './runExperiment.js';
export type { ScoreRow } from './scoreTable.js';
export { withoutPixels, writeExperiment } from './writeExperiment.js';
