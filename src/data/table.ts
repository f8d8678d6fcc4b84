import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { readArff } from './arff.js';
import { readDataFile, readDataText } from './dataFile.js';
import { readNpy } from './npy.js';
import { numbersOf, type Table } from './numberTable.js';
import { readTextTable, refuse } from './textTable.js';

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
