import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import {
  instanceOf,
  type Kind,
  list,
  numbers,
  optional,
  record,
  text,
  whole,
} from '../errors/kinds.js';
import type { Problem } from '../errors/problem.js';

/** Many vectors of one length: row i is `values[i·columns .. (i + 1)·columns)`. Float64. */
export interface Batch {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

const batchFields = record({
  rows: whole(0),
  columns: whole(0),
  values: instanceOf(Float64Array, 'pass a batch as `batchOf` makes it'),
});

/** A batch: as many numbers as rows of columns. */
export const batch: Kind = (value, path, report) => {
  let sound = true;
  batchFields(value, path, (...problem) => {
    sound = false;
    report(...problem);
  });
  if (!sound) return;
  const { rows, columns, values } = value as Batch;
  if (values.length === rows * columns) return;
  const rule = `must be ${rows} rows of ${columns}`;
  report('shape_mismatch', `${path}.values.length`, values.length, rule, 'use `batchOf`');
};

/** A batch of zeros. */
export function zeroBatch(rows: number, columns: number): Batch {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/** Row i as a view, not a copy. */
export function rowOf(batch: Batch, row: number): Float64Array {
  return batch.values.subarray(row * batch.columns, (row + 1) * batch.columns);
}

/** The rows as arrays of numbers, for parameters that are shown or compared. */
export function rowsOf(batch: Batch): number[][] {
  return Array.from({ length: batch.rows }, (_, i) => Array.from(rowOf(batch, i)));
}

/** The rows with the given indices, copied. */
export function selectRows(batch: Batch, indices: ArrayLike<number>): Batch {
  const out = zeroBatch(indices.length, batch.columns);
  for (let i = 0; i < indices.length; i++) {
    out.values.set(rowOf(batch, indices[i]), i * batch.columns);
  }
  return out;
}

/**
 * Reads rows of numbers as a batch, checking that they are finite and equally long.
 *
 * @param rows - shape [n][columns]; n may be 0 when `columns` is given
 * @param columns - the length every row must have; that of the first row if absent
 * @throws InputError `shape_mismatch` for ragged rows, `not_finite` for NaN and infinities,
 *   `empty` without rows and columns: up to ten problems at once
 *
 * @example
 * ```ts
 * batchOf('features', [[1, 2], [3, 4]]).values; // Float64Array [1, 2, 3, 4]
 * ```
 */
export function batchOf(
  name: string,
  rows: readonly ArrayLike<number>[],
  columns = rows?.[0]?.length,
): Batch {
  checkArguments('batchOf', {
    name: [name, text],
    [name]: [rows, list(numbers({ infinite: true, nan: true }))],
    columns: [columns, optional(whole(0))],
  });
  if (columns === undefined) {
    throw new InputError('batchOf', [
      { code: 'empty', path: name, rule: 'must hold at least one row', remedy: 'pass some rows' },
    ]);
  }
  const problems: Problem[] = [];
  const batch = zeroBatch(rows.length, columns);
  for (let i = 0; i < rows.length && problems.length < 10; i++) {
    const row = rows[i];
    if (row?.length !== columns) {
      problems.push({
        code: 'shape_mismatch',
        path: `${name}[${i}].length`,
        value: row?.length,
        rule: `must be ${columns}`,
        remedy: 'give every row as many numbers',
      });
      continue;
    }
    for (let j = 0; j < columns && problems.length < 10; j++) {
      if (Number.isFinite(row[j])) batch.values[i * columns + j] = row[j];
      else problems.push(notFinite(`${name}[${i}][${j}]`, row[j]));
    }
  }
  if (problems.length > 0) throw new InputError('batchOf', problems);
  return batch;
}

/** The problem of a number that is NaN or infinite. */
export function notFinite(path: string, value: unknown): Problem {
  return {
    code: 'not_finite',
    path,
    value,
    rule: 'must be a finite number',
    remedy: 'replace NaN and infinities before the call',
  };
}

/** The index of each row's largest entry: the first one on ties. Shape [rows]. */
export function argmaxRows({ rows, columns, values }: Batch): Int32Array {
  const out = new Int32Array(rows);
  for (let i = 0, offset = 0; i < rows; i++, offset += columns) {
    let best = 0;
    for (let c = 1; c < columns; c++) if (values[offset + c] > values[offset + best]) best = c;
    out[i] = best;
  }
  return out;
}
