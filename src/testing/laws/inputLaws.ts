import type { Law } from '../law.js';
import { firstDifference, fitOn, scoresOf } from '../scoring.js';
import { ORDINARY } from '../situations/situations.js';
import type { DetectorUnderTest } from '../subject.js';

/** JSON has neither NaN nor float32, and a process reads rows before a detector sees them. */
const inProcess = ({ declares }: DetectorUnderTest) =>
  declares?.inProcess === false ? { notChecked: 'JSON lines cannot carry this input' } : null;

/** Laws about inputs that are not plain rows of finite doubles. */
export const INPUT_LAWS: readonly Law<DetectorUnderTest>[] = [
  {
    id: 'float32-inputs',
    statement: 'rows in float32 have the scores of the same numbers in float64',
    likelyCause: 'a typed array is not read as a row, or arithmetic follows the type of the input',
    applies: inProcess,
    async check(subject) {
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
            input: { situation: ORDINARY.name, rows: [rows[at]] },
          };
    },
  },
  {
    id: 'bad-input',
    statement: 'NaN, a short row or a long row is refused or scores NaN, never a finite number',
    likelyCause:
      'NaN is replaced by a number, comparisons with NaN fall through, or lengths go unchecked',
    applies: inProcess,
    async check(subject) {
      const fitted = await fitOn(subject, ORDINARY);
      const good = ORDINARY.inside[0];
      for (const row of [good.with(0, Number.NaN), good.slice(1), [...good, 0]]) {
        let score: number | undefined;
        try {
          [score] = await scoresOf(fitted, [row]);
        } catch {
          continue;
        }
        if (Number.isFinite(score)) {
          return {
            message: `the score is ${score}`,
            input: { situation: ORDINARY.name, rows: [row] },
          };
        }
      }
      return null;
    },
  },
];
