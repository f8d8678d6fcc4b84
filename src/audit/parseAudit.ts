import { InputError } from '../errors/inputError.js';
import { problemsOf } from '../schema/shape.js';
import type { Audit } from './auditRun.js';
import { auditShape } from './auditShape.js';
import { withNonFinite } from './nonFinite.js';

/**
 * Checks that parsed JSON is an audit, as `farfield audit` writes it to `audit.json` or prints it
 * with `--json`, and returns it.
 *
 * @throws InputError `malformed` for what is no audit, else with every problem, up to twenty
 */
export function parseAudit(json: unknown, where: string): Audit {
  const { tool, schemaVersion, baseline, ...rest } = (json ?? {}) as {
    readonly tool?: { readonly name?: unknown };
    readonly schemaVersion?: unknown;
    readonly baseline?: unknown;
  };
  if (tool?.name !== 'farfield' || !('directions' in rest)) {
    throw new InputError(where, [
      {
        code: 'malformed',
        path: 'file',
        rule: 'must be an audit, as farfield audit writes it to audit.json',
        remedy: 'give such a file',
      },
    ]);
  }
  // Printed beside a baseline an audit has one field more.
  const problems = problemsOf(auditShape, { schemaVersion, tool, ...rest }, '');
  if (problems.length > 0) throw new InputError(where, problems.slice(0, 20));
  return withNonFinite({ schemaVersion, tool, ...rest }) as Audit;
}
