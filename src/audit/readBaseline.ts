import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { readJsonFile } from '../files/readJsonFile.js';
import { readShaped } from '../schema/readShaped.js';
import {
  type JsonSchema,
  list,
  object,
  oneOf,
  optional,
  type Shape,
  schemaOf,
  textLike,
} from '../schema/shape.js';
import type { Audit } from './auditRun.js';
import type { Acceptance, Change } from './baseline.js';
import { parseAudit } from './parseAudit.js';

type ChangeKind = Change['kind'];
const KINDS: readonly ChangeKind[] = ['certain', 'new', 'nearer', 'blind', 'not-known'];

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
  return [...(await readShaped(path, acceptancesShape))];
}

/** A text that says something. */
const filled = textLike(/\S/, '"alcohol +"');

const acceptancesShape: Shape<readonly Acceptance[]> = list(
  object<Acceptance>({
    direction: filled,
    reason: filled,
    kind: optional(oneOf<ChangeKind>(...KINDS)),
    detector: optional(filled),
  }),
);

/** The JSON Schema of files of accepted changes, as `schema/acceptances.schema.json` holds it. */
export function acceptancesSchema(): JsonSchema {
  return schemaOf(
    'accepted changes of farfield audits, version 1',
    'What `farfield audit --accept` takes: changes since a baseline that are no finding, with reasons.',
    acceptancesShape,
  );
}
