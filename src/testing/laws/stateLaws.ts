import type { Law, Violation } from '../law.js';
import { startAnew } from '../observedDetector.js';
import { firstDifference, fitOn, scoresOf } from '../scoring.js';
import { ORDINARY, VARIATIONS } from '../situations/situations.js';
import type { DetectorUnderTest } from '../subject.js';

const ROWS = [...ORDINARY.inside, ...ORDINARY.far, ...ORDINARY.boundary];

/** Fitting decides everything; scoring changes nothing. */
export const STATE_LAWS: readonly Law<DetectorUnderTest>[] = [
  {
    id: 'scoring-keeps-state',
    statement: 'scoring other rows in between does not change a score',
    likelyCause: 'running statistics are updated while scoring, or rows are cached by position',
    async check(subject) {
      const fitted = await fitOn(subject, ORDINARY);
      const before = await scoresOf(fitted, ROWS);
      await scoresOf(fitted, ORDINARY.far);
      await scoresOf(fitted, ORDINARY.train.x.slice(0, 20));
      return same(subject, before, await scoresOf(fitted, ROWS), 'before and after');
    },
  },
  {
    id: 'first-batch',
    statement: 'it does not matter which batch is scored first after a fit',
    likelyCause: 'scores are normalised by the first batch ever scored, not by training data',
    async check(subject) {
      const before = await scoresOf(await fitOn(subject, ORDINARY), ROWS);
      // What is kept across fits is kept by the module: a new one of it shows it.
      await startAnew(subject);
      const refitted = await fitOn(subject, ORDINARY);
      await scoresOf(refitted, ORDINARY.far.slice(0, 5));
      return same(subject, before, await scoresOf(refitted, ROWS), 'scored first and second');
    },
  },
  {
    id: 'results-are-kept',
    statement: 'scores that were returned do not change when more rows are scored',
    likelyCause: 'one buffer is reused for every result',
    async check(subject) {
      const fitted = await fitOn(subject, ORDINARY);
      const returned = await fitted.score(ORDINARY.inside);
      const copy = Array.from(returned);
      await fitted.score(ORDINARY.far);
      return same(subject, copy, Array.from(returned), 'when returned and later');
    },
  },
  {
    id: 'inputs-are-kept',
    statement: 'fitting and scoring leave the rows they are given alone',
    likelyCause: 'an input is normalised or perturbed in place',
    async check(subject) {
      const rows = ROWS.map((row) => [...row]);
      const train = { x: ORDINARY.train.x.map((row) => [...row]), y: [...ORDINARY.train.y] };
      const fitted = await fitOn(subject, { ...ORDINARY, train });
      await scoresOf(fitted, rows);
      const changed = rows.findIndex((row, i) => row.some((value, j) => value !== ROWS[i][j]));
      if (changed !== -1) {
        return {
          message: `row ${JSON.stringify(ROWS[changed])} became ${JSON.stringify(rows[changed])}`,
          input: { situation: ORDINARY.name, rows: [ROWS[changed]] },
        };
      }
      const altered = train.x.findIndex((row, i) =>
        row.some((value, j) => value !== ORDINARY.train.x[i][j]),
      );
      return altered === -1
        ? null
        : {
            message: `training row ${altered} was changed`,
            input: { situation: ORDINARY.name, rows: [ORDINARY.train.x[altered]] },
          };
    },
  },
  {
    id: 'fits-are-independent',
    statement: 'fitting on other data in between does not change what a fit gives',
    likelyCause: 'a mask, a mean or a threshold is cached across fits, or appended to',
    async check(subject) {
      const before = await scoresOf(await fitOn(subject, ORDINARY), ROWS);
      await scoresOf(await fitOn(subject, VARIATIONS.stretched), ROWS);
      const after = await scoresOf(await fitOn(subject, ORDINARY), ROWS);
      const stale = same(subject, before, after, 'before and after another fit');
      if (stale) return stale;
      // A cache that is never renewed gives the same scores again; the same function with its
      // units in another order shows it.
      const { unitsReversed } = VARIATIONS;
      const other = await scoresOf(await fitOn(subject, unitsReversed), ROWS);
      return same(subject, before, other, `before and in "${unitsReversed.name}"`);
    },
  },
  rearranged(
    'training-order',
    'the order of the training and validation rows does not matter',
    'the last partial batch is dropped while fitting, or only the first rows are used',
    VARIATIONS.rowsReversed,
  ),
  rearranged(
    'labels-follow-rows',
    'rows and their labels stay together',
    'labels are shifted or shuffled against the rows',
    VARIATIONS.rowsShuffled[0],
  ),
];

function rearranged(
  id: string,
  statement: string,
  likelyCause: string,
  data: typeof ORDINARY,
): Law<DetectorUnderTest> {
  return {
    id,
    statement,
    likelyCause,
    async check(subject) {
      const before = await scoresOf(await fitOn(subject, ORDINARY), ROWS);
      const after = await scoresOf(await fitOn(subject, data), ROWS);
      return same(subject, before, after, `before and in "${data.name}"`);
    },
  };
}

function same(
  subject: DetectorUnderTest,
  expected: readonly number[],
  actual: readonly number[],
  when: string,
): Violation | null {
  const at = firstDifference(subject, expected, actual);
  return at === -1
    ? null
    : {
        message: `${JSON.stringify(ROWS[at])} scores ${expected[at]} and ${actual[at]} ${when}`,
        input: { situation: ORDINARY.name, rows: [ROWS[at]] },
      };
}
