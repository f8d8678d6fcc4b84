import { holm } from '../../metrics/holm.js';
import type { SampleMean } from '../../metrics/sampleMean.js';
import { upperTail } from '../../metrics/studentT.js';
import { type Estimate, overSeeds } from '../estimate.js';
import type { ResultTable } from '../experiment.js';
import { aurocQuantity } from '../quantity.js';
import type { PrintedNumber } from './printedNumbers.js';

/** A measured AUROC and the number that the paper prints of it. */
export interface PrintedCell {
  readonly row: string;
  readonly column: string;
  readonly estimate: Estimate;
  readonly printed: PrintedNumber;
}

/** Of which the paper's numbers are means. */
const THEIR_SEEDS = 3;

const LEVEL = 0.05;

/**
 * What is measured, with its interval, and what the paper prints, cell by cell.
 *
 * A printed number outside the interval is marked `*`. One that is too far away even for a mean of
 * three more seeds of ours, after Holm's correction over the table, is marked `**`. With fewer than
 * five seeds, where intervals are over rows alone, nothing is marked.
 *
 * @param cells - at least one; rows and columns in the order in which they first come
 */
export function besidePrinted(
  title: string,
  cells: readonly PrintedCell[],
  remarks: readonly string[] = [],
): ResultTable {
  const columns = [...new Set(cells.map(({ column }) => column))];
  const chances = holm(cells.map(({ estimate, printed }) => chanceOf(estimate, printed.value)));
  const far = new Set(cells.filter((_, k) => chances[k] < LEVEL));
  const cellAt = (row: string, column: string) =>
    cells.find((cell) => cell.row === row && cell.column === column);
  const tables = [...new Set(cells.map(({ printed }) => printed.table))].sort();
  const decided = aurocQuantity(cells[0].estimate).basis === 'seeds';
  const outside = cells.filter((cell) => marked(cell)).length;
  return {
    title,
    head: ['detector', ...columns],
    rows: [...new Set(cells.map(({ row }) => row))].map((row) => [
      row,
      ...columns.map((column) => {
        const cell = cellAt(row, column);
        return cell ? `${words(cell)}${far.has(cell) ? '**' : marked(cell) ? '*' : ''}` : '–';
      }),
    ]),
    note: [
      `AUROC × 100: measured (95 % interval) | printed in Table${tables.length > 1 ? 's' : ''} ${tables.join(' and ')}.`,
      decided
        ? `Of ${cells.length} printed numbers ${outside} are outside the interval (*), ${far.size} too far even for a mean of three further seeds, by Holm's correction (**).`
        : 'Rows only: with fewer than five seeds nothing is marked.',
      ...remarks,
    ].join(' '),
  };
}

function words({ estimate, printed }: PrintedCell): string {
  const { value, interval } = aurocQuantity(estimate);
  const hundredfold = (x: number) => (100 * x).toFixed(1);
  return `${hundredfold(value)} (${hundredfold(interval.lower)} … ${hundredfold(interval.upper)}) | ${printed.value.toFixed(1)}`;
}

function marked({ estimate, printed }: PrintedCell): boolean {
  const { interval, basis } = aurocQuantity(estimate);
  const value = printed.value / 100;
  return basis === 'seeds' && (value < interval.lower - HALF || value > interval.upper + HALF);
}

/** Printed numbers are rounded to a tenth of a hundredth. */
const HALF = 0.0005;

/** The chance of a mean of three further seeds as far from ours as what is printed. */
function chanceOf(estimate: Estimate, printed: number): number {
  if (aurocQuantity(estimate).basis === 'rows') return 1;
  const ours = overSeeds(estimate);
  const distance = Math.max(0, Math.abs(ours.mean - printed / 100) - HALF);
  return Math.min(1, 2 * upperTail(distance / errorOfDifference(ours), ours.count - 1));
}

function errorOfDifference({ error, count }: SampleMean): number {
  return error * Math.sqrt(1 + count / THEIR_SEEDS);
}
