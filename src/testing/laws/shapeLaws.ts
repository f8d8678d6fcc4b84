import type { Law } from '../law.js';
import { fitOn, scoresOf } from '../scoring.js';
import { HARD_SITUATIONS, ORDINARY } from '../situations.js';
import { smallestRows } from '../smallestRows.js';
import type { DetectorUnderTest } from '../subject.js';

/** Laws about how many scores there are. */
export const SHAPE_LAWS: readonly Law<DetectorUnderTest>[] = [
  {
    id: 'shape',
    statement: 'there is one number per row, whatever the number of rows',
    likelyCause: 'the last partial batch is dropped, or a result is squeezed or summed',
    async check(subject) {
      const fitted = await fitOn(subject, ORDINARY);
      const pool = [...ORDINARY.train.x, ...ORDINARY.inside];
      for (const count of [2, 7, 33, 65, 123]) {
        const rows = pool.slice(0, count);
        const fails = async (some: readonly (readonly number[])[]) => {
          try {
            await scoresOf(fitted, some);
            return false;
          } catch {
            return true;
          }
        };
        if (!(await fails(rows))) continue;
        const smallest = await smallestRows(rows, fails);
        const message = await scoresOf(fitted, rows).then(
          () => 'scores of another shape the second time',
          (error: unknown) => String(error instanceof Error ? error.message : error),
        );
        return { message, input: { rows: smallest } };
      }
      return null;
    },
  },
  {
    id: 'varied-scores',
    statement: 'rows that differ do not all have the same score, even in a layer of four features',
    likelyCause:
      'a share of the features is rounded to none of them, as ASH keeps k = 0 of 4 at 90 %',
    async check(subject) {
      if (subject.declares?.constant) return { notChecked: 'it declares constant scores' };
      const fitted = await fitOn(subject, HARD_SITUATIONS.narrow);
      const rows = [...HARD_SITUATIONS.narrow.inside, ...HARD_SITUATIONS.narrow.boundary];
      const scores = await scoresOf(fitted, rows);
      if (scores.some((score) => score !== scores[0])) return null;
      return {
        message: `all ${rows.length} scores are ${scores[0]}`,
        input: { situation: HARD_SITUATIONS.narrow.name, rows: rows.slice(0, 2) },
      };
    },
  },
];
