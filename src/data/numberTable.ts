import { type Batch, batchOf } from '../detectors/index.js';
import { checkArguments } from '../errors/checkArguments.js';
import { list, optional, record, text, whole } from '../errors/kinds.js';
import type { Problem } from '../errors/problem.js';
import { placeOf, refuse, type TextTable } from './textTable.js';

/** Numbers in rows and named columns. */
export interface Table {
  /** The file's name, for messages. */
  readonly file: string;
  readonly columns: readonly string[];
  /** rows × columns, finite. Float64. */
  readonly values: Batch;
}

/**
 * The cells of a text table as numbers.
 *
 * @param columns - positions of the columns wanted; all if absent
 * @throws InputError `not_a_number`, `not_finite`, with line and column of every such cell
 *
 * @example
 * ```ts
 * numbersOf(readTextTable('a,b\n1,2\n', 'small.csv')).values.values; // 1, 2
 * ```
 */
export function numbersOf(table: TextTable, columns?: readonly number[]): Table {
  checkArguments('numbersOf', { table: [table, textTable] });
  const { length } = table.columns;
  checkArguments('numbersOf', {
    columns: [columns, optional(list(whole(0, length - 1), 1))],
    'table.lines.length': [table.lines.length, whole(table.rows.length, table.rows.length)],
  });
  const wanted = columns ?? table.columns.map((_, j) => j);
  const problems: Problem[] = [];
  const rows = table.rows.map((cells, i) =>
    Float64Array.from(wanted, (column) => {
      const cell = cells[column];
      const value = cell === '' ? Number.NaN : Number(cell);
      if (!Number.isFinite(value)) problems.push(badNumber(placeOf(table, i, column), cell, value));
      return Number.isFinite(value) ? value : 0;
    }),
  );
  refuse(table.file, problems);
  return {
    file: table.file,
    columns: wanted.map((j) => table.columns[j]),
    values: batchOf('rows', rows, wanted.length),
  };
}

const textTable = record({
  file: text,
  columns: list(text, 1),
  rows: list(list(text), 1),
  lines: list(whole(1)),
});

function badNumber(path: string, cell: string, value: number): Problem {
  // Number() reads "Infinity" and "1e999"; those are numbers, but not finite ones.
  if (value === Infinity || value === -Infinity || /^[+-]?(nan|inf|infinity)$/i.test(cell)) {
    return {
      code: 'not_finite',
      path,
      value: cell,
      rule: 'must be a finite number',
      remedy: 'remove the row, or replace the value',
    };
  }
  return {
    code: 'not_a_number',
    path,
    value: cell,
    rule: cell === '' ? 'is empty, but must be a number' : 'must be a number',
    remedy: /^-?\d+,\d+$/.test(cell)
      ? 'write decimals with a point'
      : 'fill in a number, or remove the row',
  };
}
