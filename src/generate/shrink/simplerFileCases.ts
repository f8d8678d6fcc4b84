import { InputError } from '../../errors/inputError.js';
import type { Simplification } from '../caseArbitrary.js';
import { fieldComplexity, simplerFields } from './numberField.js';

/**
 * How cases that are files of layers, attention or trees are made simpler, by their JSON alone: list
 * entries left out together (a row with its bias, a column wherever it is read), a tree replaced by
 * one of its branches, an activation by ReLU, and then simpler numbers.
 *
 * Candidates need not fit together: what `read` refuses is dropped.
 *
 * @param read - throws an InputError for what is no case
 */
export function simplerFileCases<Case extends object>(
  read: (source: Case) => unknown,
): Simplification<Case> {
  return {
    isCase(value): value is Case {
      if (typeof value !== 'object' || value === null) return false;
      try {
        read(value as Case);
        return true;
      } catch (error) {
        if (error instanceof InputError || error instanceof TypeError) return false;
        throw error;
      }
    },
    sizeOf: (source) => [sizeOf(source), fieldComplexity(numbersIn(source))],
    *simpler(source) {
      for (const candidate of smaller(source)) yield candidate as Case;
      const values = numbersIn(source);
      const groups = [values.map((_, k) => k)];
      for (const simpler of simplerFields({ values, groups })) {
        yield withNumbers(source, simpler) as Case;
      }
    },
  };
}

type Json = unknown;

/** Entries and fields, more for layers that ask more of a reader. */
function sizeOf(value: Json): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + 1 + sizeOf(item), 0);
  if (typeof value === 'object' && value !== null) {
    const own = 'type' in value && !PLAIN.includes(value.type as string) ? 3 : 1;
    return Object.values(value).reduce((sum: number, item) => sum + sizeOf(item), own);
  }
  return 0;
}

const PLAIN = ['dense', 'relu'];

/** Values with something left out, at one place anywhere in them. */
function* smaller(value: Json): Generator<Json> {
  if (Array.isArray(value)) {
    if (value.length > 1) {
      for (let k = 0; k < value.length; k++) yield value.toSpliced(k, 1);
    }
    for (let k = 0; k < value.length; k++) {
      for (const item of smaller(value[k])) yield value.with(k, item);
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const own = value as Record<string, Json>;
  if ('yes' in own) yield* [own.yes, own.no];
  if ('type' in own && !PLAIN.includes(own.type as string)) yield { type: 'relu' };
  if (own.attention) yield { ...own, attention: null };
  if (Array.isArray(own.weights) && Array.isArray(own.bias)) {
    for (let o = 0; o < own.bias.length && own.bias.length > 1; o++) {
      yield { ...own, weights: own.weights.toSpliced(o, 1), bias: own.bias.toSpliced(o, 1) };
    }
  }
  if (Array.isArray(own.layers)) yield* withoutUnits(own, own.layers);
  for (const [name, field] of Object.entries(own)) {
    for (const item of smaller(field)) yield { ...own, [name]: item };
  }
}

/** Layers without one unit of a dense layer, which the next dense layer no longer reads. */
function* withoutUnits(own: Record<string, Json>, layers: readonly Json[]): Generator<Json> {
  const dense = [...layers.keys()].filter((k) => isDense(layers[k]));
  for (let n = 0; n + 1 < dense.length; n++) {
    const [here, next] = [layers[dense[n]], layers[dense[n + 1]]] as [Dense, Dense];
    for (let i = 0; i < here.bias.length && here.bias.length > 1; i++) {
      const changed = layers.map((layer, k) => {
        if (k === dense[n]) {
          return {
            ...here,
            weights: here.weights.toSpliced(i, 1),
            bias: here.bias.toSpliced(i, 1),
          };
        }
        if (k === dense[n + 1]) {
          return { ...next, weights: next.weights.map((row) => row.toSpliced(i, 1)) };
        }
        return k > dense[n] && k < dense[n + 1] ? withoutEntry(layer, i) : layer;
      });
      yield { ...own, layers: changed };
    }
  }
}

interface Dense {
  readonly type: 'dense';
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

function isDense(layer: Json): boolean {
  return typeof layer === 'object' && layer !== null && 'bias' in layer && 'weights' in layer;
}

/** A norm without one unit's scale and shift. */
function withoutEntry(layer: Json, i: number): Json {
  const { scale, shift } = layer as { scale?: number[]; shift?: number[] };
  return {
    ...(layer as object),
    ...(scale && { scale: scale.toSpliced(i, 1) }),
    ...(shift && { shift: shift.toSpliced(i, 1) }),
  };
}

/** Fields whose numbers are places or sizes. */
const FIXED = ['groups', 'feature', 'inputs', 'version', 'power'];

function numbersIn(value: Json): number[] {
  if (typeof value === 'number') return [value];
  if (Array.isArray(value)) return value.flatMap(numbersIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) =>
    FIXED.includes(name) ? [] : numbersIn(field),
  );
}

/** The value with other numbers, listed as `numbersIn` lists them. */
function withNumbers(value: Json, values: readonly number[]): Json {
  let next = 0;
  const rebuilt = (item: Json): Json => {
    if (typeof item === 'number') return values[next++];
    if (Array.isArray(item)) return item.map(rebuilt);
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(
      Object.entries(item).map(([name, field]) => [
        name,
        FIXED.includes(name) ? field : rebuilt(field),
      ]),
    );
  };
  return rebuilt(value);
}
