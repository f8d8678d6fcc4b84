import type { Problem, ProblemCode } from './problem.js';

/** Takes note of a problem of an argument, or of a part of it. */
export type Report = (
  code: ProblemCode,
  path: string,
  value: unknown,
  rule: string,
  remedy: string,
) => void;

/**
 * What an argument may be: reports everything that is wrong with a value.
 *
 * A path is `NOWHERE` as long as nothing is known to be wrong; what a kind makes of it then is not
 * read.
 */
export type Kind = (value: unknown, path: string, report: Report) => void;

/** The path of a value of which only whether something is wrong is asked. */
const NOWHERE = '';

/** The path of entry `index`. */
function entryOf(path: string, index: number): string {
  return path === NOWHERE ? NOWHERE : `${path}[${index}]`;
}

/** A number; which of those that are not finite are meant, says `allow`. */
export function number(allow: { readonly infinite?: boolean; readonly nan?: boolean } = {}): Kind {
  return (value, path, report) => {
    if (typeof value !== 'number') {
      report('wrong_type', path, value, 'must be a number', 'pass a number');
    } else if (Number.isNaN(value)) {
      if (!allow.nan) report('not_a_number', path, value, 'must not be NaN', 'pass a number');
    } else if (!allow.infinite && !Number.isFinite(value)) {
      report('not_finite', path, value, 'must be a finite number', 'pass a finite number');
    }
  };
}

/** A whole number, at least `least` and at most `most`. */
export function whole(least: number, most = Number.MAX_SAFE_INTEGER): Kind {
  return (value, path, report) => {
    if (Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most) return;
    const range =
      most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    report('out_of_range', path, value, `must be a whole number ${range}`, 'pass such a number');
  };
}

/** A number strictly between two others. */
export function between(low: number, high: number, remedy: string): Kind {
  return (value, path, report) => {
    if (typeof value === 'number' && value > low && value < high) return;
    report(
      'out_of_range',
      path,
      value,
      `must lie between ${low} and ${high}, both excluded`,
      remedy,
    );
  };
}

/** Any text. */
export const text: Kind = (value, path, report) => {
  if (typeof value !== 'string') {
    report('wrong_type', path, value, 'must be a text', 'pass a string');
  }
};

/** Any function. */
export const callable: Kind = (value, path, report) => {
  if (typeof value !== 'function') {
    report('wrong_type', path, value, 'must be a function', 'pass a function');
  }
};

/** True or false. */
export const flag: Kind = (value, path, report) => {
  if (typeof value !== 'boolean') {
    report('wrong_type', path, value, 'must be true or false', 'pass a boolean');
  }
};

/** One of some constants. */
export function oneOf(...values: readonly string[]): Kind {
  return (value, path, report) => {
    if (typeof value === 'string' && values.includes(value)) return;
    const known = values.map((known) => JSON.stringify(known)).join(', ');
    report('unknown_value', path, value, `must be one of ${known}`, 'mend its spelling');
  };
}

/** An object of a class. */
export function instanceOf(type: abstract new (...args: never[]) => unknown, remedy: string): Kind {
  return (value, path, report) => {
    if (!(value instanceof type)) {
      report('wrong_type', path, value, `must be a ${type.name}`, remedy);
    }
  };
}

/** Numbers one after the other, in an array or a typed array; finite ones unless `allow` says more. */
export function numbers({
  length,
  least = 0,
  remedy = 'pass an array of numbers',
  ...allow
}: {
  /** How many there must be. */
  readonly length?: number;
  /** How many there must be at least. */
  readonly least?: number;
  readonly remedy?: string;
  readonly infinite?: boolean;
  readonly nan?: boolean;
} = {}): Kind {
  return (value, path, report) => {
    if (!isRow(value)) {
      report('wrong_type', path, value, 'must be an array of numbers', remedy);
    } else if (length !== undefined && value.length !== length) {
      report('shape_mismatch', `${path}.length`, value.length, `must be ${length}`, remedy);
    } else if (value.length < least) {
      report('empty', `${path}.length`, value.length, `must be at least ${least}`, remedy);
    } else {
      for (let i = 0; i < value.length; i++) {
        if (!Number.isFinite(value[i])) number(allow)(value[i], entryOf(path, i), report);
      }
    }
  };
}

/** Things of one kind, one after the other. */
export function list(entry: Kind, least = 0): Kind {
  return (value, path, report) => {
    if (!Array.isArray(value)) {
      report('wrong_type', path, value, 'must be an array', 'pass an array');
    } else if (value.length < least) {
      report(
        'empty',
        `${path}.length`,
        value.length,
        `must be at least ${least}`,
        'add what is missing',
      );
    } else {
      // Not `forEach`, which passes over holes.
      for (let i = 0; i < value.length; i++) entry(value[i], entryOf(path, i), report);
    }
  };
}

/** An object with at least these fields. */
export function record(fields: Readonly<Record<string, Kind>>): Kind {
  const names = Object.keys(fields);
  return (value, path, report) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      report('wrong_type', path, value, 'must be an object', 'pass an object');
      return;
    }
    for (const name of names) {
      const place = path === NOWHERE ? NOWHERE : `${path}.${name}`;
      fields[name]((value as Record<string, unknown>)[name], place, report);
    }
  };
}

/** A value, or none. */
export function optional(kind: Kind): Kind {
  return (value, path, report) => {
    if (value !== undefined) kind(value, path, report);
  };
}

/** A value, or null. */
export function nullable(kind: Kind): Kind {
  return (value, path, report) => {
    if (value !== null) kind(value, path, report);
  };
}

/** Whether something is an array or a typed array, rather than a text or an object of its own. */
export function isRow(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

/** Whether something is a row that holds numbers only, finite or not. */
export function holdsNumbers(value: unknown): value is ArrayLike<number> {
  if (!isRow(value)) return false;
  // A typed array holds numbers, or bigints throughout.
  if (!Array.isArray(value)) return typeof value[0] !== 'bigint';
  for (let i = 0; i < value.length; i++) if (typeof value[i] !== 'number') return false;
  return true;
}

const NONE: readonly Problem[] = [];

/**
 * Everything wrong with a value, up to ten problems.
 *
 * Most values are right: places are written once something is known to be wrong.
 */
export function problemsOf(kind: Kind, value: unknown, path: string): readonly Problem[] {
  let wrong = false;
  kind(value, NOWHERE, () => {
    wrong = true;
  });
  if (!wrong) return NONE;
  const problems: Problem[] = [];
  kind(value, path, (code, place, found, rule, remedy) => {
    if (problems.length < 10) problems.push({ code, path: place, value: found, rule, remedy });
  });
  return problems;
}
