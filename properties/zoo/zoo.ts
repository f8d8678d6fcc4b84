import { BATCH_FAULTS } from './batchFaults.js';
import type { FaultyDetector } from './faulty.js';
import { firstBatchFaults } from './firstBatchFaults.js';
import { FLOAT32_FAULTS } from './float32Faults.js';
import { LABEL_FAULTS } from './labelFaults.js';
import { MASKED_FAULTS } from './maskedFaults.js';
import { NAME_FAULTS } from './nameFaults.js';
import { NUMERIC_FAULTS } from './numericFaults.js';
import { OPTION_FAULTS } from './optionFaults.js';
import { SIGN_FAULTS } from './signFaults.js';
import { START_FAULTS } from './startFaults.js';
import { stateFaults } from './stateFaults.js';
import { STATISTICS_FAULTS } from './statisticsFaults.js';

export { METRIC_FAULTS } from './metricFaults.js';
export { UNCERTAINTY_FAULTS } from './uncertaintyFaults.js';

/** Every faulty detector: what the detector laws must catch. */
export function faultyDetectors(): readonly FaultyDetector[] {
  return [
    ...SIGN_FAULTS,
    ...BATCH_FAULTS,
    ...NUMERIC_FAULTS,
    ...STATISTICS_FAULTS,
    ...stateFaults(),
    ...OPTION_FAULTS,
    ...NAME_FAULTS,
    ...FLOAT32_FAULTS,
    ...MASKED_FAULTS,
    ...LABEL_FAULTS,
    ...START_FAULTS,
    ...firstBatchFaults(),
  ];
}
