import type { Law, Violation } from '../law.js';
import { demonstrate } from '../observedDetector.js';
import { firstDifference, fitOn, scoresOf } from '../scoring.js';
import { ORDINARY } from '../situations/situations.js';
import { smallestRows } from '../smallestRows.js';
import type { DetectorUnderTest, FittedDetector } from '../subject.js';

type Rows = readonly (readonly number[])[];

const ROWS: Rows = [...ORDINARY.inside, ...ORDINARY.far, ...ORDINARY.boundary];

/** A row's score is its own: it does not depend on what else is in the batch. */
export const BATCH_LAWS: readonly Law<DetectorUnderTest>[] = [
  compared(
    'batch-equals-single',
    'a row has the same score in a batch as alone',
    'a softmax, a maximum, a mean or a normalisation runs over the batch instead of the row',
    async (fitted, rows) => {
      const alone: number[] = [];
      for (const row of rows) alone.push(...(await scoresOf(fitted, [row])));
      return alone;
    },
  ),
  compared(
    'permuted-batch',
    'permuting the rows of a batch permutes its scores',
    'scores are sorted, or returned in another order than the rows',
    async (fitted, rows) => (await scoresOf(fitted, [...rows].reverse())).reverse(),
  ),
  {
    id: 'batch-of-one',
    statement: 'a batch of one row has one score',
    likelyCause:
      'a dimension of size 1 is squeezed away, or a standard deviation is taken over one row',
    async check(subject) {
      const fitted = await fitOn(subject, ORDINARY);
      for (const row of [ORDINARY.inside[0], ORDINARY.far[0]]) {
        try {
          const [score] = await scoresOf(fitted, [row]);
          if (Number.isFinite(score)) continue;
          return {
            message: `the score is ${score}`,
            input: { situation: ORDINARY.name, rows: [row] },
          };
        } catch (error) {
          return {
            message: error instanceof Error ? error.message : String(error),
            input: { situation: ORDINARY.name, rows: [row] },
          };
        }
      }
      return null;
    },
  },
];

function compared(
  id: string,
  statement: string,
  likelyCause: string,
  otherwise: (fitted: FittedDetector, rows: Rows) => Promise<number[]>,
): Law<DetectorUnderTest> {
  return {
    id,
    statement,
    likelyCause,
    async check(subject): Promise<Violation | null> {
      const fitted = await fitOn(subject, ORDINARY);
      const differing = async (rows: Rows) => {
        const together = await scoresOf(fitted, rows);
        const apart = await otherwise(fitted, rows);
        const at = firstDifference(subject, together, apart);
        return at === -1 ? null : { row: rows[at], together: together[at], apart: apart[at] };
      };
      const found = await differing(ROWS);
      if (!found) return null;
      const smallest = await smallestRows(ROWS, async (rows) => (await differing(rows)) !== null);
      await demonstrate(subject, () => differing(smallest));
      return {
        message: `${JSON.stringify(found.row)} scores ${found.together} in the batch and ${found.apart} otherwise`,
        input: { situation: ORDINARY.name, rows: smallest },
      };
    },
  };
}
