import type { Audit, AuditRun } from './auditRun.js';
import { withoutNonFinite } from './nonFinite.js';

/**
 * An audit as a value JSON can hold: an infinite number becomes the string `Infinity`.
 *
 * The same audit always gives the same bytes.
 */
export function auditJson(audit: Audit): object {
  return withoutNonFinite(audit) as object;
}

/** Writes audit.json: one direction a line, so that files stay small and can be compared. */
export function serializeAudit(audit: Audit): string {
  const { directions, ...rest } = audit;
  return withLines({ ...rest, directions: [] }, 'directions', directions);
}

/** What a shard keeps for the pages of the whole audit. */
export interface ShardCurves {
  readonly schemaVersion: 1;
  /** The path of the network as given. */
  readonly network: string;
  readonly curves: AuditRun['curves'];
}

/** Writes audit.curves.json: the curves of one direction a line. */
export function serializeCurves(curves: ShardCurves): string {
  return withLines({ ...curves, curves: [] }, 'curves', curves.curves);
}

function withLines(head: object, field: string, items: readonly unknown[]): string {
  const lines = items.map((item) => `    ${JSON.stringify(withoutNonFinite(item))}`);
  const text = JSON.stringify(withoutNonFinite(head), null, 2);
  return `${text.replace(`\n  "${field}": []`, () => `\n  "${field}": [\n${lines.join(',\n')}\n  ]`)}\n`;
}
