import { declarationProblems } from '../declarations.js';
import type { Law } from '../law.js';
import { fitOn, scoresOf } from '../scoring.js';
import { ORDINARY } from '../situations/situations.js';
import { StartFailure } from '../startFailure.js';
import type { DetectorUnderTest } from '../subject.js';

/**
 * The first law: where it fails no other says anything. It also makes sure that what a process
 * declares is known to the laws that ask, and that the first batch a detector ever sees is one row,
 * of which no range and no deviation can be taken.
 */
export const ANSWERS: Law<DetectorUnderTest> = {
  id: 'answers',
  statement: 'it can be fitted on ordinary data and scores it',
  likelyCause: 'what it declares is not of the kind that laws read',
  async check(subject) {
    let fitted = await fitOn(subject, ORDINARY);
    const { wrong } = declarationProblems(subject.declares);
    if (wrong.length > 0) return { message: wrong.join('; '), input: subject.declares };
    try {
      await scoresOf(fitted, ORDINARY.inside.slice(0, 1));
    } catch (error) {
      if (error instanceof StartFailure) throw error;
      // What goes wrong with one row is the matter of "batch-of-one".
      fitted = await fitOn(subject, ORDINARY);
    }
    await scoresOf(fitted, ORDINARY.inside);
    return null;
  },
};
