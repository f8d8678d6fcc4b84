import { InputError } from '../errors/inputError.js';
import { readDataText } from './dataFile.js';
import { findDataFile } from './dataFolders.js';
import type { DataSet } from './dataSet.js';
import { fingerprintOf } from './fingerprint.js';
import { numbersOf } from './numberTable.js';
import { placeOf, readTextTable } from './textTable.js';

const CLASSES = ['BARBUNYA', 'BOMBAY', 'CALI', 'DERMASON', 'HOROZ', 'SEKER', 'SIRA'] as const;

/**
 * Dry Bean: sixteen shape features of beans of seven varieties, classes in alphabetical order.
 *
 * @throws InputError if the file is missing or damaged
 *
 * Source: Koklu and Özkan 2020; UCI data set 602.
 */
export async function dryBean(): Promise<DataSet> {
  const path = findDataFile(['dry-bean.csv'], 'dry-bean');
  const table = readTextTable(await readDataText(path), path);
  const label = table.columns.length - 1;
  const { columns, values } = numbersOf(
    table,
    table.columns.slice(0, label).map((_, j) => j),
  );
  const y = Int32Array.from(table.rows, (row, i) => {
    const index = (CLASSES as readonly string[]).indexOf(row[label].toUpperCase());
    if (index !== -1) return index;
    throw new InputError(path, [
      {
        code: 'unknown_value',
        path: placeOf(table, i, label),
        value: row[label],
        rule: `must be one of ${CLASSES.join(', ')}`,
        remedy: 'fetch the file again',
      },
    ]);
  });
  return {
    name: 'dry-bean',
    features: columns,
    classes: CLASSES,
    x: values,
    y,
    source: 'Koklu and Özkan 2020, UCI Dry Bean',
    fingerprint: await fingerprintOf([path]),
    notes: [],
  };
}
