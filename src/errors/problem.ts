/** What a problem is about, stable across versions: scripts may match on it. */
export type ProblemCode =
  | 'shape_mismatch'
  | 'not_finite'
  | 'not_a_number'
  | 'zero_direction'
  | 'empty'
  | 'out_of_range'
  | 'duplicate'
  | 'missing'
  | 'unknown_value'
  | 'unknown_field'
  | 'wrong_type'
  | 'wrong_version'
  | 'too_large'
  | 'truncated'
  | 'malformed'
  | 'unsupported'
  | 'not_found'
  | 'inconsistent'
  | 'failed';

/**
 * One thing wrong with an input, as data.
 *
 * `path` is where in the input (`layers[2].weights[0][1]`), `value` what stood there,
 * `rule` what was expected ("must be a finite number") and `remedy` what to do about it.
 */
export interface Problem {
  readonly code: ProblemCode;
  readonly path: string;
  readonly value?: unknown;
  readonly rule: string;
  readonly remedy: string;
}

/** A problem as one sentence: place, value, rule, remedy. */
export function sentenceOf(problem: Problem): string {
  const place = 'value' in problem ? `${problem.path}=${show(problem.value)}` : problem.path;
  return `${place} ${problem.rule}; ${problem.remedy}.`;
}

/** A value as a reader can recognise it, never more than 60 characters of it. */
function show(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value === undefined) return 'undefined';
  let text: string;
  try {
    text = jsonWithInfinities(value) ?? String(value);
  } catch {
    text = String(value);
  }
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** As JSON, but NaN and infinities stand as themselves: JSON would write null, which was not there. */
function jsonWithInfinities(value: unknown): string | undefined {
  const marked = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'number' && !Number.isFinite(inner) ? `\u0001${inner}` : inner,
  );
  return marked?.replace(/"\\u0001(-?Infinity|NaN)"/g, '$1');
}
