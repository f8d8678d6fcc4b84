import type { Law } from '../law.js';
import { firstDifference, fitOn, scoresOf } from '../scoring.js';
import { ORDINARY } from '../situations.js';
import type { DetectorUnderTest } from '../subject.js';

const OUT_OF_PROCESS = { notChecked: 'JSON lines cannot carry this input' };

/** Laws about inputs that are not plain rows of finite doubles. */
export const INPUT_LAWS: readonly Law<DetectorUnderTest>[] = [
  {
    id: 'float32-inputs',
    statement: 'rows in float32 have the scores of the same numbers in float64',
    likelyCause: 'a typed array is not read as a row, or arithmetic follows the type of the input',
    async check(subject) {
      if (subject.declares?.inProcess === false) return OUT_OF_PROCESS;
      const fitted = await fitOn(subject, ORDINARY);
      const rows = [...ORDINARY.inside, ...ORDINARY.far];
      const doubles = await scoresOf(fitted, rows);
      const floats = await scoresOf(
        fitted,
        rows.map((row) => Float32Array.from(row)),
      );
      const at = firstDifference(subject, doubles, floats);
      return at === -1
        ? null
        : {
            message: `${doubles[at]} in float64, ${floats[at]} in float32`,
            input: { rows: [rows[at]] },
          };
    },
  },
  {
    id: 'bad-input',
    statement: 'NaN, a short row or a long row is refused or scores NaN, never a finite number',
    likelyCause:
      'NaN is replaced by a number, comparisons with NaN fall through, or lengths go unchecked',
    async check(subject) {
      if (subject.declares?.inProcess === false) return OUT_OF_PROCESS;
      const fitted = await fitOn(subject, ORDINARY);
      const good = ORDINARY.inside[0]!;
      for (const row of [good.with(0, Number.NaN), good.slice(1), [...good, 0]]) {
        let score: number | undefined;
        try {
          [score] = await scoresOf(fitted, [row]);
        } catch {
          continue;
        }
        if (Number.isFinite(score)) {
          return { message: `the score is ${score}`, input: { rows: [row] } };
        }
      }
      return null;
    },
  },
];
