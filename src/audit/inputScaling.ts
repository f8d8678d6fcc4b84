import type { Batch } from '../detectors/index.js';
import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';

/**
 * How raw values become the network's inputs: `(raw − mean) / deviation`, feature by feature.
 *
 * A step of one raw unit along feature d is then a step of `1 / deviation[d]` of the network's input.
 */
export interface InputScaling {
  /** Shape [D], raw units. */
  readonly means: Float64Array;
  /** Shape [D], raw units, positive. */
  readonly deviations: Float64Array;
  /** Where the numbers are from, for reports: a file's name, or `the data`. */
  readonly source: string;
}

/**
 * Estimates means and standard deviations (divisor n) of the columns of raw data.
 *
 * @throws InputError `out_of_range` for every constant column: no scale can be told from it
 */
export function estimateScaling(
  data: Batch,
  features: readonly string[],
  file: string,
): InputScaling {
  const { means, deviations } = momentsOf(data);
  const problems: Problem[] = [];
  deviations.forEach((deviation, d) => {
    if (deviation > 0) return;
    problems.push({
      code: 'out_of_range',
      path: `column ${d + 1} (${features[d]}): standard deviation`,
      value: deviation,
      rule: 'must be above 0 to standardise with; every row has the same value',
      remedy: 'give --scaling a file with the deviations the network was trained with',
    });
  });
  if (problems.length > 0) throw new InputError(file, problems.slice(0, 20));
  return { means, deviations, source: 'the data' };
}

/** Means and standard deviations (divisor n) of columns; exactly 0 for a constant one. Float64. */
export function momentsOf({ rows, columns, values }: Batch): {
  means: Float64Array;
  deviations: Float64Array;
} {
  const means = new Float64Array(columns);
  const deviations = new Float64Array(columns);
  for (let d = 0; d < columns; d++) {
    let sum = 0;
    let constant = true;
    for (let i = 0; i < rows; i++) {
      sum += values[i * columns + d];
      if (values[i * columns + d] !== values[d]) constant = false;
    }
    means[d] = constant ? values[d] : sum / rows;
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += (values[i * columns + d] - means[d]) ** 2;
    deviations[d] = constant ? 0 : Math.sqrt(squares / rows);
  }
  return { means, deviations };
}

/** Raw rows as the network sees them. Float64. */
export function scaleRows({ rows, columns, values }: Batch, scaling: InputScaling | null): Batch {
  if (!scaling) return { rows, columns, values };
  const { means, deviations } = scaling;
  const out = values.map((value, k) => (value - means[k % columns]) / deviations[k % columns]);
  return { rows, columns, values: out };
}
