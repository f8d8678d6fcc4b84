import { fittedTemperature } from '../detectors/temperature.js';
import { softmax } from '../uncertainty/softmax.js';
import type { Subject } from './subject.js';

/** Expected calibration errors on the in-distribution test part. */
export interface Calibration {
  /** In [0, 1]. */
  readonly before: number;
  /** After temperature scaling on the validation part. */
  readonly after: number;
  readonly temperature: number;
  readonly testAccuracy: number;
}

const BINS = 15;

/**
 * The expected calibration error with and without temperature scaling: fifteen equal bins of
 * confidence, the mean gap between confidence and accuracy weighted by rows. Float64.
 *
 * Source: Guo et al. 2017; paper B, Table 8.
 */
export async function calibrationOf(subject: Subject): Promise<Calibration> {
  const { validation, test } = subject.prepared;
  const fitted = await subject.observe(validation.x);
  const temperature = fittedTemperature(fitted.logits, validation.y);
  const { logits } = await subject.observe(test.x);
  const rows = Array.from({ length: logits.rows }, (_, i) =>
    logits.values.subarray(i * logits.columns, (i + 1) * logits.columns),
  );
  const right = rows.filter((row, i) => row.indexOf(Math.max(...row)) === test.y[i]).length;
  return {
    before: expectedCalibrationError(rows, test.y, 1),
    after: expectedCalibrationError(rows, test.y, temperature),
    temperature,
    testAccuracy: right / rows.length,
  };
}

/** @param labels - true classes, shape [n] */
export function expectedCalibrationError(
  logits: readonly Float64Array[],
  labels: ArrayLike<number>,
  temperature: number,
): number {
  const bins = Array.from({ length: BINS }, () => ({ confidence: 0, right: 0 }));
  logits.forEach((row, i) => {
    const p = softmax(row.map((value) => value / temperature));
    const confidence = Math.max(...p);
    const bin = bins[Math.min(BINS - 1, Math.ceil(confidence * BINS) - 1)];
    bin.confidence += confidence;
    if (p.indexOf(confidence) === labels[i]) bin.right++;
  });
  return (
    bins.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0) /
    logits.length
  );
}
