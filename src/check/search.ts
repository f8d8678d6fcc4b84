import fc from 'fast-check';
import type { CaseKind, Cases } from '../claims/cases.js';
import type { Claim, Reading } from '../claims/claim.js';
import type { Outcome } from '../claims/outcome.js';
import type { Subjects } from '../claims/subjects.js';
import { onCase } from './onCase.js';
import { type CaseSource, ownCases } from './sharedCases.js';

/** What a search over generated cases came to. */
export interface SearchResult<Kind extends CaseKind> {
  /** Cases tried, up to and with the first that fails. */
  readonly runs: number;
  /** Of these, how many did not meet the hypotheses, or could not be decided. */
  readonly skipped: number;
  readonly undecided: number;
  /** Smaller failing cases the shrinker moved to. */
  readonly shrinks: number;
  /** The smallest failing case found, or null. */
  readonly counterexample: Cases[Kind] | null;
}

/**
 * Called for each generated case, in order, with what the check found; not while shrinking.
 * The search ends, without shrinking, where it returns `'stop'`.
 */
export type Visitor<Kind extends CaseKind> = (
  subject: Subjects[Kind],
  outcome: Outcome,
  run: number,
) => 'stop' | undefined;

/**
 * Searches generated cases for one in which a reading of a claim fails, and shrinks it.
 *
 * Starts from nothing but the seed: no witness is known to it. Deterministic.
 *
 * @param seed - a 32-bit integer
 * @param runs - the most cases to try
 * @param shrink - whether a failing case is shrunk
 * @param cases - where cases come from
 * @throws InternalError if the check, or `visit`, throws: it names the claim and the case
 */
export function searchCounterexample<Kind extends CaseKind>(
  claim: Pick<Claim<Kind>, 'id' | 'kind' | 'asPrinted' | 'repaired'>,
  name: 'asPrinted' | 'repaired',
  seed: number,
  runs: number,
  visit: Visitor<Kind> = () => undefined,
  shrink = true,
  cases: CaseSource<Kind> = ownCases(claim.kind),
): SearchResult<Kind> {
  const { id } = claim;
  const reading = claim[name] as Reading<Kind>;
  let skipped = 0;
  let undecided = 0;
  let run = 0;
  let failed = false;
  let stopped = false;
  let thrown: unknown = null;
  const decide = (source: Cases[Kind]): Outcome => {
    const subject = cases.subjectOf(source);
    const outcome = reading.check(subject);
    if (!failed) stopped = visit(subject, outcome, run) === 'stop';
    return outcome;
  };
  const property = fc.property(cases.arbitrary, (source) => {
    // What comes after is no case of the search, but a smaller one than that at which it ended.
    if (stopped) return true;
    let outcome: Outcome;
    try {
      outcome = onCase(id, name, source, () => decide(source));
    } catch (error) {
      // Kept, since the search would take it for a failure of the statement.
      thrown ??= error;
      throw error;
    }
    if (!failed) {
      run++;
      if (outcome.status === 'skipped') {
        skipped++;
        if (outcome.because === 'undecided') undecided++;
      }
    }
    if (outcome.status === 'fails') failed = true;
    return outcome.status !== 'fails' && !stopped;
  });
  const details = fc.check(property, { seed, numRuns: runs, verbose: 0, endOnFailure: !shrink });
  if (thrown !== null) throw thrown;
  return {
    runs: run,
    skipped,
    undecided,
    shrinks: details.numShrinks,
    counterexample: failed ? details.counterexample![0] : null,
  };
}
