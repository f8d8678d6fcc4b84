import { InputError } from '../errors/inputError.js';
import type { FittingData, LabelledObservations } from './fittingData.js';
import { PythonRandom } from './pythonRandom.js';

/** Which training rows set ranges, and which units. */
export interface GramSplit {
  /** For each class which of its rows are held out, numbered within the class. */
  readonly heldOut: readonly (readonly number[])[];
  /** Labels of the rows that set ranges; −1 for the others. */
  readonly kept: Int32Array;
  /** Labels of the rows that set units; −1 for the others. */
  readonly out: Int32Array;
}

/**
 * A tenth of each class, drawn class by class in the order of their first rows, as the source goes
 * through them.
 */
export function drawnRows({ head, train }: FittingData, seed: number): number[][] {
  const random = new PythonRandom(seed);
  const drawn = Array.from(head.bias, (): number[] => []);
  for (const c of new Set(train.labels)) {
    const size = rowsOfClass(train, c).length;
    drawn[c] = random.sample(size, Math.floor(size / 10));
  }
  return drawn;
}

/**
 * The split that holds out given rows of each class.
 *
 * @throws InputError `empty` for a class without rows, `out_of_range` for a row or a class there is not
 */
export function splitOf({ head, train }: FittingData, heldOut: GramSplit['heldOut']): GramSplit {
  const kept = train.labels.slice();
  const out = new Int32Array(kept.length).fill(-1);
  const classes = head.bias.length;
  if (heldOut.length < classes) throw wrongHeldOut('', heldOut, `${classes} lists of rows`);
  for (let c = 0; c < classes; c++) {
    const rows = rowsOfClass(train, c);
    if (rows.length === 0) throw emptyClass(c);
    heldOut[c].forEach((n, k) => {
      if (rows[n] === undefined) throw wrongHeldOut(`[${c}][${k}]`, n, `below ${rows.length}`);
      kept[rows[n]] = -1;
      out[rows[n]] = c;
    });
  }
  return { heldOut, kept, out };
}

function rowsOfClass({ labels }: LabelledObservations, c: number): number[] {
  return Array.from(labels.keys()).filter((i) => labels[i] === c);
}

function wrongHeldOut(at: string, value: unknown, needed: string): InputError {
  return new InputError('gram-layers', [
    {
      code: 'out_of_range',
      path: `options.heldOut${at}`,
      value,
      rule: `must be ${needed}`,
      remedy: 'give one list of row numbers, counted within its class, for each class',
    },
  ]);
}

function emptyClass(c: number): InputError {
  return new InputError('gram-layers', [
    {
      code: 'empty',
      path: `train class ${c}`,
      rule: "must have rows: the variant 'openood' fails on an empty class",
      remedy: "use the variant 'paper', or leave the class out of the head",
    },
  ]);
}
