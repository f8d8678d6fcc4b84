import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../errors/inputError.js';
import { proofsFolder } from './proofsFolder.js';
import type { TheoremReading } from './theoremMap.js';

export const AUDIT_VERSION = 2;

/** A theorem as Coq knows it. */
export interface AuditedTheorem {
  readonly name: string;
  /** The file of the development that holds it. */
  readonly file: string;
  /** As Coq prints it. */
  readonly statement: string;
  /** For `~ some_claim`: the claim that is refuted, as Coq prints its definition. */
  readonly definition?: string;
  /** What it rests on beyond Coq's logic, sorted. */
  readonly axioms: readonly string[];
  /** The theorems it uses, directly or through lemmas, in the order of the map. */
  readonly uses: readonly string[];
  readonly claim: string;
  readonly reading: TheoremReading;
  readonly verdict: 'proved' | 'refuted-formally';
}

/** The outcome of a passed audit, `proofs/audit.json`. */
export interface Audit {
  readonly schemaVersion: typeof AUDIT_VERSION;
  /** See {@link hashSources}. */
  readonly sourceHash: string;
  /** See {@link hashVocabulary}. */
  readonly vocabularyHash: string;
  readonly theorems: readonly AuditedTheorem[];
}

/**
 * Reads the record of the last passed audit. Needs no Coq.
 *
 * @throws InputError `not_found` if there is none, `wrong_version` if it is of another version
 *
 * @example
 * ```ts
 * readAudit().theorems[0]!.claim; // 'softmax-sigmoid'
 * ```
 */
export function readAudit(folder = proofsFolder()): Audit {
  const path = join(folder, 'audit.json');
  let audit: Audit;
  try {
    audit = JSON.parse(readFileSync(path, 'utf8')) as Audit;
  } catch {
    throw new InputError('readAudit', [
      {
        code: 'not_found',
        path,
        rule: 'must be readable JSON',
        remedy: 'run "npm run proofs" where Coq is installed',
      },
    ]);
  }
  if (audit.schemaVersion !== AUDIT_VERSION) {
    throw new InputError('readAudit', [
      {
        code: 'wrong_version',
        path: 'audit.json.schemaVersion',
        value: audit.schemaVersion,
        rule: `must be ${AUDIT_VERSION}`,
        remedy: 'run "npm run proofs" again',
      },
    ]);
  }
  return audit;
}
