/** Whether a JSON value is an object with fields. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a list of whole numbers of at least 0, or null if it is none. */
export function wholeNumbers(value: unknown): readonly number[] | null {
  if (!Array.isArray(value)) return null;
  return value.every((entry) => Number.isSafeInteger(entry) && entry >= 0) ? value : null;
}
