import { either, named, number, object, type Shape, textLike } from '../../schema/shape.js';
import { type ExactNumber, readExactNumber, realOf } from '../exactNumber.js';
import { Numbers } from '../numbers.js';

const end = either<number | string>(number(), textLike(/^-?\d+(\/\d+)?$/, '1/3'));

/** A constant: a number, a fraction as text, or two between which it lies. */
export const constant: Shape<ExactNumber> = {
  check(value, path, report) {
    readExactNumber(value, path, report);
  },
  schema: named(
    'constant',
    either<ExactNumber>(
      end,
      object<{ lower: number | string; upper: number | string }>({ lower: end, upper: end }),
    ),
    'A number; a fraction such as "1/3"; or two of these, between which it is known to lie.',
  ).schema,
};

/** Many constants. Doubles, as nearly all are, cost a comparison each. */
export const constants: Shape<readonly ExactNumber[]> = {
  check(value, path, report) {
    if (!Array.isArray(value)) {
      report('wrong_type', path, value, 'must be an array of numbers', 'write a JSON array');
      return;
    }
    for (let k = 0; k < value.length; k++) {
      if (Number.isFinite(value[k])) continue;
      constant.check(value[k], `${path}[${k}]`, report);
    }
  },
  schema: (definitions) => ({ type: 'array', items: constant.schema(definitions) }),
};

/** Rows of constants in a row, each a number of its own or the double it is. */
export function numbersOf(rows: readonly (readonly ExactNumber[])[]): Numbers {
  const columns = rows[0].length;
  const doubles = new Float64Array(rows.length * columns);
  const others = new Map<number, Exclude<ExactNumber, number>>();
  rows.forEach((row, r) => {
    for (let c = 0; c < columns; c++) {
      const value = row[c];
      if (typeof value === 'number') doubles[r * columns + c] = value;
      else others.set(r * columns + c, value);
    }
  });
  if (others.size === 0) return new Numbers(doubles);
  return Numbers.from(doubles).map((double, i) => {
    const other = others.get(i);
    return other === undefined ? double : realOf(other);
  });
}
