import type { Audit } from './auditRun.js';

/**
 * An audit as a value JSON can hold: an infinite number becomes the string `Infinity`.
 *
 * The same audit always gives the same bytes.
 */
export function auditJson(audit: Audit): object {
  return plain(audit) as object;
}

/** Writes audit.json: one direction a line, so that files stay small and can be compared. */
export function serializeAudit(audit: Audit): string {
  const { directions, ...rest } = audit;
  const lines = directions.map((direction) => `    ${JSON.stringify(plain(direction))}`);
  const head = JSON.stringify(plain({ ...rest, directions: [] }), null, 2);
  return `${head.replace('\n  "directions": []', () => `\n  "directions": [\n${lines.join(',\n')}\n  ]`)}\n`;
}

function plain(value: unknown): unknown {
  if (value === Infinity) return 'Infinity';
  if (value === -Infinity) return '-Infinity';
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, plain(of)]));
  }
  return value;
}
