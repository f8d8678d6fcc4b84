import type { Batch } from '../detectors/index.js';
import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { readJsonFile } from '../files/readJsonFile.js';

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
 * Reads `{ "means": […], "deviations": […] }`, one entry per input.
 *
 * @throws InputError with every problem: missing lists, wrong lengths, entries that are not finite,
 *   deviations that are not positive
 */
export async function readScaling(path: string, inputSize: number): Promise<InputScaling> {
  const json = (await readJsonFile(path)) as Record<string, unknown> | null;
  const problems: Problem[] = [];
  const read = (field: 'means' | 'deviations', valid: (value: number) => boolean, rule: string) => {
    const list = json && typeof json === 'object' ? json[field] : undefined;
    if (!Array.isArray(list)) {
      problems.push({
        code: list === undefined ? 'missing' : 'wrong_type',
        path: field,
        rule: 'must be an array of numbers',
        remedy: 'write { "means": […], "deviations": […] }, one entry per input',
      });
      return new Float64Array(inputSize);
    }
    if (list.length !== inputSize) {
      problems.push({
        code: 'shape_mismatch',
        path: `${field}.length`,
        value: list.length,
        rule: `must equal network.inputSize=${inputSize}`,
        remedy: 'give one entry per input',
      });
    }
    list.forEach((value, d) => {
      if (typeof value === 'number' && valid(value)) return;
      problems.push({
        code: 'out_of_range',
        path: `${field}[${d}]`,
        value,
        rule,
        remedy: 'give the numbers the training data were scaled with',
      });
    });
    return Float64Array.from(list as number[]);
  };
  const means = read('means', Number.isFinite, 'must be a finite number');
  const deviations = read(
    'deviations',
    (value) => Number.isFinite(value) && value > 0,
    'must be a finite number above 0',
  );
  if (problems.length > 0) throw new InputError(path, problems.slice(0, 20));
  return { means, deviations, source: path };
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
