import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { list, numbers, record } from '../errors/kinds.js';
import type { GaussianHead } from './posterior.js';

/**
 * Checks that a head is one of Gaussian rows over so many units.
 *
 * @param name - of the argument, for messages
 * @param classes - C
 * @param units - n, so that a row has n + 1 numbers
 * @throws InputError `shape_mismatch`; `inconsistent` if the covariance is not symmetric;
 *   `out_of_range` for a negative variance
 */
export function checkGaussianHead(
  where: string,
  name: string,
  head: Pick<GaussianHead, 'mean' | 'covariance'>,
  classes: number,
  units: number,
): void {
  checkArguments(where, {
    [name]: [head, record({ mean: list(numbers()), covariance: list(numbers()) })],
  });
  const { mean, covariance } = head;
  const columns = units + 1;
  const refuse = (
    code: 'shape_mismatch' | 'inconsistent' | 'out_of_range',
    path: string,
    value: unknown,
    rule: string,
  ): never => {
    throw new InputError(where, [
      { code, path, value, rule, remedy: 'order by class, then unit, then bias' },
    ]);
  };
  if (mean.length !== classes) {
    refuse('shape_mismatch', 'mean.length', mean.length, `must be ${classes}, a row a class`);
  }
  mean.forEach((row, c) => {
    if (row.length !== columns) {
      refuse(
        'shape_mismatch',
        `mean[${c}].length`,
        row.length,
        `must be ${columns}: ${units} penultimate units and the bias`,
      );
    }
  });
  const size = classes * columns;
  if (covariance.length !== size) {
    refuse('shape_mismatch', 'covariance.length', covariance.length, `must be ${size}`);
  }
  covariance.forEach((row, i) => {
    if (row.length !== size) {
      refuse('shape_mismatch', `covariance[${i}].length`, row.length, `must be ${size}`);
    }
    if (row[i] < 0) {
      refuse('out_of_range', `covariance[${i}][${i}]`, row[i], 'must not be negative: a variance');
    }
    for (let j = 0; j < i; j++) {
      if (row[j] !== covariance[j][i]) {
        refuse(
          'inconsistent',
          `covariance[${i}][${j}]`,
          row[j],
          `must equal covariance[${j}][${i}]=${covariance[j][i]}: the matrix is symmetric`,
        );
      }
    }
  });
}
