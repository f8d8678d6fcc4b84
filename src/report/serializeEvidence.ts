import { InternalError } from '../errors/internalError.js';
import type { Evidence } from '../evidence/evidence.js';

/**
 * Writes evidence as JSON, the same evidence always as the same bytes.
 *
 * Keys have a fixed order whatever the order they were set in: that of the documentation for the
 * fields it names, the alphabet for others. Numbers are the shortest decimals that read back as the
 * same double, except that −0 is written `0`. Arrays of numbers, rows of tables, scores and the
 * specification of a figure stay on one line. Ends with a newline.
 *
 * @throws InternalError if the evidence holds NaN, an infinity or anything else JSON has no word for
 *
 * @example
 * ```ts
 * parseEvidence(JSON.parse(serializeEvidence(evidence)), 'copy'); // equal to `evidence`
 * ```
 */
export function serializeEvidence(evidence: Evidence): string {
  return `${write(evidence, '', 'evidence')}\n`;
}

function write(value: unknown, indent: string, path: string): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (ON_ONE_LINE.test(path)) return writeLine(value, path);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    const items = value.map((item, k) => write(item, inner, `${path}[${k}]`));
    return value.every((item) => typeof item !== 'object' || item === null) &&
      !value.some((item) => typeof item === 'string')
      ? `[${items.join(', ')}]`
      : `[\n${items.map((item) => inner + item).join(',\n')}\n${indent}]`;
  }
  if (typeof value === 'object') {
    const fields = Object.entries(value).filter(([, of]) => of !== undefined);
    if (fields.length === 0) return '{}';
    const lines = fields
      .sort(([key], [other]) => compareKeys(key, other))
      .map(([key, of]) => `${inner}${JSON.stringify(key)}: ${write(of, inner, `${path}.${key}`)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  throw new InternalError(`${path} is ${String(value)}, which JSON cannot hold`);
}

/** Long in lines and short in meaning. */
const ON_ONE_LINE =
  /^evidence\.experiments\[\d+\]\.(scores\[\d+\]|tables\[\d+\]\.(head|rows\[\d+\])|figures\[\d+\]\.specification)$/;

function writeLine(value: unknown, path: string): string {
  if (typeof value !== 'object' || value === null) return write(value, '', path);
  if (Array.isArray(value)) {
    return `[${value.map((item, k) => writeLine(item, `${path}[${k}]`)).join(', ')}]`;
  }
  const fields = Object.entries(value).filter(([, of]) => of !== undefined);
  return `{${fields
    .sort(([key], [other]) => compareKeys(key, other))
    .map(([key, of]) => `${JSON.stringify(key)}: ${writeLine(of, `${path}.${key}`)}`)
    .join(', ')}}`;
}

function compareKeys(key: string, other: string): number {
  const rank = (name: string) => RANK.get(name) ?? Number.MAX_SAFE_INTEGER;
  return rank(key) - rank(other) || (key < other ? -1 : 1);
}

/** Every field the documentation names, in its order; no name means two things. */
const RANK = new Map(
  [
    ...['schemaVersion', 'tool', 'seed', 'runsPerClaim', 'warnings', 'claims'],
    ...['experiments', 'environment', 'timing'],
    ...['name', 'format', 'version', 'fastCheck', 'mathjs'],
    ...['commit', 'node', 'platform', 'workers', 'startedAt', 'durationMs', 'claimsMs'],
    ...['experimentsMs'],
    ...[
      'id',
      'title',
      'source',
      'kind',
      'atInfinity',
      'hypotheses',
      'flaw',
      'asPrinted',
      'repaired',
    ],
    ...['generic'],
    ...['coverage', 'oracles', 'proof', 'paper', 'label', 'equation'],
    ...['latex', 'plain', 'verdict', 'expected', 'runs', 'skipped', 'undecided', 'shrinks'],
    ...['counterexample', 'verifiedExactly', 'controls', 'told', 'missed'],
    ...['radius', 'hyperplanes', 'witness', 'asArgued'],
    ...['reason', 'explanation', 'network', 'members', 'origin', 'direction', 'logits', 'units'],
    ...['inputs', 'layers', 'type', 'weights', 'bias', 'slope', 'lower', 'upper'],
    ...['linear', 'oscillating'],
    ...['saturating', 'tied', 'flat', 'boundary'],
    ...['exact', 'float64', 'highPrecision', 'cases', 'couldNotTell', 'digits', 'disagreements'],
    ...['theorems', 'axioms'],
    ...['status', 'settings', 'missing', 'backend', 'tables', 'figures', 'notes', 'scores'],
    ...['statement', 'scope', 'quantity', 'estimate', 'interval', 'basis', 'remark'],
    ...['shows', 'repeats', 'head', 'rows', 'note', 'specification'],
    ...['dataSets', 'seeds', 'epochs', 'fullSize', 'dataSet', 'remedy'],
    ...['variant', 'setting', 'detector', 'ood', 'auroc', 'auroc2024', 'notFinite'],
  ].map((name, rank) => [name, rank]),
);
