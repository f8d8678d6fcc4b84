import type { Law, NotChecked, Violation } from '../law.js';
import { firstDifference, fitOn, scoresOf } from '../scoring.js';
import { ORDINARY, relabelled, rescaled, type Situation } from '../situations.js';
import type { DetectorUnderTest } from '../subject.js';

/** Rows with one clear class: on an exact tie the class taken depends on the numbering. */
const ROWS = ORDINARY.inside;

/** Changes of the data that change no score. */
export const SYMMETRY_LAWS: readonly Law<DetectorUnderTest>[] = [
  symmetry(
    'class-numbering',
    'renumbering the classes, in the head and in the labels, changes no score',
    'label 0 is treated as missing, or a class index is used as a number',
    () => relabelled(ORDINARY, [2, 0, 1]),
    () => null,
  ),
  symmetry(
    'replication',
    'fitting on every row twice changes no score (declared)',
    'a covariance divides by n − 1, or a ridge of fixed size is added to a sum over rows',
    () => ({ ...ORDINARY, train: twice(ORDINARY.train), validation: twice(ORDINARY.validation) }),
    ({ declares }) =>
      declares?.replication ? null : { notChecked: 'it does not declare replication' },
  ),
  symmetry(
    'rescaling',
    'features in other units, the head making up for it, change no score (declared)',
    'a ridge of fixed size is added to the covariance',
    () => rescaled(ORDINARY, [0, 6, -6]),
    ({ declares }) =>
      declares?.rescaling ? null : { notChecked: 'it does not declare rescaling' },
  ),
];

function symmetry(
  id: string,
  statement: string,
  likelyCause: string,
  changed: () => Situation,
  applies: (subject: DetectorUnderTest) => NotChecked | null,
): Law<DetectorUnderTest> {
  return {
    id,
    statement,
    likelyCause,
    async check(subject): Promise<Violation | NotChecked | null> {
      const skipped = applies(subject);
      if (skipped) return skipped;
      const before = await scoresOf(await fitOn(subject, ORDINARY), ROWS);
      const after = await scoresOf(await fitOn(subject, changed()), ROWS);
      const at = firstDifference(subject, before, after);
      return at === -1
        ? null
        : {
            message: `${JSON.stringify(ROWS[at])} scores ${before[at]} before and ${after[at]} after`,
            input: { rows: [ROWS[at]] },
          };
    },
  };
}

function twice(set: Situation['train']): Situation['train'] {
  return { x: [...set.x, ...set.x], y: [...set.y, ...set.y] };
}
