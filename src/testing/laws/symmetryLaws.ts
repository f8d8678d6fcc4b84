import type { Law, NotChecked } from '../law.js';
import { firstDifference, fitOn, scoresOf } from '../scoring.js';
import { ORDINARY, VARIATIONS } from '../situations/situations.js';
import type { DetectorUnderTest } from '../subject.js';

/** Rows with one clear class: on an exact tie the class taken depends on the numbering. */
const ROWS = ORDINARY.inside;

/** Changes of the data that change no score. */
export const SYMMETRY_LAWS: readonly Law<DetectorUnderTest>[] = [
  symmetry(
    'class-numbering',
    'renumbering the classes, in the head and in the labels, changes no score',
    'label 0 is treated as missing, labels are shifted by one, or a class index is used as a number',
    // A shift of the labels commutes with a cycle, but not with a swap.
    [VARIATIONS.classesCycled, VARIATIONS.classesSwapped],
  ),
  symmetry(
    'replication',
    'fitting on every row twice changes no score (declared)',
    'a covariance divides by n − 1, or a ridge of fixed size is added to a sum over rows',
    [VARIATIONS.rowsTwice],
    ({ declares }) =>
      declares?.replication ? null : { notChecked: 'it does not declare replication' },
  ),
  symmetry(
    'rescaling',
    'features in other units, the head making up for it, change no score (declared)',
    'a ridge of fixed size is added to the covariance',
    [VARIATIONS.otherUnits],
    ({ declares }) =>
      declares?.rescaling ? null : { notChecked: 'it does not declare rescaling' },
  ),
];

function symmetry(
  id: string,
  statement: string,
  likelyCause: string,
  changes: readonly (typeof ORDINARY)[],
  applies: (subject: DetectorUnderTest) => NotChecked | null = () => null,
): Law<DetectorUnderTest> {
  return {
    id,
    statement,
    likelyCause,
    applies,
    async check(subject) {
      const before = await scoresOf(await fitOn(subject, ORDINARY), ROWS);
      for (const changed of changes) {
        const after = await scoresOf(await fitOn(subject, changed), ROWS);
        const at = firstDifference(subject, before, after);
        if (at === -1) continue;
        return {
          message: `${JSON.stringify(ROWS[at])} scores ${before[at]} before and ${after[at]} in "${changed.name}"`,
          input: { situation: changed.name, rows: [ROWS[at]] },
        };
      }
      return null;
    },
  };
}
