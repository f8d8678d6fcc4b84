import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { readJsonFile } from '../files/readJsonFile.js';
import type { Box } from '../tail/box.js';
import type { InputScaling } from './inputScaling.js';

/**
 * Reads `{ "lower": […], "upper": […] }`, raw units if there is a scaling.
 *
 * @returns network input units
 * @throws InputError with every problem, up to twenty
 */
export async function readBox(
  path: string,
  inputSize: number,
  scaling: InputScaling | null,
): Promise<Box> {
  const json = (await readJsonFile(path)) as Record<string, unknown> | null;
  const problems: Problem[] = [];
  const read = (field: 'lower' | 'upper'): Float64Array => {
    const list = json?.[field];
    const numbers = Array.isArray(list) && list.every((value) => Number.isFinite(value));
    if (numbers && list.length === inputSize) return Float64Array.from(list);
    problems.push({
      code: numbers ? 'shape_mismatch' : 'wrong_type',
      path: numbers ? `${field}.length` : field,
      value: numbers ? list.length : list,
      rule: numbers
        ? `must equal network.inputSize=${inputSize}`
        : 'must be an array of finite numbers',
      remedy: 'give one number per input',
    });
    return new Float64Array(inputSize);
  };
  const lower = read('lower');
  const upper = read('upper');
  lower.forEach((value, d) => {
    if (value <= upper[d] || problems.length > 0) return;
    problems.push({
      code: 'out_of_range',
      path: `lower[${d}]`,
      value,
      rule: `must be at most upper[${d}]=${upper[d]}`,
      remedy: 'swap the two',
    });
  });
  if (problems.length > 0) throw new InputError(path, problems.slice(0, 20));
  const scale = (values: Float64Array) =>
    scaling ? values.map((x, d) => (x - scaling.means[d]) / scaling.deviations[d]) : values;
  return { lower: scale(lower), upper: scale(upper) };
}
