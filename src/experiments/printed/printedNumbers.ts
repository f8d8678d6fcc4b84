import { InternalError } from '../../errors/internalError.js';
import { PRINTED_CALIBRATION, PRINTED_NORMS, PRINTED_PAIRS } from './printedTables.js';

/** Where paper B prints a number. */
export interface PrintedPlace {
  /** Its data set, as the paper calls it: `Diabetics`. */
  readonly data: string;
  readonly row: string;
  readonly column: string;
  /** With CEA or without; null where the table has one number a cell. */
  readonly cea: boolean | null;
}

/** A number that paper B prints. */
export interface PrintedNumber extends PrintedPlace {
  /** `1`, `8`. */
  readonly table: string;
  /** As printed: AUROC × 100, or an error × 100. */
  readonly value: number;
}

let all: readonly PrintedNumber[] | undefined;

/** Every number of paper B's Tables 1 to 3 and 5 to 9. */
export function printedNumbers(): readonly PrintedNumber[] {
  all ??= [
    ...Object.entries(PRINTED_PAIRS).flatMap(([table, text]) => numbersOf(table, text)),
    ...numbersOf('8', PRINTED_CALIBRATION),
    ...numbersOf('9', PRINTED_NORMS),
  ];
  return all;
}

/** The number printed at a place, or undefined. No place is in two tables. */
export function printedAt(place: PrintedPlace): PrintedNumber | undefined {
  return printedNumbers().find(
    ({ data, row, column, cea }) =>
      data === place.data && row === place.row && column === place.column && cea === place.cea,
  );
}

function numbersOf(table: string, text: string): PrintedNumber[] {
  const [head, ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return lines.flatMap((cells) => {
    if (cells.length !== head.length) throw damaged(table, cells.join(' | '));
    const [data, row, ...values] = cells as [string, string, ...string[]];
    return values.flatMap((cell, k) => {
      const parts = cell.split('/').map(Number);
      if (parts.length > 2 || !parts.every(Number.isFinite)) throw damaged(table, cell);
      return parts.map((value, part) => ({
        table,
        data,
        row,
        column: head[k + 2],
        cea: parts.length === 1 ? null : part === 1,
        value,
      }));
    });
  });
}

function damaged(table: string, what: string): InternalError {
  return new InternalError(`Table ${table} of the printed numbers holds ${JSON.stringify(what)}`);
}
