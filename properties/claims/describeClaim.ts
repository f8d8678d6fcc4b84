import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float64Oracle } from '../../src/check/oracles/float64Oracle.js';
import { searchCounterexample } from '../../src/check/search.js';
import { SEARCH_RUNS } from '../../src/check/settings.js';
import { subjectOf } from '../../src/check/subjects.js';
import { verify } from '../../src/check/verify.js';
import type { CaseKind, Cases } from '../../src/claims/cases.js';
import type { Claim, Reading, Source } from '../../src/claims/claim.js';
import type { Outcome } from '../../src/claims/outcome.js';
import type { Subjects } from '../../src/claims/subjects.js';
import { arbitraryOf } from '../../src/generate/arbitraries.js';
import { holdsAlways, RUNS, SEED } from '../runs.js';
import { depthShares, LEAST_DEEP } from './depthShares.js';
import { outcomeOf } from './outcomeOf.js';
import { sharedSubjects } from './sharedSubjects.js';

/** What is to be true of a claim, as sentences and what they need to be checked. */
export interface ClaimProperties<Kind extends CaseKind> {
  /** What it holds for, or what its counterexample looks like. */
  readonly asPrinted: string | Refutation<Kind>;
  /** What it holds for; absent iff there is nothing to repair. */
  readonly repaired?: string;
  /** What shares of the generated cases put it to the test. */
  readonly notVacuous: readonly Share<Kind>[];
}

/** A counterexample that the search is to find, from nothing, and shrink. */
export interface Refutation<Kind extends CaseKind> {
  /** "3 classes and 2 inputs", to stand after "a counterexample with". */
  readonly witnessWith: string;
  /** Expects the shrunk counterexample to be so. */
  readonly witness: (source: Cases[Kind]) => void;
}

/** A least share of the generated cases. */
export interface Share<Kind extends CaseKind> {
  readonly percent: number;
  /** "saturate". */
  readonly that: string;
  readonly counts: (subject: Subjects[Kind], outcomes: Outcomes) => boolean;
}

/** What the readings of a claim decide on one case. */
export interface Outcomes {
  readonly asPrinted: Outcome;
  readonly repaired: Outcome | null;
}

/** The properties of a claim: as printed, as repaired, and that it is put to the test. */
export function describeClaim<Kind extends CaseKind>(
  claim: Claim<Kind>,
  { asPrinted, repaired, notVacuous }: ClaimProperties<Kind>,
): void {
  describe(`${claim.id} (${describeSource(claim.source)})`, () => {
    if (typeof asPrinted === 'string') {
      it(`as printed, holds for ${asPrinted}`, () => expectHolds(claim, 'asPrinted'));
    } else {
      const title = `finds and shrinks a counterexample with ${asPrinted.witnessWith}`;
      it(`as printed, is refuted: ${title}`, () => expectRefuted(claim, asPrinted));
    }
    if (repaired !== undefined) {
      it(`as repaired, holds for ${repaired}`, () => expectHolds(claim, 'repaired'));
    }
    it(`is not vacuous: ${describeShares(claim.kind, notVacuous)}`, () => {
      expect(claim.repaired === null).toBe(repaired === undefined);
      expectShares(claim, notVacuous);
    });
  });
}

/** No case fails, and float64 contradicts none of the decisions. */
function expectHolds<Kind extends CaseKind>(
  claim: Claim<Kind>,
  name: 'asPrinted' | 'repaired',
): void {
  const reading = claim[name] as Reading<Kind>;
  expect(reading.expected).toBe('holds');
  const holds = (subject: Subjects[Kind]) => {
    const outcome = outcomeOf(reading, subject);
    if (outcome.status === 'skipped') return;
    expect(outcome).toEqual({ status: 'holds' });
    expect(reading.confirm?.(subject, float64Oracle, 'holds').verdict).not.toBe('contradicted');
  };
  try {
    sharedSubjects(claim.kind).slice(0, RUNS).forEach(holds);
  } catch (error) {
    // Once more, to be shrunk.
    holdsAlways(
      fc.property(arbitraryOf[claim.kind](), (source) => holds(subjectOf(claim.kind, source))),
    );
    throw error;
  }
}

/** A counterexample is found, fails again from its recorded values, and is one in float64 too. */
function expectRefuted<Kind extends CaseKind>(
  claim: Claim<Kind>,
  { witness }: Refutation<Kind>,
): void {
  const { asPrinted } = claim;
  expect(asPrinted.expected).toBe('refuted');
  const found = searchCounterexample(claim, 'asPrinted', SEED, SEARCH_RUNS);
  expect(found.counterexample).not.toBeNull();
  const { subject, verified, counterexample } = verify(claim, 'asPrinted', found.counterexample!);
  expect(verified).toBe(true);
  expect(counterexample.explanation.at(-1)).toBe(claim.flaw);
  witness(found.counterexample!);
  expect(asPrinted.confirm?.(subject, float64Oracle, 'fails').verdict).not.toBe('contradicted');
}

function expectShares<Kind extends CaseKind>(
  claim: Claim<Kind>,
  shares: readonly Share<Kind>[],
): void {
  const subjects = sharedSubjects(claim.kind);
  const counts = shares.map(() => 0);
  for (const subject of subjects) {
    const outcomes = {
      asPrinted: outcomeOf(claim.asPrinted, subject),
      repaired: claim.repaired && outcomeOf(claim.repaired, subject),
    };
    shares.forEach((share, n) => {
      if (share.counts(subject, outcomes)) counts[n]++;
    });
  }
  shares.forEach(({ percent, that }, n) => {
    expect((100 * counts[n]) / subjects.length, that).toBeGreaterThanOrEqual(percent);
  });
  for (const { of, percent } of depthShares(claim, subjects)) {
    expect(percent, `${of}: deep`).toBeGreaterThanOrEqual(LEAST_DEEP);
  }
}

function describeShares<Kind extends CaseKind>(kind: Kind, shares: readonly Share<Kind>[]): string {
  const parts = shares.map(({ percent, that }, n) =>
    n === 0 ? `at least ${percent}% of generated ${PLURALS[kind]} ${that}` : `${percent}% ${that}`,
  );
  const deep = kind === 'ray' || kind === 'ensemble';
  return [...parts, ...(deep ? [`${LEAST_DEEP}% of those decided are deep`] : [])].join(', ');
}

const PLURALS: { readonly [Kind in CaseKind]: string } = {
  ray: 'rays',
  ensemble: 'ensembles',
  logits: 'logits',
  curve: 'curves',
  detector: 'rays with data',
  smooth: 'rays',
  speeds: 'curves',
  trees: 'rays',
};

/** "paper A, Lemma 4". */
function describeSource({ paper, label }: Source): string {
  return `${paper.length === 1 ? `paper ${paper}` : paper}, ${label}`;
}
