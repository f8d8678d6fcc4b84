import { checkArguments } from '../errors/checkArguments.js';
import { isRow, type Kind, list, numbers, optional, record, whole } from '../errors/kinds.js';

/** As many bins as Guo et al. use. */
const BINS = 15;

/**
 * The expected calibration error: how far confidence is from accuracy, in equal bins of confidence,
 * the mean over bins weighted by rows. A bin holds its upper end.
 *
 * Arithmetic: float64. Of equal probabilities the first class is the predicted one.
 *
 * @param probabilities - shape [n][C]: a distribution over classes for each input
 * @param labels - shape [n]: true classes
 * @param options - `bins`, 15 if absent
 * @returns in [0, 1]; 0 if confidence is accuracy in every bin
 * @throws InputError `empty`, `shape_mismatch`, `out_of_range` for a row that is no distribution within
 *   1e-6, a label that is no class, or fewer than one bin
 *
 * Source: Guo et al. 2017, eq. 3; paper B, Table 8.
 *
 * @example
 * ```ts
 * expectedCalibrationError([[0.9, 0.1], [0.9, 0.1]], [0, 1]); // 0.4: sure to 90 %, right in half
 * ```
 */
export function expectedCalibrationError(
  probabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  options: { readonly bins?: number } = {},
): number {
  checkArguments('expectedCalibrationError', {
    probabilities: [probabilities, list(distribution, 1)],
    labels: [labels, labelsOf(probabilities)],
    options: [options, record({ bins: optional(whole(1, 1_000_000)) })],
  });
  const { bins = BINS } = options;
  const gaps = new Float64Array(bins);
  probabilities.forEach((row, i) => {
    const predicted = largest(row);
    const confidence = row[predicted];
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    gaps[bin] += confidence - (predicted === labels[i] ? 1 : 0);
  });
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / probabilities.length;
}

function largest(row: ArrayLike<number>): number {
  let best = 0;
  for (let c = 1; c < row.length; c++) if (row[c] > row[best]) best = c;
  return best;
}

/** Numbers from 0 to 1 that add up to 1. */
const distribution: Kind = (value, path, report) => {
  let wrong = false;
  numbers({ least: 1 })(value, path, (...problem) => {
    wrong = true;
    report(...problem);
  });
  if (wrong) return;
  const row = Array.from(value as ArrayLike<number>);
  const sum = row.reduce((total, p) => total + p, 0);
  if (row.every((p) => p >= 0) && Math.abs(sum - 1) <= 1e-6) return;
  report('out_of_range', path, row, 'must be probabilities that add up to 1', 'apply softmax');
};

/** One class of each row. */
function labelsOf(probabilities: unknown): Kind {
  const rows = Array.isArray(probabilities) ? probabilities : [];
  return (value, path, report) => {
    numbers({ length: rows.length })(value, path, report);
    if (!isRow(value) || value.length !== rows.length) return;
    for (let i = 0; i < value.length; i++) {
      const classes = isRow(rows[i]) ? rows[i].length : 0;
      if (typeof value[i] === 'number') whole(0, classes - 1)(value[i], `${path}[${i}]`, report);
    }
  };
}
