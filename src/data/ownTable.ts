import type { Problem } from '../errors/problem.js';
import { readDataText } from './dataFile.js';
import type { DataSet } from './dataSet.js';
import { fingerprintOf } from './fingerprint.js';
import { numbersOf } from './numberTable.js';
import { columnsNamed, readTextTable, refuse } from './textTable.js';

/** More classes than this are a sign of a label that is a measurement. */
const MOST_CLASSES = 100;

/** Fewer rows of a class cannot be split into training, validation and test. */
const LEAST_ROWS = 3;

/**
 * A user's own table as a data set: one column holds the label, any text, all others numbers.
 *
 * Classes are the distinct labels in the order of their text, numbers in their own.
 *
 * @param path - CSV with a header (comma, semicolon or tab), gzipped if it ends in `.gz`
 * @param label - the name of the label's column
 * @throws InputError naming line and column of every cell that is no finite number; `missing` for the
 *   column; `out_of_range` for fewer than two classes, more than a hundred, or one of fewer than three
 *   rows
 */
export async function ownTable(path: string, label: string): Promise<DataSet> {
  const table = readTextTable(await readDataText(path), path);
  const [position] = columnsNamed(table, [label]) as [number];
  const inputs = table.columns.map((_, j) => j).filter((j) => j !== position);
  const labels = table.rows.map((cells) => cells[position]);
  const classes = [...new Set(labels)].sort(byNumberOrText);
  refuse(path, problemsOf(label, labels, classes, inputs.length));
  const { columns, values } = numbersOf(table, inputs);
  return {
    name: tableName(path, label),
    features: columns,
    classes,
    x: values,
    y: Int32Array.from(labels, (text) => classes.indexOf(text)),
    source: 'given by the user',
    fingerprint: await fingerprintOf([path]),
    notes: [],
  };
}

/** How experiments call a user's table: its path and the column of labels. */
export function tableName(path: string, label: string): string {
  return `${path}#${label}`;
}

/** The parts of such a name; null for the name of any other data set. */
export function parseTableName(
  name: string,
): { readonly path: string; readonly label: string } | null {
  const at = name.indexOf('#');
  return at < 0 ? null : { path: name.slice(0, at), label: name.slice(at + 1) };
}

function problemsOf(
  label: string,
  labels: readonly string[],
  classes: readonly string[],
  inputs: number,
): Problem[] {
  const path = `column ${JSON.stringify(label)}`;
  const count = (name: string) => labels.filter((text) => text === name).length;
  const small =
    classes.length <= MOST_CLASSES ? classes.filter((name) => count(name) < LEAST_ROWS) : [];
  const blank = labels.indexOf('');
  return [
    ...(classes.length < 2 || classes.length > MOST_CLASSES
      ? [
          {
            code: 'out_of_range' as const,
            path,
            value: `${classes.length} classes`,
            rule: `must have from 2 to ${MOST_CLASSES} distinct values`,
            remedy: 'name the column of class labels with --label',
          },
        ]
      : []),
    ...(blank < 0
      ? []
      : [
          {
            code: 'empty' as const,
            path,
            value: `row ${blank + 1}`,
            rule: 'must have a label in every row',
            remedy: 'fill it in, or remove the row',
          },
        ]),
    ...small.map((name) => ({
      code: 'out_of_range' as const,
      path,
      value: `${count(name)} rows of ${JSON.stringify(name)}`,
      rule: `must be at least ${LEAST_ROWS}, one for each part of the split`,
      remedy: 'leave the class out, or add rows',
    })),
    ...(inputs === 0
      ? [
          {
            code: 'empty' as const,
            path: 'columns',
            rule: 'must hold an input besides the label',
            remedy: 'add columns of numbers',
          },
        ]
      : []),
  ];
}

function byNumberOrText(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? (a < b ? -1 : 1) : x - y;
}
