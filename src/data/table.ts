import { type Batch, batchOf } from '../detectors/index.js';
import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { readArff } from './arff.js';
import { readDataFile, readDataText } from './dataFile.js';
import { readNpy } from './npy.js';
import { placeOf, readTextTable, refuse, type TextTable } from './textTable.js';

/** Numbers in rows and named columns. */
export interface Table {
  /** The file's name, for messages. */
  readonly file: string;
  readonly columns: readonly string[];
  /** rows × columns, finite. Float64. */
  readonly values: Batch;
}

/**
 * Reads a table of finite numbers: CSV with a header (comma, semicolon or tab), ARFF, or NPY; any
 * of them may be gzipped. Columns of an NPY file are named `x0`, `x1`, ….
 *
 * @throws InputError naming the file, and line and column of every cell that is not a finite
 *   number (the first twenty in full)
 *
 * @example
 * ```ts
 * (await readTable('data.csv')).values.rows; // the number of rows below the header
 * ```
 */
export async function readTable(path: string): Promise<Table> {
  const kind = /\.(csv|tsv|txt|data|arff|npy)(\.gz)?$/i.exec(path)?.[1]?.toLowerCase();
  switch (kind) {
    case undefined:
      throw new InputError(path, [
        {
          code: 'unsupported',
          path: 'file',
          rule: 'must end in .csv, .tsv, .txt, .data, .arff or .npy, or one of these and .gz',
          remedy: 'export the table as CSV with a header',
        },
      ]);
    case 'npy': {
      const { rows, columns, values } = readNpy(await readDataFile(path), path);
      const table = {
        file: path,
        columns: Array.from({ length: columns }, (_, j) => `x${j}`),
        values: { rows, columns, values },
      };
      checkFinite(table);
      return table;
    }
    case 'arff':
      return numbersOf(readArff(await readDataText(path), path));
    default:
      return numbersOf(readTextTable(await readDataText(path), path));
  }
}

/**
 * The cells of a text table as numbers.
 *
 * @param columns - positions of the columns wanted; all if absent
 * @throws InputError `not_a_number`, `not_finite`, with line and column of every such cell
 */
export function numbersOf(table: TextTable, columns?: readonly number[]): Table {
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

function checkFinite({ file, columns, values }: Table): void {
  const problems: Problem[] = [];
  values.values.forEach((value, k) => {
    if (Number.isFinite(value)) return;
    const column = k % values.columns;
    problems.push({
      code: 'not_finite',
      path: `row ${Math.floor(k / values.columns) + 1}, column ${column + 1} (${columns[column]})`,
      value,
      rule: 'must be a finite number',
      remedy: 'remove the row, or replace the value',
    });
  });
  refuse(file, problems);
}
