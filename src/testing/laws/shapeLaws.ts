import type { Law } from '../law.js';
import { demonstrate } from '../observedDetector.js';
import { fitOn, scoresOf } from '../scoring.js';
import { ORDINARY } from '../situations/situations.js';
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
        await demonstrate(subject, () => fails(smallest));
        const message = await scoresOf(fitted, rows).then(
          () => 'scores of another shape the second time',
          (error: unknown) => String(error instanceof Error ? error.message : error),
        );
        return { message, input: { situation: ORDINARY.name, rows: smallest } };
      }
      return null;
    },
  },
];
