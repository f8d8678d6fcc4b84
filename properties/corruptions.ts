/** One thing wrong with an argument: where, and the argument with it. */
export interface Corruption {
  /** As `[2].origin[0] = NaN`; `= NaN` for the argument itself. */
  readonly what: string;
  readonly value: unknown;
  /** Whether a number was replaced by NaN, by ±∞, or something else happened. */
  readonly kind: 'nan' | 'infinite' | 'other';
}

/** What stands in for a value of any type. */
const WRONG: readonly unknown[] = [undefined, null, 'text', Number.NaN, {}, [], true, () => 0, 1n];

/**
 * A value with one thing wrong: it or a part of it of another type, NaN, infinite, empty, a row too
 * short or too long. Of arrays the first and the last entry are corrupted; instances of classes and
 * functions as a whole only, for they are not what a user writes down.
 *
 * @param depth - how far down parts are corrupted; 0 for the value as a whole
 */
export function* corruptionsOf(value: unknown, depth: number): Generator<Corruption> {
  for (const wrong of WRONG) {
    if (typeof wrong === typeof value && Array.isArray(wrong) === Array.isArray(value)) {
      // Another object or text may be as right as this one; an empty one and NaN are not.
      const empty = wrong !== null && typeof wrong === 'object';
      if (!empty && !Number.isNaN(wrong)) continue;
    }
    yield {
      what: ` = ${show(wrong)}`,
      value: wrong,
      kind: Number.isNaN(wrong) && typeof value === 'number' ? 'nan' : 'other',
    };
  }
  if (typeof value === 'number') {
    for (const infinite of [Infinity, -Infinity]) {
      yield { what: ` = ${infinite}`, value: infinite, kind: 'infinite' };
    }
  }
  if (depth === 0) return;
  if (isRow(value)) {
    if (value.length > 0) yield { what: ' too short', value: value.slice(0, -1), kind: 'other' };
    if (value.length > 0) {
      yield { what: ' too long', value: lengthened(value), kind: 'other' };
    }
    for (const i of new Set([0, value.length - 1].filter((i) => value.length > i && i >= 0))) {
      for (const inner of corruptionsOf(value[i], depth - 1)) {
        // A typed array holds nothing but numbers.
        if (!Array.isArray(value) && typeof inner.value !== 'number') continue;
        const changed = value.slice();
        changed[i] = inner.value as never;
        yield { ...inner, what: `[${i}]${inner.what}`, value: changed };
      }
    }
  } else if (isPlain(value)) {
    for (const key of Object.keys(value)) {
      for (const inner of corruptionsOf(value[key], depth - 1)) {
        yield { ...inner, what: `.${key}${inner.what}`, value: { ...value, [key]: inner.value } };
      }
    }
  }
}

type Row = { slice(start?: number, end?: number): Row; [index: number]: unknown; length: number };

function isRow(value: unknown): value is Row {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

/** The row with its last entry once more. */
function lengthened(row: Row): unknown {
  if (Array.isArray(row)) return [...row, row.at(-1)];
  const longer = new (row.constructor as new (length: number) => Float64Array)(row.length + 1);
  longer.set(row as unknown as Float64Array);
  longer[row.length] = longer[row.length - 1];
  return longer;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

function show(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
