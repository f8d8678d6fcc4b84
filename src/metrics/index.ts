export { auroc } from './auroc.js';
export { averagePrecision } from './averagePrecision.js';
export { bootstrapInterval } from './bootstrapInterval.js';
export { cea2024Metrics, deleteNonFinite } from './cea2024Metrics.js';
export type { ConfidenceInterval } from './confidenceInterval.js';
export { deLongInterval } from './deLongInterval.js';
export { expectedCalibrationError } from './expectedCalibrationError.js';
export { falsePositiveRate } from './falsePositiveRate.js';
export { type RankingMetrics, rankingMetrics } from './rankingMetrics.js';
export type { NanPolicy, ScorePair } from './scorePair.js';
export {
  type RatesAtThreshold,
  ratesAt,
  type Threshold,
  thresholdOf,
  transportThreshold,
} from './thresholdOf.js';
