import fc from 'fast-check';
import type { CaseKind, Cases } from '../claims/cases.js';
import type { Reading, Subjects } from '../claims/claim.js';
import type { Outcome } from '../claims/outcome.js';
import { arbitraryOf } from '../generate/arbitraries.js';
import { subjectOf } from './subjects.js';

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

/** Called for each generated case, in order, with what the check found; not while shrinking. */
export type Visitor<Kind extends CaseKind> = (
  subject: Subjects[Kind],
  outcome: Outcome,
  run: number,
) => void;

/**
 * Searches generated cases for one in which a reading fails, and shrinks it.
 *
 * Starts from nothing but the seed: no witness is known to it. Deterministic.
 *
 * @param seed - a 32-bit integer
 * @param runs - the most cases to try
 */
export function searchCounterexample<Kind extends CaseKind>(
  kind: Kind,
  reading: Reading<Kind>,
  seed: number,
  runs: number,
  visit: Visitor<Kind> = () => {},
): SearchResult<Kind> {
  let skipped = 0;
  let undecided = 0;
  let run = 0;
  let failed = false;
  const arbitrary: fc.Arbitrary<Cases[Kind]> = arbitraryOf[kind]();
  const fault: { thrown?: unknown } = {};
  const property = fc.property(arbitrary, (source) => {
    const { subject, outcome } = decide(kind, reading, source, fault);
    if (!failed) {
      visit(subject, outcome, run);
      run++;
      if (outcome.status === 'skipped') {
        skipped++;
        if (outcome.because === 'undecided') undecided++;
      }
    }
    if (outcome.status === 'fails') failed = true;
    return outcome.status !== 'fails';
  });
  const details = fc.check(property, { seed, numRuns: runs, verbose: 0 });
  if ('thrown' in fault) throw fault.thrown;
  return {
    runs: run,
    skipped,
    undecided,
    shrinks: details.numShrinks,
    counterexample: details.failed ? details.counterexample![0] : null,
  };
}

/** Decides one case; an error that is thrown is kept, since the search would take it for a failure. */
function decide<Kind extends CaseKind>(
  kind: Kind,
  reading: Reading<Kind>,
  source: Cases[Kind],
  fault: { thrown?: unknown },
): { subject: Subjects[Kind]; outcome: Outcome } {
  try {
    const subject = subjectOf(kind, source);
    return { subject, outcome: reading.check(subject) };
  } catch (error) {
    fault.thrown ??= error;
    throw error;
  }
}
