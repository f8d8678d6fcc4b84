export { subjectOf } from './builtInSubject.js';
export { describeDetectorLaws, type TestFramework } from './describeDetectorLaws.js';
export type { Law, NotChecked, Violation } from './law.js';
export {
  describeFailure,
  jsonOf,
  junitOf,
  type LawReport,
  type LawResult,
} from './lawReport.js';
export { DETECTOR_LAWS } from './laws/detectorLaws.js';
export { METRIC_LAWS, type MetricsUnderTest } from './laws/metricLaws.js';
export { UNCERTAINTY_LAWS, type UncertaintyUnderTest } from './laws/uncertaintyLaws.js';
export { type ProcessDetector, type ProcessLimits, processDetector } from './processDetector.js';
export { ProtocolFault } from './protocolFault.js';
export { runLaws } from './runLaws.js';
export { type ModuleLimits, runModuleLaws } from './runModuleLaws.js';
export { runProcessLaws } from './runProcessLaws.js';
export { ORDINARY, type Situation } from './situations.js';
export type {
  Declarations,
  DetectorUnderTest,
  FitRequest,
  FittedDetector,
  LabelledRows,
  OptionDeclaration,
} from './subject.js';
