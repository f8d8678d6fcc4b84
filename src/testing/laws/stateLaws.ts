import type { Law, Violation } from '../law.js';
import { firstDifference, fitOn, scoresOf } from '../scoring.js';
import { ORDINARY, permutedUnits, type Situation } from '../situations.js';
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
      const changed = rows.findIndex((row, i) => row.some((value, j) => value !== ROWS[i]![j]));
      if (changed !== -1) {
        return {
          message: `row ${JSON.stringify(ROWS[changed])} became ${JSON.stringify(rows[changed])}`,
          input: { rows: [ROWS[changed]] },
        };
      }
      const altered = train.x.findIndex((row, i) =>
        row.some((value, j) => value !== ORDINARY.train.x[i]![j]),
      );
      return altered === -1
        ? null
        : {
            message: `training row ${altered} was changed`,
            input: { rows: [ORDINARY.train.x[altered]] },
          };
    },
  },
  {
    id: 'fits-are-independent',
    statement: 'fitting on other data in between does not change what a fit gives',
    likelyCause: 'a mask, a mean or a threshold is cached across fits, or appended to',
    async check(subject) {
      const before = await scoresOf(await fitOn(subject, ORDINARY), ROWS);
      await scoresOf(await fitOn(subject, shifted(ORDINARY)), ROWS);
      const after = await scoresOf(await fitOn(subject, ORDINARY), ROWS);
      const stale = same(subject, before, after, 'before and after another fit');
      if (stale) return stale;
      // A cache that is never renewed gives the same scores again; the same function with its
      // units in another order shows it.
      const other = await scoresOf(await fitOn(subject, permutedUnits(ORDINARY)), ROWS);
      return same(subject, before, other, 'with the hidden units in another order');
    },
  },
  {
    id: 'deterministic',
    statement: 'the same data give the same scores',
    likelyCause: 'a random subset or initial value without a seed',
    async check(subject) {
      const first = await scoresOf(await fitOn(subject, ORDINARY), ROWS);
      return same(
        subject,
        first,
        await scoresOf(await fitOn(subject, ORDINARY), ROWS),
        'in two runs',
      );
    },
  },
  {
    id: 'training-order',
    statement: 'the order of the training and validation rows does not matter',
    likelyCause: 'the last partial batch is dropped while fitting, or only the first rows are used',
    async check(subject) {
      const first = await scoresOf(await fitOn(subject, ORDINARY), ROWS);
      const reversed = (set: Situation['train']) => ({
        x: [...set.x].reverse(),
        y: [...set.y].reverse(),
      });
      const turned = {
        ...ORDINARY,
        train: reversed(ORDINARY.train),
        validation: reversed(ORDINARY.validation),
      };
      return same(
        subject,
        first,
        await scoresOf(await fitOn(subject, turned), ROWS),
        'in order and reversed',
      );
    },
  },
];

/** Other training data and another head: features twice as large, one class favoured. */
function shifted(base: Situation): Situation {
  const [hidden, relu, head] = base.network.layers;
  if (head?.type !== 'dense') return base;
  const move = (x: Situation['train']['x']) => x.map((row) => row.map((value) => 2 * value + 0.5));
  return {
    ...base,
    network: {
      ...base.network,
      layers: [
        hidden!,
        relu!,
        { ...head, weights: head.weights.map((row, c) => row.map((value) => value * (c + 1))) },
      ],
    },
    train: { ...base.train, x: move(base.train.x) },
    validation: { ...base.validation, x: move(base.validation.x) },
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
        input: { rows: [ROWS[at]] },
      };
}
