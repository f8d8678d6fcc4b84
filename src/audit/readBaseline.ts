import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { readJsonFile } from '../files/readJsonFile.js';
import type { Audit } from './auditRun.js';
import type { Acceptance } from './baseline.js';
import { parseAudit } from './parseAudit.js';

const KINDS = ['certain', 'new', 'nearer', 'blind', 'not-known'];

/**
 * Reads an audit that `farfield audit` wrote (`audit.json`, or what `--json` prints), to compare a new
 * one with.
 *
 * @param now - the new audit: units and classes must be the same
 * @throws InputError `malformed` for a file that is none, `inconsistent` for one of something else
 */
export async function readBaseline(path: string, now: Audit): Promise<Audit> {
  const old = parseAudit(await readJsonFile(path), path);
  const problems: Problem[] = [];
  const same = (what: string, before: unknown, after: unknown) => {
    if (before === after) return;
    problems.push({
      code: 'inconsistent',
      path: what,
      value: before,
      rule: `must be that of the new audit, ${JSON.stringify(after)}`,
      remedy: 'compare audits of the same classes, in the same units',
    });
  };
  same('network.classes', old.network.classes, now.network.classes);
  same('units', old.units, now.units);
  if (problems.length > 0) throw new InputError(path, problems);
  return old;
}

/**
 * Reads changes that are accepted: `[{ "direction": "alcohol +", "kind": "nearer", "reason": "…" }]`.
 *
 * @throws InputError with every problem, up to twenty
 */
export async function readAcceptances(path: string): Promise<Acceptance[]> {
  const json = await readJsonFile(path);
  const problems: Problem[] = [];
  const report = (place: string, value: unknown, rule: string, remedy: string) => {
    problems.push({ code: 'wrong_type', path: place, value, rule, remedy });
  };
  if (!Array.isArray(json)) {
    report('file', json, 'must be an array', 'write [{"direction": …, "reason": …}, …]');
    throw new InputError(path, problems);
  }
  json.forEach((entry: Partial<Acceptance> | null, k) => {
    for (const field of ['direction', 'reason'] as const) {
      if (typeof entry?.[field] === 'string' && entry[field] !== '') continue;
      report(`[${k}].${field}`, entry?.[field], 'must be a text', `give the ${field}`);
    }
    const { kind, detector } = entry ?? {};
    if (kind !== undefined && !KINDS.includes(kind)) {
      report(`[${k}].kind`, kind, `must be one of ${KINDS.join(', ')}`, 'or leave it out');
    }
    if (detector !== undefined && typeof detector !== 'string') {
      report(`[${k}].detector`, detector, 'must be the id of a detector', 'or leave it out');
    }
  });
  if (problems.length > 0) throw new InputError(path, problems.slice(0, 20));
  return json as Acceptance[];
}
