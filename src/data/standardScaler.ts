import type { Batch } from '../detectors/index.js';
import { InputError } from '../errors/inputError.js';

/**
 * Standardises columns: subtract the mean, divide by the standard deviation, both of the training
 * part. A constant column is divided by 1, as scikit-learn does. Float64.
 *
 * @example
 * ```ts
 * const scaler = StandardScaler.fit(split.train.x);
 * scaler.transform(split.test.x);
 * ```
 */
export class StandardScaler {
  /**
   * @param mean - shape [columns], raw units
   * @param scale - shape [columns], raw units, positive: standard deviations (divisor n)
   */
  constructor(
    readonly mean: Float64Array,
    readonly scale: Float64Array,
  ) {}

  /** @throws InputError `empty` for a batch without rows */
  static fit({ rows, columns, values }: Batch): StandardScaler {
    if (rows === 0) {
      throw new InputError('StandardScaler', [
        { code: 'empty', path: 'x', rule: 'must hold at least one row', remedy: 'pass some rows' },
      ]);
    }
    const mean = new Float64Array(columns);
    const scale = new Float64Array(columns);
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      let lowest = Infinity;
      let highest = -Infinity;
      for (let i = 0; i < rows; i++) {
        const value = values[i * columns + j];
        sum += value;
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
      }
      mean[j] = lowest === highest ? lowest : sum / rows;
      let squares = 0;
      for (let i = 0; i < rows; i++) squares += (values[i * columns + j] - mean[j]) ** 2;
      const deviation = Math.sqrt(squares / rows);
      scale[j] = deviation > 0 ? deviation : 1;
    }
    return new StandardScaler(mean, scale);
  }

  /** Raw rows as the network sees them. */
  transform({ rows, columns, values }: Batch): Batch {
    const out = new Float64Array(values.length);
    for (let k = 0; k < out.length; k++) {
      const j = k % columns;
      out[k] = (values[k] - this.mean[j]) / this.scale[j];
    }
    return { rows, columns, values: out };
  }
}
