import { readDataText } from './dataFile.js';
import { findDataFile } from './dataFolders.js';
import type { DataSet } from './dataSet.js';
import { fingerprintOf } from './fingerprint.js';
import { numbersOf } from './numberTable.js';
import { columnsNamed, readTextTable } from './textTable.js';
import { WINE_MEASUREMENTS } from './wineColor.js';

/** Of 10; the middle of the tasters' marks. */
const GOOD = 6;

/**
 * Wines of one colour by quality: the class is 1 for a mark of 6 or better. Eleven inputs, the
 * measurements; the other colour, with the same inputs, can be shown to a network trained on these.
 *
 * @throws InputError if the file is missing or damaged
 *
 * Source: Cortez et al. 2009; UCI data set 186.
 */
export async function wineQuality(color: 'white' | 'red'): Promise<DataSet> {
  const path = findDataFile([`winequality-${color}.csv`], 'wine-quality');
  const table = readTextTable(await readDataText(path), path);
  const marks = numbersOf(table, columnsNamed(table, ['quality'])).values.values;
  return {
    name: `${color}-wine`,
    features: WINE_MEASUREMENTS,
    classes: [`below ${GOOD}`, `${GOOD} or better`],
    x: numbersOf(table, columnsNamed(table, WINE_MEASUREMENTS)).values,
    y: Int32Array.from(marks, (mark) => Number(mark >= GOOD)),
    source: 'Cortez et al. 2009, UCI Wine Quality',
    fingerprint: await fingerprintOf([path]),
    notes: [],
  };
}
