import { readArff } from './arff.js';
import { zipEntry } from './zipEntry.js';

/**
 * The Dry Bean archive of the UCI repository as the one CSV file `dryBean` reads.
 *
 * The archive states up to fifteen digits in its ARFF file and fewer in its spreadsheet. Numbers
 * are rounded as the spreadsheet shows them, to ten digits before and after the point together, so
 * that the result has one hash wherever it was made.
 */
export function dryBeanCsv(archive: Buffer, where: string): Buffer {
  const { columns, rows } = readArff(
    zipEntry(archive, 'Dry_Bean_Dataset.arff', where).toString('latin1'),
    where,
  );
  const lines = rows.map((cells) =>
    cells.map((cell, j) => (j === columns.length - 1 ? cell : tenDigits(cell))).join(','),
  );
  return Buffer.from(`${[columns.join(','), ...lines].join('\n')}\n`);
}

/** '208.178116708527' → '208.1781167', '0.00733150613518321' → '0.007331506'. */
function tenDigits(cell: string): string {
  const value = Number(cell);
  const whole = Math.trunc(Math.abs(value)).toString().length;
  return String(Number(value.toFixed(Math.max(0, 10 - whole))));
}
