/** A value as JSON can hold it: numbers that are not finite become the texts that name them. */
export function withoutNonFinite(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return value.map(withoutNonFinite);
  if (value && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, of]) => [key, withoutNonFinite(of)]),
    );
  }
  return value;
}

/** The value again. What users name is text, whatever it says. */
export function withNonFinite(value: unknown): unknown {
  if (typeof value === 'string' && NAMES.has(value)) return Number(value);
  if (Array.isArray(value)) return value.map(withNonFinite);
  if (value && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, of]) => [key, NAMED.has(key) ? of : withNonFinite(of)]),
    );
  }
  return value;
}

const NAMES: ReadonlySet<string> = new Set(['Infinity', '-Infinity', 'NaN']);
/** Fields of an audit that hold what features, rays, data and networks are called. */
const NAMED: ReadonlySet<string> = new Set(['label', 'featureName', 'name', 'notes']);
