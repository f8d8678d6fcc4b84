import { numbersOf, type Table } from '../data/numberTable.js';
import { columnsNamed, readTextTable, type TextTable } from '../data/textTable.js';
import type { Batch } from '../detectors/index.js';
import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { text as anyText, optional, record, whole } from '../errors/kinds.js';

/** In-distribution data for an audit. */
export interface AuditData {
  /** The file, or the data set's name. */
  readonly name: string;
  /** One name per input. */
  readonly features: readonly string[];
  /** n × D, raw units. */
  readonly x: Batch;
  /** Class indices, shape [n]; null if the data have none. */
  readonly labels: Int32Array | null;
  /** What the labels call the classes, in order, where they are words for all of them. */
  readonly classNames?: readonly string[];
  readonly notes: readonly string[];
}

/** What data must fit. */
export interface NetworkSize {
  readonly inputSize: number;
  readonly outputSize: number;
}

/** Columns taken for labels if there is one column more than inputs. */
const LABEL_NAMES = ['label', 'class', 'target', 'y'];

/**
 * In-distribution data from text with a header row: one column per input, and one with labels.
 *
 * @param file - the file's name, for messages
 * @param options - `label`: the column with the labels; without it a column named label, class,
 *   target or y is taken if the table has one column more than the network has inputs
 * @throws InputError `shape_mismatch` if the features are not as many as the inputs; `missing` for a
 *   label column that is not there; `out_of_range` for labels that are no class of the network; and
 *   as `readTextTable` and `numbersOf` do
 *
 * @example
 * ```ts
 * auditDataOfText('a,b,label\n1,2,0\n3,4,1\n', 'small.csv', network).labels; // 0, 1
 * ```
 */
export function auditDataOfText(
  content: string,
  file: string,
  network: NetworkSize,
  options: { readonly label?: string } = {},
): AuditData {
  checkArguments('auditDataOfText', {
    content: [content, anyText],
    file: [file, anyText],
    network: [network, record({ inputSize: whole(1), outputSize: whole(1) })],
    options: [options, record({ label: optional(anyText) })],
  });
  const { label } = options;
  const text = readTextTable(content, file);
  const named = label ?? impliedLabel(text.columns, network.inputSize);
  if (named === null) {
    checkWidth(file, text.columns.length, network.inputSize);
    const { columns, values } = numbersOf(text);
    return { name: file, features: columns, x: values, labels: null, notes: [] };
  }
  const [position] = columnsNamed(text, [named]);
  const kept = text.columns.map((_, j) => j).filter((j) => j !== position);
  checkWidth(file, kept.length, network.inputSize);
  const { columns, values } = numbersOf(text, kept);
  const { labels, classNames, notes } = labelsOf(text, position, network.outputSize);
  const implied = label === undefined ? [`column ${named} is taken for the labels`] : [];
  return {
    name: file,
    features: columns,
    x: values,
    labels,
    ...(classNames && { classNames }),
    notes: [...implied, ...notes],
  };
}

function impliedLabel(columns: readonly string[], inputs: number): string | null {
  if (columns.length !== inputs + 1) return null;
  return columns.find((name) => LABEL_NAMES.includes(name.toLowerCase())) ?? null;
}

/** In-distribution data from a table of numbers, as {@link auditDataOfText} takes it from text. */
export function auditDataOfTable(
  { file, columns, values }: Table,
  label: string | undefined,
  network: NetworkSize,
): AuditData {
  const named = label ?? impliedLabel(columns, network.inputSize);
  if (named === null) {
    checkWidth(file, columns.length, network.inputSize);
    return { name: file, features: columns, x: values, labels: null, notes: [] };
  }
  const position = columns.indexOf(named);
  if (position === -1) {
    throw new InputError(file, [
      {
        code: 'missing',
        path: `column ${JSON.stringify(named)}`,
        rule: 'must be in the file',
        remedy: `the file has ${columns.slice(0, 12).join(', ')}`,
      },
    ]);
  }
  checkWidth(file, columns.length - 1, network.inputSize);
  const { rows } = values;
  const x = new Float64Array(rows * (columns.length - 1));
  const y = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let to = i * (columns.length - 1);
    for (let j = 0; j < columns.length; j++) {
      const value = values.values[i * columns.length + j];
      if (j === position) y[i] = value;
      else x[to++] = value;
    }
  }
  checkLabels(file, y, network.outputSize);
  return {
    name: file,
    features: columns.filter((_, j) => j !== position),
    x: { rows, columns: columns.length - 1, values: x },
    labels: Int32Array.from(y),
    notes: [],
  };
}

/** Labels as class indices: whole numbers as they are, names in alphabetical order. */
function labelsOf(
  table: TextTable,
  column: number,
  classes: number,
): { labels: Int32Array; classNames: string[] | null; notes: string[] } {
  const cells = table.rows.map((row) => row[column]);
  const numbers = cells.map((cell) => (cell === '' ? Number.NaN : Number(cell)));
  if (numbers.every((value) => Number.isFinite(value))) {
    checkLabels(table.file, numbers, classes, (i) => `line ${table.lines[i]}`);
    return { labels: Int32Array.from(numbers), classNames: null, notes: [] };
  }
  const names = [...new Set(cells)].sort();
  if (names.length > classes) {
    throw new InputError(table.file, [
      {
        code: 'out_of_range',
        path: `column ${column + 1} (${table.columns[column]}): classes`,
        value: names.length,
        rule: `must be at most the network's ${classes}`,
        remedy: 'give the column of the labels with --label',
      },
    ]);
  }
  const note = `class names are taken in alphabetical order: ${names.map((name, c) => `${c} = ${name}`).join(', ')}`;
  return {
    labels: Int32Array.from(cells, (cell) => names.indexOf(cell)),
    // Of fewer names than classes nobody knows which are missing.
    classNames: names.length === classes ? names : null,
    notes: [note],
  };
}

/** Refuses labels that are no class of the network. */
export function checkLabels(
  file: string,
  labels: ArrayLike<number>,
  classes: number,
  place = (i: number) => `row ${i + 1}`,
): void {
  for (let i = 0; i < labels.length; i++) {
    const value = labels[i];
    if (Number.isSafeInteger(value) && value >= 0 && value < classes) continue;
    throw new InputError(file, [
      {
        code: 'out_of_range',
        path: `${place(i)}: label`,
        value,
        rule: `must be a class of the network: a whole number from 0 to ${classes - 1}`,
        remedy: 'number the classes from 0 in the order of the logits',
      },
    ]);
  }
}

/** Refuses data with more or fewer features than the network has inputs. */
export function checkWidth(file: string, found: number, inputs: number): void {
  if (found === inputs) return;
  throw new InputError(file, [
    {
      code: 'shape_mismatch',
      path: 'columns',
      value: found,
      rule: `must be as many as the network's ${inputs} inputs`,
      remedy:
        found === inputs + 1
          ? 'name the column of the labels with --label'
          : 'give one column per input, in the order the network reads them',
    },
  ]);
}
