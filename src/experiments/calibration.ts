import { fittedTemperature } from '../detectors/temperature.js';
import { expectedCalibrationError } from '../metrics/index.js';
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
  const errorAt = (scale: number) =>
    expectedCalibrationError(
      rows.map((row) => softmax(row.map((value) => value / scale))),
      test.y,
    );
  return {
    before: errorAt(1),
    after: errorAt(temperature),
    temperature,
    testAccuracy: right / rows.length,
  };
}
