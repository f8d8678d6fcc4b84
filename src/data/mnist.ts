import { InputError } from '../errors/inputError.js';
import { readDataFile } from './dataFile.js';
import { findDataFile } from './dataFolders.js';
import type { DataSet } from './dataSet.js';
import { fingerprintOf } from './fingerprint.js';
import { readIdx } from './idx.js';

/**
 * The names that a file of test images or labels may have in a data folder: with a dash or a dot
 * before `idx`, packed or not, Fashion-MNIST with a prefix or in a folder of its own as Debian's
 * package dataset-fashion-mnist has it.
 */
export function mnistFiles(
  name: 'mnist' | 'fashion-mnist',
  what: 'images' | 'labels',
): readonly string[] {
  const kind = what === 'images' ? 'idx3' : 'idx1';
  const places = name === 'mnist' ? ['', 'mnist/'] : ['fashion-', 'fashion-mnist/'];
  return places.flatMap((place) =>
    ['-', '.'].flatMap((separator) =>
      ['.gz', ''].map((packed) => `${place}t10k-${what}${separator}${kind}-ubyte${packed}`),
    ),
  );
}

/**
 * The MNIST test images as inputs in [0, 1], one per pixel, row by row.
 *
 * Only the 10,000 test images are used: they are split into training, validation and test like
 * every other data set, so that one small file is enough. Paper B trains on the 60,000.
 *
 * @param folderPrefix - '' for MNIST, 'fashion-' for Fashion-MNIST, which has the same format
 * @throws InputError if a file is missing or damaged, or the two disagree
 *
 * Source: LeCun, Cortes and Burges, "The MNIST database"; Xiao et al. 2017.
 */
export async function mnist(folderPrefix: '' | 'fashion-' = ''): Promise<DataSet> {
  const name = folderPrefix === '' ? 'mnist' : 'fashion-mnist';
  const find = (what: 'images' | 'labels') => findDataFile(mnistFiles(name, what), name);
  const imagePath = find('images');
  const labelPath = find('labels');
  const images = readIdx(await readDataFile(imagePath), imagePath, 3);
  const labels = readIdx(await readDataFile(labelPath), labelPath, 1);
  const [count, height, width] = images.shape as [number, number, number];
  if (labels.shape[0] !== count) {
    throw new InputError(labelPath, [
      {
        code: 'inconsistent',
        path: 'labels',
        value: labels.shape[0],
        rule: `must be as many as the ${count} images of ${imagePath}`,
        remedy: 'use images and labels of the same set',
      },
    ]);
  }
  const wrong = labels.bytes.findIndex((label) => label > 9);
  if (wrong !== -1) {
    throw new InputError(labelPath, [
      {
        code: 'out_of_range',
        path: `label ${wrong}`,
        value: labels.bytes[wrong],
        rule: 'must be a digit from 0 to 9',
        remedy: 'fetch the file again',
      },
    ]);
  }
  return {
    name,
    features: Array.from(
      { length: height * width },
      (_, k) => `pixel ${Math.floor(k / width)},${k % width}`,
    ),
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
    x: {
      rows: count,
      columns: height * width,
      values: shadesOf(images.bytes),
    },
    y: Int32Array.from(labels.bytes),
    source: folderPrefix === '' ? 'LeCun, Cortes and Burges, MNIST' : 'Xiao et al. 2017',
    fingerprint: await fingerprintOf([imagePath, labelPath]),
    notes: ['the 10,000 test images only, split 70/15/15; paper B trains on the 60,000 others'],
  };
}

/** Bytes as shares of 255. `Float64Array.from` would first list them all, as long as the result. */
function shadesOf(bytes: Uint8Array): Float64Array {
  const shades = new Float64Array(bytes.length);
  for (let k = 0; k < bytes.length; k++) shades[k] = bytes[k] / 255;
  return shades;
}
