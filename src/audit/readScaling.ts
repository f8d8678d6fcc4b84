import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { readJsonFile } from '../files/readJsonFile.js';
import type { InputScaling } from './inputScaling.js';

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
