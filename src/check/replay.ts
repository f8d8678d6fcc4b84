import type { CaseKind } from '../claims/cases.js';
import type { AnyClaim, Claim } from '../claims/claim.js';
import { claimById } from '../claims/claimById.js';
import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { list, record, text } from '../errors/kinds.js';
import type { Counterexample, Evidence } from '../evidence/evidence.js';
import { readCase } from './readCase.js';
import { verify } from './verify.js';

/** What re-checking a recorded counterexample found. */
export interface Replay {
  readonly claim: string;
  readonly reading: 'asPrinted' | 'repaired';
  readonly counterexample: Counterexample;
  /** Whether the statement fails on the recorded values, decided exactly, now. */
  readonly verifiedExactly: boolean;
}

/**
 * Decides the recorded counterexamples to a claim again, from their recorded values alone.
 *
 * @param where - the evidence file's name, for messages
 * @throws InputError `unknown_value` for a claim the catalogue lacks, `missing` if the evidence
 *   holds no counterexample to it, and whatever is wrong with the recorded values
 *
 * @example
 * ```ts
 * const evidence = await verifyClaims({ claims: ['softmax-increasing'], runs: 20, workers: 0 });
 * replay(evidence, 'softmax-increasing', 'this run')[0].verifiedExactly; // true
 * ```
 */
export function replay(evidence: Evidence, id: string, where: string): Replay[] {
  checkArguments('replay', {
    evidence: [evidence, record({ claims: list(record({ id: text })) })],
    where: [where, text],
  });
  const claim: AnyClaim = claimById(id);
  const recorded = evidence.claims.find((candidate) => candidate.id === id);
  const readings = (['asPrinted', 'repaired'] as const).filter(
    (name) => recorded?.[name]?.counterexample,
  );
  if (readings.length === 0) {
    throw new InputError(where, [
      {
        code: 'missing',
        path: `claims[${id}]`,
        rule: 'records no counterexample, so there is nothing to replay',
        remedy: `\`farfield refute ${id}\` searches for one`,
      },
    ]);
  }
  return readings.map((name) => {
    const source = readCase(claim.kind, recorded![name]!.counterexample, `${where}: ${id}`);
    const { counterexample, verified } = verify(claim as unknown as Claim<CaseKind>, name, source);
    return { claim: id, reading: name, counterexample, verifiedExactly: verified };
  });
}
