import type { CaseKind } from '../claims/cases.js';
import type { AnyClaim, Claim } from '../claims/claim.js';
import type { ClaimEvidence, ReadingEvidence } from '../evidence/evidence.js';
import { isUnexpected } from '../evidence/warnings.js';
import { proofsOf } from '../proofs/proofsOf.js';
import { theoremsOf } from '../proofs/theoremsOf.js';
import { checkGeneric } from './checkGeneric.js';
import { checkReading, type ReadingCheck } from './checkReading.js';
import { Confirmations } from './confirmations.js';
import { float64Oracle } from './oracles/float64Oracle.js';
import { preciseOracle } from './oracles/preciseOracle.js';
import { PRECISE_DIGITS, type Settings } from './settings.js';
import { SharedCases } from './sharedCases.js';

/**
 * Checks a claim as printed and as repaired.
 *
 * @param cases - shared between claims that are checked one after the other: saves time only
 * @returns its evidence, which depends on the claim and the settings only
 */
export function checkClaim(
  claim: AnyClaim,
  settings: Settings,
  cases = new SharedCases(),
): ClaimEvidence {
  const confirmations = new Confirmations(claim.id, float64Oracle, preciseOracle(PRECISE_DIGITS));
  // The kinds of the union are alike to the checker; it never mixes them.
  const known = claim as unknown as Claim<CaseKind>;
  const goesOn = (found: ReadingCheck | null): boolean =>
    !settings.untilUnexpected ||
    found === null ||
    (!isUnexpected(found.evidence) && confirmations.contradicted === 0);
  const printed = checkReading(known, 'asPrinted', settings, confirmations, cases);
  const repaired =
    known.repaired && goesOn(printed)
      ? checkReading(known, 'repaired', settings, confirmations, cases)
      : null;
  const generic =
    goesOn(printed) && goesOn(repaired) ? checkGeneric(known, settings, printed.evidence) : null;
  return {
    ...describeClaim(claim),
    asPrinted: printed.evidence,
    repaired: repaired?.evidence ?? null,
    generic,
    // A search that stops at a counterexample sees few cases; the repaired reading sees them all.
    coverage: sortKeys((repaired ?? printed).coverage),
    oracles: confirmations.evidence,
  };
}

/** The evidence of a claim that was not part of a run. */
export function notRun(claim: AnyClaim): ClaimEvidence {
  const reading = ({ latex, plain, expected }: AnyClaim['asPrinted']): ReadingEvidence => ({
    latex,
    plain,
    verdict: 'not-run',
    expected,
    runs: 0,
    skipped: 0,
    undecided: 0,
    shrinks: 0,
    counterexample: null,
    verifiedExactly: false,
    controls: { told: 0, missed: [] },
  });
  return {
    ...describeClaim(claim),
    asPrinted: reading(claim.asPrinted),
    repaired: claim.repaired && reading(claim.repaired),
    generic: null,
    coverage: {},
    oracles: {
      exact: { cases: 0 },
      float64: { cases: 0, couldNotTell: 0 },
      highPrecision: { cases: 0, couldNotTell: 0, digits: PRECISE_DIGITS },
      disagreements: [],
    },
  };
}

function describeClaim(claim: AnyClaim) {
  const { id, title, source, kind, atInfinity, hypotheses, flaw } = claim;
  const statements = theoremsOf(id).map(({ theorem, statement, plain, leavesOut }) => ({
    theorem,
    statement,
    plain,
    leavesOut,
  }));
  return {
    id,
    title,
    source,
    kind,
    atInfinity: atInfinity ?? null,
    hypotheses,
    flaw: flaw ?? null,
    proof: { ...proofsOf(id), statements },
  };
}

function sortKeys(record: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(record).sort(([x], [y]) => (x < y ? -1 : 1)));
}
