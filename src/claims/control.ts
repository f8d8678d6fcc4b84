import type { CaseKind, Cases } from './cases.js';
import type { Outcome } from './outcome.js';
import type { Subjects } from './subjects.js';

/**
 * A case whose outcome is known beforehand, which a check is put to before it may decide anything.
 *
 * What a check is trusted with is telling cases apart; generated cases do not show that of a
 * statement that is true of all of them. So every reading has, of each hypothesis, a case that
 * meets all but that one, to be skipped; and a statement expected to hold has cases in which one
 * answer of the engines is replaced by a wrong one, to be found to fail. A check that always says
 * `holds`, widens a hypothesis or loosens a bound gets one of them wrong.
 */
export interface Control<Kind extends CaseKind> {
  /** "a lead that is overstated by half". */
  readonly name: string;
  readonly source: Cases[Kind];
  /** Replaces an answer of the engines by a wrong one. */
  readonly lie?: (subject: Subjects[Kind]) => Subjects[Kind];
  readonly expected: Outcome['status'];
}
