import { readDataText } from './dataFile.js';
import { findDataFile } from './dataFolders.js';
import type { DataSet } from './dataSet.js';
import { fingerprintOf } from './fingerprint.js';
import { numbersOf } from './numberTable.js';
import { columnsNamed, readTextTable } from './textTable.js';

/** The inputs of every wine. */
export const WINE_MEASUREMENTS = [
  'fixed acidity',
  'volatile acidity',
  'citric acid',
  'residual sugar',
  'chlorides',
  'free sulfur dioxide',
  'total sulfur dioxide',
  'density',
  'pH',
  'sulphates',
  'alcohol',
] as const;

/**
 * Wine Quality as paper B uses it: white wines, then red; the class is the colour, red is 1.
 *
 * @param withQuality - keep the tasters' quality mark as a twelfth input, as the CEA authors' code
 *   does; without it the inputs are the eleven measurements alone
 * @throws InputError if a file is missing or damaged
 *
 * Source: Cortez et al. 2009; UCI data set 186.
 */
export async function wineColor(withQuality: boolean): Promise<DataSet> {
  const features = withQuality ? [...WINE_MEASUREMENTS, 'quality'] : WINE_MEASUREMENTS;
  const paths = ['white', 'red'].map((color) =>
    findDataFile([`winequality-${color}.csv`], 'wine-quality'),
  );
  const [white, red] = await Promise.all(
    paths.map(async (path) => {
      const table = readTextTable(await readDataText(path), path);
      return numbersOf(table, columnsNamed(table, features)).values;
    }),
  );
  const values = new Float64Array(white.values.length + red.values.length);
  values.set(white.values);
  values.set(red.values, white.values.length);
  return {
    name: withQuality ? 'wine-color-with-quality' : 'wine-color',
    features,
    classes: ['white', 'red'],
    x: { rows: white.rows + red.rows, columns: features.length, values },
    y: new Int32Array(white.rows + red.rows).fill(1, white.rows),
    source: 'Cortez et al. 2009, UCI Wine Quality',
    fingerprint: await fingerprintOf(paths),
    notes: [
      withQuality
        ? "12 inputs: the quality mark is kept, as in the CEA authors' code"
        : '11 inputs: the quality mark is left out',
    ],
  };
}
