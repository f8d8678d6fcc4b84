import { complexityOf, simplerNumbers } from './simplerNumbers.js';

/** The numbers of a case, and the sets of them that belong together. */
export interface NumberField {
  readonly values: readonly number[];
  /** Sets of places that may have to change together (rows, columns, layers), the largest first. */
  readonly groups: readonly (readonly number[])[];
}

/** In longer fields pairs would be too many to try. */
const MOST_PAIRED = 64;

/** The complexity of all numbers together, a natural number. */
export function fieldComplexity(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += complexityOf(value);
  return sum;
}

/**
 * Simpler numbers for a field, the boldest changes first: groups to 0, everything to its sign,
 * groups shifted, equal numbers renamed together, then pairs of equal numbers and single ones.
 *
 * Numbers that are equal often have to stay so (a tie, a column of two values): hence the renaming.
 */
export function* simplerFields({ values, groups }: NumberField): Generator<number[]> {
  for (const group of groups) {
    if (group.some((k) => values[k] !== 0)) yield replaced(values, group, () => 0);
  }
  for (const group of groups) {
    if (group.some((k) => Math.abs(values[k]) !== 1 && values[k] !== 0)) {
      yield replaced(values, group, Math.sign);
    }
    if (group.some((k) => !Number.isInteger(values[k]))) yield replaced(values, group, Math.round);
  }
  for (const group of groups) {
    for (const magnitude of distinct(group.map((k) => Math.abs(values[k])))) {
      for (const simpler of simplerNumbers(magnitude)) {
        if (simpler < 0) continue;
        yield replaced(values, group, (value) =>
          Math.abs(value) === magnitude ? Math.sign(value) * simpler + 0 : value,
        );
      }
    }
    for (const old of distinct(group.map((k) => values[k]))) {
      for (const simpler of simplerNumbers(old)) {
        yield replaced(values, group, (value) => (value === old ? simpler : value));
      }
    }
    for (const shift of distinct(group.map((k) => values[k]))) {
      if (shift !== 0) yield replaced(values, group, (value) => value - shift);
    }
  }
  for (let k = 0; k < values.length; k++) {
    for (const simpler of simplerNumbers(values[k])) yield replaced(values, [k], () => simpler);
  }
  if (values.length > MOST_PAIRED) return;
  for (let k = 0; k < values.length; k++) {
    for (let m = k + 1; m < values.length; m++) {
      if (values[m] !== values[k]) continue;
      for (const simpler of simplerNumbers(values[k])) {
        yield replaced(values, [k, m], () => simpler);
      }
    }
  }
}

function replaced(
  values: readonly number[],
  places: readonly number[],
  change: (value: number) => number,
): number[] {
  const result = values.slice();
  for (const k of places) result[k] = change(result[k]) + 0;
  return result;
}

/** The distinct numbers that are not 0. */
function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].filter((value) => value !== 0);
}
