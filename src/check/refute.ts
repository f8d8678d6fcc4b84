import type { CaseKind } from '../claims/cases.js';
import type { AnyClaim, Claim } from '../claims/claim.js';
import { checkArguments } from '../errors/checkArguments.js';
import { callable, record, text } from '../errors/kinds.js';
import type { Counterexample } from '../evidence/evidence.js';
import { searchCounterexample } from './search.js';
import { checkSettings, SEARCH_RUNS, seedFor } from './settings.js';
import { verify } from './verify.js';

/** What a search for a counterexample came to. */
export interface Refutation {
  readonly claim: string;
  readonly seed: number;
  /** Cases tried, with the first that fails. */
  readonly candidates: number;
  /** Smaller failing cases the shrinker moved to. */
  readonly shrinks: number;
  /** Null if none of the candidates fails. */
  readonly counterexample: Counterexample | null;
  readonly verifiedExactly: boolean;
  /** The counterexample as mathematics, step by step, and where the printed proof goes wrong. */
  readonly explanation: readonly string[];
}

/**
 * Searches from scratch for a counterexample to a claim as printed, shrinks it to one that can be
 * checked on paper, and verifies it exactly from its recorded values.
 *
 * @param seed - a whole number, 0 … 2^32 − 1
 * @param candidates - the most cases to try
 * @throws InputError `out_of_range`
 * @throws InternalError if the check throws on a generated case
 *
 * @example
 * ```ts
 * refute(claimById('softmax-increasing'), 1).verifiedExactly; // true
 * ```
 */
export function refute(claim: AnyClaim, seed: number, candidates = SEARCH_RUNS): Refutation {
  checkArguments('refute', {
    claim: [claim, record({ id: text, kind: text, asPrinted: record({ check: callable }) })],
  });
  checkSettings('refute', { seed, runs: candidates });
  const known = claim as unknown as Claim<CaseKind>;
  const found = searchCounterexample(
    known,
    'asPrinted',
    seedFor(seed, `${claim.id}/refute`),
    candidates,
  );
  const witness = found.counterexample && verify(known, 'asPrinted', found.counterexample);
  return {
    claim: claim.id,
    seed,
    candidates: found.runs,
    shrinks: found.shrinks,
    counterexample: witness?.counterexample ?? null,
    verifiedExactly: witness?.verified ?? false,
    explanation: witness?.counterexample.explanation ?? [],
  };
}
