import { InputError } from '../errors/inputError.js';
import { readArff } from './arff.js';
import { readDataText } from './dataFile.js';
import { findDataFile } from './dataFolders.js';
import type { DataSet } from './dataSet.js';
import { fingerprintOf } from './fingerprint.js';
import { numbersOf } from './numberTable.js';
import { placeOf, refuse } from './textTable.js';

/** The attributes of the file are only numbered; these are the names its description gives. */
const FEATURES = [
  'quality',
  'pre-screening',
  ...Array.from({ length: 6 }, (_, k) => `microaneurysms at ${(0.5 + 0.1 * k).toFixed(1)}`),
  ...Array.from({ length: 8 }, (_, k) => `exudates ${k + 1}`),
  'macula to optic disc distance',
  'optic disc diameter',
  'AM/FM classification',
] as const;

/**
 * Diabetic Retinopathy Debrecen: nineteen features of eye fundus images; class 1 shows signs of
 * the disease.
 *
 * @throws InputError if the file is missing or damaged
 *
 * Source: Antal and Hajdu 2014; UCI data set 329.
 */
export async function diabeticRetinopathy(): Promise<DataSet> {
  const path = findDataFile(
    ['messidor-features.arff', 'messidor_features.arff'],
    'diabetic-retinopathy',
  );
  const table = readArff(await readDataText(path), path);
  if (table.columns.length !== FEATURES.length + 1) {
    throw new InputError(path, [
      {
        code: 'shape_mismatch',
        path: 'attributes',
        value: table.columns.length,
        rule: `must be ${FEATURES.length + 1}`,
        remedy: 'fetch the file again',
      },
    ]);
  }
  const label = FEATURES.length;
  const features = numbersOf(
    table,
    FEATURES.map((_, j) => j),
  ).values;
  const labels = numbersOf(table, [label]).values.values;
  refuse(
    path,
    [...labels].flatMap((value, i) =>
      value === 0 || value === 1
        ? []
        : [
            {
              code: 'unknown_value' as const,
              path: placeOf(table, i, label),
              value,
              rule: 'must be 0 or 1',
              remedy: 'fetch the file again',
            },
          ],
    ),
  );
  return {
    name: 'diabetic-retinopathy',
    features: FEATURES,
    classes: ['no signs', 'signs'],
    x: features,
    y: Int32Array.from(labels),
    source: 'Antal and Hajdu 2014, UCI Diabetic Retinopathy Debrecen',
    fingerprint: await fingerprintOf([path]),
    notes: [],
  };
}
