import { InputError } from '../errors/inputError.js';
import { problemsOf } from '../schema/shape.js';
import {
  type ClaimEvidence,
  EVIDENCE_VERSION,
  type Evidence,
  type ReadingEvidence,
} from './evidence.js';
import { evidenceShape } from './evidenceShape.js';

/** More than this many problems are counted, not listed. */
const LISTED = 50;

/**
 * Checks that parsed JSON is evidence, and returns it.
 *
 * Evidence of before there were experiments is read as evidence without any.
 *
 * Everything is checked: the version first, then every field, verdict, network and size, and whether
 * the fields of a reading fit each other (a refuted statement has a counterexample).
 *
 * @param json - what `JSON.parse` made of the file
 * @param where - the file's name, for messages
 * @throws InputError `wrong_version` if it is evidence of another version, else with every problem
 *
 * @example
 * ```ts
 * parseEvidence({ schemaVersion: 7 }, 'evidence.json');
 * // InputError: evidence.json: schemaVersion=7 must be 1; …
 * ```
 */
export function parseEvidence(json: unknown, where: string): Evidence {
  checkVersion(json, where);
  const problems = problemsOf(evidenceShape, json, '');
  if (problems.length > LISTED) {
    const more = problems.length - LISTED;
    problems.splice(LISTED, more, {
      code: 'malformed',
      path: '…',
      rule: `and ${more} more problems`,
      remedy: 'mend the ones above first',
    });
  }
  if (problems.length > 0) throw new InputError(where, problems);
  const evidence = json as Evidence;
  return {
    ...evidence,
    claims: evidence.claims.map(withDefaults),
    experiments: evidence.experiments ?? [],
  };
}

function withControls(reading: ReadingEvidence): ReadingEvidence {
  return { ...reading, controls: reading.controls ?? { told: 0, missed: [] } };
}

/** What files of earlier versions leave out. */
function withDefaults(claim: ClaimEvidence): ClaimEvidence {
  const { float64, highPrecision } = claim.oracles;
  return {
    ...claim,
    atInfinity: claim.atInfinity ?? null,
    asPrinted: withControls(claim.asPrinted),
    repaired: claim.repaired && withControls(claim.repaired),
    generic: claim.generic ?? null,
    oracles: {
      ...claim.oracles,
      float64: { ...float64, couldNotTell: float64.couldNotTell ?? 0 },
      highPrecision: { ...highPrecision, couldNotTell: highPrecision.couldNotTell ?? 0 },
    },
  };
}

/** Evidence of another version would fail in a hundred places, none of them the reason. */
function checkVersion(json: unknown, where: string): void {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new InputError(where, [
      {
        code: 'wrong_type',
        path: 'evidence',
        value: json,
        rule: 'must be an object',
        remedy: 'pass the evidence.json that farfield verify wrote',
      },
    ]);
  }
  const { schemaVersion } = json as { schemaVersion?: unknown };
  if (schemaVersion === EVIDENCE_VERSION) return;
  throw new InputError(where, [
    schemaVersion === undefined
      ? {
          code: 'missing',
          path: 'schemaVersion',
          rule: `must be ${EVIDENCE_VERSION}`,
          remedy: 'pass the evidence.json that farfield verify wrote',
        }
      : {
          code: 'wrong_version',
          path: 'schemaVersion',
          value: schemaVersion,
          rule: `must be ${EVIDENCE_VERSION}`,
          remedy: 'write the evidence anew with this version of farfield',
        },
  ]);
}
