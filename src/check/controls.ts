import type { CaseKind } from '../claims/cases.js';
import type { Claim, Reading } from '../claims/claim.js';
import type { Control } from '../claims/control.js';
import type { MissedControl } from '../evidence/evidence.js';
import { subjectOf } from './subjects.js';

/**
 * Puts a check to its controls: cases of known outcome, some with a wrong answer of an engine.
 *
 * @returns those it gets wrong; a check that misses one is not fit to decide anything
 */
export function missedControls<Kind extends CaseKind>(
  { kind }: Pick<Claim<Kind>, 'kind'>,
  reading: Pick<Reading<Kind>, 'check' | 'controls'>,
): MissedControl[] {
  return (reading.controls ?? []).flatMap((control) => {
    const found = outcomeOf(kind, reading, control);
    return found === control.expected
      ? []
      : [{ control: control.name, expected: control.expected, found }];
  });
}

function outcomeOf<Kind extends CaseKind>(
  kind: Kind,
  { check }: Pick<Reading<Kind>, 'check'>,
  { source, lie }: Control<Kind>,
): string {
  try {
    const subject = subjectOf(kind, source);
    return check(lie ? lie(subject) : subject).status;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
