import { didYouMean } from '../errors/didYouMean.js';
import type { Problem, ProblemCode } from '../errors/problem.js';

/** A JSON Schema (2020-12) as plain data. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Takes note of a problem found at a place. */
export type ReportProblem = (
  code: ProblemCode,
  path: string,
  value: unknown,
  rule: string,
  remedy: string,
) => void;

/**
 * What JSON for a `T` looks like, said once: it checks values, listing every problem, and writes the
 * JSON Schema that other tools check with.
 */
export interface Shape<T> {
  /** Reports everything wrong with a value. */
  check(value: unknown, path: string, report: ReportProblem): void;
  /** The schema of the same values; named parts go to `definitions`. */
  schema(definitions: Record<string, JsonSchema>): JsonSchema;
  /** Whether a field of this shape may be absent. */
  readonly optional?: boolean;
  /** Never set: ties the shape to its type. */
  readonly type?: T;
}

/** The shapes of an object's fields, one for each field of `T`. */
export type Fields<T> = { readonly [K in keyof T]-?: Shape<Exclude<T[K], undefined>> };

/** Any text. */
export const text: Shape<string> = {
  check(value, path, report) {
    if (typeof value !== 'string') {
      report('wrong_type', path, value, 'must be a text', 'write a JSON string');
    }
  },
  schema: () => ({ type: 'string' }),
};

/** Any JSON at all. */
export const anything: Shape<unknown> = { check() {}, schema: () => ({}) };

/** A text of the form a regular expression describes. `like`: an example for messages. */
export function textLike(pattern: RegExp, like: string): Shape<string> {
  return {
    check(value, path, report) {
      if (typeof value !== 'string' || !pattern.test(value)) {
        report('malformed', path, value, `must be a text like ${like}`, 'write it in that form');
      }
    },
    schema: () => ({ type: 'string', pattern: pattern.source }),
  };
}

/** True or false. */
export const flag: Shape<boolean> = {
  check(value, path, report) {
    if (typeof value !== 'boolean') {
      report('wrong_type', path, value, 'must be true or false', 'write a JSON boolean');
    }
  },
  schema: () => ({ type: 'boolean' }),
};

/** A finite number: from `minimum` to `maximum`, above `above`, and whole if asked for. */
export function number({
  minimum,
  maximum,
  above,
  whole,
}: {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly above?: number;
  readonly whole?: boolean;
} = {}): Shape<number> {
  const bounds = [
    minimum === undefined ? '' : ` of at least ${minimum}`,
    above === undefined ? '' : ` above ${above}`,
    maximum === undefined ? '' : `${minimum === undefined ? ' of' : ' and'} at most ${maximum}`,
  ].join('');
  const rule = `must be a ${whole ? 'whole' : 'finite'} number${bounds}`;
  return {
    check(value, path, report) {
      if (typeof value !== 'number') {
        report('not_a_number', path, value, rule, 'write a JSON number');
      } else if (!Number.isFinite(value)) {
        const remedy = 'remove NaN, infinities and numbers beyond 1.8e308';
        report('not_finite', path, value, rule, remedy);
      } else if (
        (whole && !Number.isInteger(value)) ||
        value < (minimum ?? -Infinity) ||
        value > (maximum ?? Infinity) ||
        value <= (above ?? -Infinity)
      ) {
        report('out_of_range', path, value, rule, 'write such a number');
      }
    },
    schema: () => ({
      type: whole ? 'integer' : 'number',
      ...(minimum === undefined ? {} : { minimum }),
      ...(above === undefined ? {} : { exclusiveMinimum: above }),
      ...(maximum === undefined ? {} : { maximum }),
    }),
  };
}

/** A number, where an infinite one is the text `Infinity` or `-Infinity`, which JSON has no number for. */
export const infinitable: Shape<number> = {
  check(value, path, report) {
    const sound = typeof value === 'number' ? Number.isFinite(value) : INFINITIES.includes(value);
    if (sound) return;
    const rule = 'must be a number, "Infinity" or "-Infinity"';
    report('not_a_number', path, value, rule, 'write one of these');
  },
  schema: () => ({ anyOf: [{ type: 'number' }, { enum: INFINITIES }] }),
};

const INFINITIES: readonly unknown[] = ['Infinity', '-Infinity'];

/** One of some constants. */
export function oneOf<const V extends string | number>(...values: readonly V[]): Shape<V> {
  const known = values.map((value) => JSON.stringify(value)).join(', ');
  return {
    check(value, path, report) {
      if (!(values as readonly unknown[]).includes(value)) {
        const rule = values.length === 1 ? `must be ${known}` : `must be one of ${known}`;
        report('unknown_value', path, value, rule, 'mend its spelling');
      }
    },
    schema: () => (values.length === 1 ? { const: values[0] } : { enum: values }),
  };
}

/** The version of a format. */
export function version<const V extends number>(known: V): Shape<V> {
  return {
    check(value, path, report) {
      if (value === known) return;
      report('wrong_version', path, value, `must be ${known}`, `write version ${known}`);
    },
    schema: () => ({ const: known }),
  };
}

/** An array of at least `atLeast` items of one shape. */
export function list<T>(item: Shape<T>, atLeast = 0): Shape<readonly T[]> {
  return {
    check(value, path, report) {
      if (!Array.isArray(value)) {
        report('wrong_type', path, value, 'must be an array', 'write a JSON array');
        return;
      }
      if (value.length < atLeast) {
        const rule = `must have at least ${atLeast} ${atLeast === 1 ? 'item' : 'items'}`;
        report('empty', path, value, rule, 'add what is missing');
      }
      value.forEach((entry, k) => {
        item.check(entry, `${path}[${k}]`, report);
      });
    },
    schema: (definitions) => ({
      type: 'array',
      items: item.schema(definitions),
      ...(atLeast > 0 ? { minItems: atLeast } : {}),
    }),
  };
}

/** An object with any keys, all values of one shape. */
export function record<T>(entry: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return {
    check(value, path, report) {
      if (!isObject(value)) {
        report('wrong_type', path, value, 'must be an object', 'write a JSON object');
        return;
      }
      for (const [key, of] of Object.entries(value)) entry.check(of, join(path, key), report);
    },
    schema: (definitions) => ({
      type: 'object',
      additionalProperties: entry.schema(definitions),
    }),
  };
}

/** A value or null. */
export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return {
    check(value, path, report) {
      if (value !== null) shape.check(value, path, report);
    },
    schema: (definitions) => ({ anyOf: [shape.schema(definitions), { type: 'null' }] }),
  };
}

/** A field that may be absent. */
export function optional<T>(shape: Shape<T>): Shape<T> {
  return { check: shape.check, schema: shape.schema, optional: true };
}

/**
 * An object with these fields, and what else must be true of it.
 *
 * @param others - what becomes of other fields: one that was meant to be one of these is found only
 *   where they are refused
 */
export function object<T extends object>(
  fields: Fields<T>,
  consistent: (value: T, path: string, report: ReportProblem) => void = () => {},
  others: 'refused' | 'passed over' = 'refused',
): Shape<T> {
  const shapes = Object.entries<Shape<unknown>>(fields);
  return {
    check(value, path, report) {
      if (!isObject(value)) {
        report('wrong_type', path, value, 'must be an object', 'write a JSON object');
        return;
      }
      let sound = true;
      const note: ReportProblem = (...problem) => {
        sound = false;
        report(...problem);
      };
      for (const [key, shape] of shapes) {
        if (Object.hasOwn(value, key)) shape.check(value[key], join(path, key), note);
        else if (!shape.optional) {
          note('missing', join(path, key), undefined, 'must be given', 'add the field');
        }
      }
      for (const key of Object.keys(value)) {
        if (others === 'passed over' || Object.hasOwn(fields, key)) continue;
        const rule = `is not a field here; known are ${Object.keys(fields).join(', ')}`;
        const remedy = `${didYouMean(key, Object.keys(fields))}remove it or mend its spelling`;
        note('unknown_field', join(path, key), value[key], rule, remedy);
      }
      // Fields of the wrong type would make any further message a riddle.
      if (sound) consistent(value as T, path, report);
    },
    schema: (definitions) => ({
      type: 'object',
      properties: Object.fromEntries(shapes.map(([key, of]) => [key, of.schema(definitions)])),
      required: shapes.filter(([, of]) => !of.optional).map(([key]) => key),
      ...(others === 'refused' && { additionalProperties: false }),
    }),
  };
}

/** One of several objects, told apart by the constant in one field. */
export function variants<T extends object>(
  tag: string,
  shapes: Readonly<Record<string, Shape<T>>>,
): Shape<T> {
  const known = Object.keys(shapes);
  return {
    check(value, path, report) {
      if (!isObject(value)) {
        report('wrong_type', path, value, 'must be an object', 'write a JSON object');
      } else if (typeof value[tag] !== 'string' || !Object.hasOwn(shapes, value[tag])) {
        const rule = `must be one of ${known.map((name) => JSON.stringify(name)).join(', ')}`;
        report('unknown_value', join(path, tag), value[tag], rule, 'mend its spelling');
      } else {
        shapes[value[tag]].check(value, path, report);
      }
    },
    schema: (definitions) => ({
      oneOf: known.map((name) => shapes[name].schema(definitions)),
    }),
  };
}

/** One of several shapes that nothing tells apart; of what is none, the problems of the nearest are told. */
export function either<T>(...shapes: readonly Shape<T>[]): Shape<T> {
  return {
    check(value, path, report) {
      const found = shapes.map((shape) => problemsOf(shape, value, path));
      const nearest = found.reduce((best, problems) =>
        problems.length < best.length ? problems : best,
      );
      for (const { code, path: place, value: wrong, rule, remedy } of nearest) {
        report(code, place, wrong, rule, remedy);
      }
    },
    schema: (definitions) => ({ anyOf: shapes.map((shape) => shape.schema(definitions)) }),
  };
}

/** A shape with a name of its own in the schema. */
export function named<T>(name: string, shape: Shape<T>, description?: string): Shape<T> {
  return {
    ...shape,
    check: shape.check,
    schema(definitions) {
      if (!Object.hasOwn(definitions, name)) {
        definitions[name] = {};
        const inner = shape.schema(definitions);
        definitions[name] = description === undefined ? inner : { description, ...inner };
      }
      return { $ref: `#/$defs/${name}` };
    },
  };
}

/** Everything wrong with a value, as data. */
export function problemsOf(shape: Shape<unknown>, value: unknown, root: string): Problem[] {
  const problems: Problem[] = [];
  shape.check(value, root, (code, path, found, rule, remedy) => {
    problems.push(
      found === undefined
        ? { code, path, rule, remedy }
        : { code, path, value: found, rule, remedy },
    );
  });
  return problems;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON Schema of a file, as `schema/` holds it. */
export function schemaOf(title: string, description: string, shape: Shape<unknown>): JsonSchema {
  const definitions: Record<string, JsonSchema> = {};
  const root = shape.schema(definitions);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    description,
    ...root,
    ...(Object.keys(definitions).length > 0 && { $defs: definitions }),
  };
}
