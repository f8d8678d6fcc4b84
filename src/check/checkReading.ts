import type { CaseKind } from '../claims/cases.js';
import type { Claim, Reading } from '../claims/claim.js';
import type { Verdict } from '../claims/verdict.js';
import type { MissedControl, ReadingEvidence } from '../evidence/evidence.js';
import type { Confirmations } from './confirmations.js';
import { missedControls } from './controls.js';
import { onCase } from './onCase.js';
import { searchCounterexample } from './search.js';
import { SEARCH_RUNS, type Settings } from './settings.js';
import { type SharedCases, seedOfCases } from './sharedCases.js';
import { decidedSortsOf, sortsOf } from './subjects.js';
import { verify } from './verify.js';

/** What checking one reading gives: its evidence, and the sorts of case it was checked on. */
export interface ReadingCheck {
  readonly evidence: ReadingEvidence;
  readonly coverage: Readonly<Record<string, number>>;
}

/**
 * Checks one reading of a claim on generated cases.
 *
 * First the check is put to its controls; one that misses any is not asked further, and the verdict
 * is `inconclusive`. The verdict is computed from what was found; `expected` only lets the search for a counterexample
 * go on to `SEARCH_RUNS` cases when few runs are asked for. Decisions that an oracle contradicts
 * decide nothing: the verdict is then `inconclusive`.
 *
 * @param name - `asPrinted` or `repaired`
 * @param confirmations - counts what the oracles confirm and contradict
 * @param cases - shared with the other claims of the kind
 * @throws InternalError if a check throws on a generated case
 */
export function checkReading<Kind extends CaseKind>(
  claim: Claim<Kind>,
  name: 'asPrinted' | 'repaired',
  settings: Settings,
  confirmations: Confirmations,
  cases: SharedCases,
): ReadingCheck {
  const reading = claim[name] as Reading<Kind>;
  const missed = missedControls(claim, reading);
  // A check that gets a case of known outcome wrong decides nothing.
  if (missed.length > 0) return { coverage: {}, evidence: unfit(reading, missed) };
  const coverage: Record<string, number> = {};
  const runs =
    reading.expected === 'refuted'
      ? Math.max(settings.runs, settings.candidates ?? SEARCH_RUNS)
      : settings.runs;
  const confirm = confirmations.of(reading);
  const contradictedBefore = confirmations.contradicted;
  const seed = seedOfCases(claim.kind, settings.seed);
  const found = searchCounterexample(
    claim,
    name,
    seed,
    runs,
    (subject, outcome) => {
      const own =
        outcome.status === 'skipped'
          ? []
          : [...decidedSortsOf(subject), ...(reading.sorts?.(subject) ?? [])];
      for (const sort of [...sortsOf(claim.kind, subject), ...own]) {
        coverage[sort] = (coverage[sort] ?? 0) + 1;
      }
      confirm(subject, outcome);
      return settings.untilUnexpected && confirmations.contradicted > contradictedBefore
        ? 'stop'
        : undefined;
    },
    !(settings.untilUnexpected && reading.expected === 'holds'),
    cases.of(claim.kind, seed),
  );
  const source = found.counterexample;
  const witness =
    source &&
    onCase(claim.id, name, source, () => {
      const verification = verify(claim, name, source);
      confirmations.confirmCounterexample(reading, verification.subject);
      return verification;
    });
  const contradicted = confirmations.contradicted > contradictedBefore;
  return {
    coverage,
    evidence: {
      latex: reading.latex,
      plain: reading.plain,
      verdict: contradicted ? 'inconclusive' : verdictOf(found.runs, found.skipped, witness),
      expected: reading.expected,
      runs: found.runs,
      skipped: found.skipped,
      undecided: found.undecided,
      shrinks: found.shrinks,
      counterexample: witness?.counterexample ?? null,
      verifiedExactly: witness?.verified ?? false,
      controls: { told: reading.controls?.length ?? 0, missed: [] },
    },
  };
}

/** The evidence of a reading whose check is not fit to decide. */
function unfit<Kind extends CaseKind>(
  { latex, plain, expected, controls = [] }: Reading<Kind>,
  missed: readonly MissedControl[],
): ReadingEvidence {
  return {
    latex,
    plain,
    verdict: 'inconclusive',
    expected,
    runs: 0,
    skipped: 0,
    undecided: 0,
    shrinks: 0,
    counterexample: null,
    verifiedExactly: false,
    controls: { told: controls.length - missed.length, missed },
  };
}

/** A claim met by fewer than this share of the cases has not been put to the test. */
const LEAST_SHARE = 0.05;
/** Nor has one met by fewer cases than this. */
const LEAST_CASES = 5;

function verdictOf(
  runs: number,
  skipped: number,
  witness: { readonly verified: boolean } | null,
): Verdict {
  if (witness) return witness.verified ? 'refuted' : 'inconclusive';
  const met = runs - skipped;
  return met < LEAST_CASES || met < LEAST_SHARE * runs ? 'vacuous' : 'holds';
}
