import fc from 'fast-check';
import { subjectOf } from '../../src/check/subjects.js';
import type { CaseKind } from '../../src/claims/cases.js';
import type { Subjects } from '../../src/claims/subjects.js';
import { arbitraryOf } from '../../src/generate/arbitraries.js';
import { RUNS, SEED } from '../runs.js';

/** As many as shares are counted of. */
const SHARED_CASES = Math.max(RUNS, 400);

const known: { [Kind in CaseKind]?: readonly Subjects[Kind][] } = {};

/**
 * The generated cases on which the properties of all claims of a kind are checked: the same for each
 * claim, since the seed is the same, so they are generated once, and what subjects know of
 * themselves (a tail, a fitted detector) is computed once.
 */
export function sharedSubjects<Kind extends CaseKind>(kind: Kind): readonly Subjects[Kind][] {
  const subjects: readonly Subjects[Kind][] =
    known[kind] ?? subjectsOf(kind, { numRuns: SHARED_CASES, seed: SEED });
  known[kind] = subjects as (typeof known)[Kind];
  return subjects;
}

/** Generated cases of a kind, made subjects of checks. */
export function subjectsOf<Kind extends CaseKind>(
  kind: Kind,
  parameters: { readonly numRuns: number; readonly seed: number },
  arbitraries = arbitraryOf,
): readonly Subjects[Kind][] {
  return fc
    .sample(arbitraries[kind](), parameters)
    .map((source) => subjectOf(kind, source as never));
}
