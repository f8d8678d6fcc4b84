import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { text as anyText, list, optional, record, whole } from '../errors/kinds.js';
import type { Problem } from '../errors/problem.js';

/** A delimited text file in cells, with the line of the file each row starts on. */
export interface TextTable {
  /** The file's name, for messages. */
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Shape [rows]; from 1. */
  readonly lines: readonly number[];
}

/** How many problems a reader lists before it only counts. */
export const LISTED_PROBLEMS = 20;

/**
 * Reads delimited text with a header row; quotes as in RFC 4180, blank lines skipped.
 *
 * @param options - `delimiter` (found in the header if absent: comma, semicolon or tab);
 *   `columns` for text without a header; `firstLine`, the line the text starts on in its file
 * @throws InputError `empty`, `duplicate` (a column name), `shape_mismatch` (a ragged row),
 *   `malformed` (a quote that does not end), with line and column
 *
 * @example
 * ```ts
 * readTextTable('a;b\n1;2\n', 'small.csv').rows; // [['1', '2']]
 * ```
 */
export function readTextTable(
  text: string,
  file: string,
  options: {
    readonly delimiter?: string;
    readonly columns?: readonly string[];
    readonly firstLine?: number;
  } = {},
): TextTable {
  checkArguments('readTextTable', {
    text: [text, anyText],
    file: [file, anyText],
    options: [options, textOptions],
  });
  const firstLine = options.firstLine ?? 1;
  const records = recordsOf(text, file, options.delimiter ?? delimiterOf(text), firstLine);
  const header = options.columns ?? records.shift()?.cells.map((name) => name.trim());
  if (!header || header.length === 0) {
    throw new InputError(file, [
      { code: 'empty', path: 'file', rule: 'must hold a header row', remedy: 'name the columns' },
    ]);
  }
  const problems: Problem[] = [];
  header.forEach((name, j) => {
    const first = header.indexOf(name);
    if (first === j) return;
    problems.push({
      code: 'duplicate',
      path: `line ${firstLine}, column ${j + 1}`,
      value: name,
      rule: `is also the name of column ${first + 1}`,
      remedy: 'give every column a name of its own',
    });
  });
  for (const { cells, line } of records) {
    if (cells.length === header.length) continue;
    problems.push({
      code: 'shape_mismatch',
      path: `line ${line}, column ${Math.min(cells.length, header.length) + 1}`,
      value: `${cells.length} cells`,
      rule: `must be ${header.length}, one per column`,
      remedy: 'mend the row, or quote cells that contain the separator',
    });
  }
  if (records.length === 0) {
    problems.push({
      code: 'empty',
      path: 'file',
      rule: 'must hold at least one row below the header',
      remedy: 'add rows',
    });
  }
  refuse(file, problems);
  return {
    file,
    columns: header,
    rows: records.map(({ cells }) => cells),
    lines: records.map(({ line }) => line),
  };
}

const textOptions = record({
  delimiter: optional(anyText),
  columns: optional(list(anyText)),
  firstLine: optional(whole(1)),
});

/** Throws the problems, if there are any: the first ones in full, the rest counted. */
export function refuse(file: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const listed = problems.slice(0, LISTED_PROBLEMS);
  const more = problems.length - listed.length;
  if (more > 0) {
    listed.push({
      code: 'malformed',
      path: '…',
      rule: `and ${more} more problems`,
      remedy: 'mend the ones above first',
    });
  }
  throw new InputError(file, listed);
}

/** "line 12, column 3 (pH)": a cell as every reader names it. */
export function placeOf(table: TextTable, row: number, column: number): string {
  return `line ${table.lines[row]}, column ${column + 1} (${table.columns[column]})`;
}

/**
 * The positions of columns by name.
 *
 * @throws InputError `missing` for every name the table lacks
 */
export function columnsNamed(table: TextTable, names: readonly string[]): number[] {
  const positions = names.map((name) => table.columns.indexOf(name));
  refuse(
    table.file,
    names
      .filter((_, n) => positions[n] === -1)
      .map((name) => ({
        code: 'missing' as const,
        path: `column ${JSON.stringify(name)}`,
        rule: 'must be in the header',
        remedy: `the file has ${table.columns.slice(0, 12).join(', ')}${table.columns.length > 12 ? ', …' : ''}`,
      })),
  );
  return positions;
}

interface TextRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

function recordsOf(text: string, file: string, delimiter: string, firstLine: number): TextRecord[] {
  if (isPlain(text, delimiter)) {
    return text
      .split('\n')
      .flatMap((row, n) =>
        row === '' ? [] : [{ cells: row.split(delimiter), line: n + firstLine }],
      );
  }
  try {
    const parsed = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({
      cells: record,
      // csv-parse counts the line a record ends on; quoted line breaks lie before it.
      line:
        info.lines +
        firstLine -
        1 -
        record.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0),
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines, column } = error as unknown as { lines?: number; column?: number | string };
    throw new InputError(file, [
      {
        code: 'malformed',
        path: `line ${(lines ?? 1) + firstLine - 1}, column ${typeof column === 'number' ? column + 1 : 1}`,
        rule: `cannot be split into cells (${error.message})`,
        remedy: 'mend the quotes',
      },
    ]);
  }
}

/**
 * Whether text is in cells wherever a separator or a line break stands: nothing is quoted, and there is
 * no white space to trim. Most files of numbers are so, and splitting them takes a fiftieth of the time.
 */
function isPlain(text: string, delimiter: string): boolean {
  return delimiter.length === 1 && delimiter !== '\n' && !/["\uFEFF]|[^\S\n]/.test(text);
}

/** The separator that the first line has most of. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/\r?\n|$/));
  const count = (separator: string) => header.split(separator).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}
