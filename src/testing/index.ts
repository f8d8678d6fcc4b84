export { subjectOf } from './builtInSubject.js';
export type { Declarations, MetricName, OptionDeclaration } from './declarations.js';
export { describeDetectorLaws, type TestFramework } from './describeDetectorLaws.js';
export { describeLawReport } from './describeLawReport.js';
export { type DetectorRequest, requestLine } from './detectorRequest.js';
export type { FarAlongRay, FarAway } from './farAway/farAway.js';
export type { FarRay } from './farAway/rays.js';
export { junitOf } from './junit.js';
export type { Law, NotChecked, Violation } from './law.js';
export { describeFailure, jsonOf, type LawReport } from './lawReport.js';
export type { LawResult } from './lawResult.js';
export { DETECTOR_LAWS } from './laws/detectorLaws.js';
export { METRIC_LAWS, type MetricsUnderTest } from './laws/metricLaws.js';
export { UNCERTAINTY_LAWS, type UncertaintyUnderTest } from './laws/uncertaintyLaws.js';
export { AGREEMENT, likeLaws } from './like/likeLaws.js';
export { type ProcessDetector, type ProcessLimits, processDetector } from './processDetector.js';
export { ProtocolFault } from './protocolFault.js';
export {
  type Replay,
  type Replayed,
  type ReplayedAnswer,
  readReplay,
  requestFiles,
} from './replay.js';
export { type DetectorLawOptions, runDetectorLaws } from './runDetectorLaws.js';
export { runLaws } from './runLaws.js';
export { type ModuleLimits, replayModule, runModuleLaws } from './runModuleLaws.js';
export { replayProcess, runProcessLaws } from './runProcessLaws.js';
export type { SentSizes } from './sentSizes.js';
export type { Situation } from './situations/situation.js';
export { ORDINARY, SITUATIONS, situationNamed } from './situations/situations.js';
export type {
  DetectorUnderTest,
  FitRequest,
  FittedDetector,
  LabelledRows,
} from './subject.js';
