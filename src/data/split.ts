import { InputError } from '../errors/inputError.js';
import { type DataSet, rowsOfDataSet } from './dataSet.js';
import { RandomNumbers } from './randomNumbers.js';

/** The three parts of a data set. */
export interface Split {
  readonly train: DataSet;
  readonly validation: DataSet;
  readonly test: DataSet;
}

/** Shares of the parts, as in paper B. */
const SHARES = { train: 0.7, validation: 0.15 } as const;

/**
 * Splits a data set 70/15/15 with the same share of every class in each part (stratified), rows in
 * random order. Deterministic for a seed; every row is in exactly one part.
 *
 * Within each class the counts are those shares rounded down, and what is left goes to the parts
 * that are furthest below theirs.
 *
 * @throws InputError `out_of_range` for a class with fewer than three rows
 *
 * Source: paper B, section 3.3.
 */
export function stratifiedSplit(data: DataSet, seed: number): Split {
  const random = new RandomNumbers(seed, 'split');
  const byClass: number[][] = data.classes.map(() => []);
  for (const row of random.permutation(data.x.rows)) byClass[data.y[row]].push(row);
  const small = byClass.findIndex((rows) => rows.length < 3);
  if (small !== -1) {
    throw new InputError(data.name, [
      {
        code: 'out_of_range',
        path: `rows of class ${data.classes[small]}`,
        value: byClass[small].length,
        rule: 'must be at least 3, one for each part of the split',
        remedy: 'leave the class out, or add rows',
      },
    ]);
  }
  const parts: number[][] = [[], [], []];
  const wanted = [0, 0, 0];
  const shares = [SHARES.train, SHARES.validation, 1 - SHARES.train - SHARES.validation];
  for (const rows of byClass) {
    const counts = shares.map((share) => Math.max(1, Math.floor(share * rows.length)));
    shares.forEach((share, k) => {
      wanted[k] += share * rows.length;
    });
    while (counts[0] + counts[1] + counts[2] > rows.length) counts[0]--;
    while (counts[0] + counts[1] + counts[2] < rows.length) {
      const lacking = [0, 1, 2].map((k) => wanted[k] - parts[k].length - counts[k]);
      counts[lacking.indexOf(Math.max(...lacking))]++;
    }
    let from = 0;
    counts.forEach((count, k) => {
      parts[k].push(...rows.slice(from, from + count));
      from += count;
    });
  }
  const [train, validation, test] = parts.map((rows) => {
    const order = random.permutation(rows.length);
    return rowsOfDataSet(
      data,
      Int32Array.from(order, (k) => rows[k]),
    );
  });
  return { train: train, validation: validation, test: test };
}
