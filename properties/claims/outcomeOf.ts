import type { CaseKind } from '../../src/claims/cases.js';
import type { Reading } from '../../src/claims/claim.js';
import type { Outcome } from '../../src/claims/outcome.js';
import type { Subjects } from '../../src/claims/subjects.js';

const known = new WeakMap<object, WeakMap<object, Outcome>>();

/**
 * What a reading decides on a subject. Several properties of a claim ask this of the same subjects: it
 * is computed once.
 */
export function outcomeOf<Kind extends CaseKind>(
  reading: Reading<Kind>,
  subject: Subjects[Kind],
): Outcome {
  let outcomes = known.get(reading);
  if (!outcomes) known.set(reading, (outcomes = new WeakMap()));
  let outcome = outcomes.get(subject);
  if (!outcome) outcomes.set(subject, (outcome = reading.check(subject)));
  return outcome;
}
