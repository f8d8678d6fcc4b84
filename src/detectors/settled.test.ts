import { describe, expect, it } from 'vitest';
import { type Batch, batchOf, rowsOf, zeroBatch } from './batch.js';
import type { FittingData, LabelledObservations } from './fittingData.js';
import { cea } from './methods/cea.js';
import { ebo } from './methods/ebo.js';
import { knn } from './methods/knn.js';
import { mds } from './methods/mds.js';
import { rmds } from './methods/rmds.js';
import { type Observations, rowsOfObservations } from './observations.js';
import { originOf, settled } from './settled.js';

/** Features that look like those behind a rectifier: a few directions, many zeros. */
function features(rows: number, seed: number): Batch {
  const noise = (n: number) => {
    const x = Math.sin(12.9898 * (n + seed)) * 43758.5453;
    return x - Math.floor(x) - 0.5;
  };
  const row = (i: number) =>
    Array.from({ length: 12 }, (_, j) =>
      Math.max(0, 2 * Math.sin(1 + (i % 5) * 3.7 + j) + noise(12 * i + j)),
    );
  return batchOf(
    'rows',
    Array.from({ length: rows }, (_, i) => row(i)),
  );
}

function observed(batch: Batch): Observations {
  const logits = batchOf(
    'logits',
    Array.from({ length: batch.rows }, (_, i) => [batch.values[12 * i], batch.values[12 * i + 1]]),
  );
  return { features: batch, logits };
}

const HEAD = {
  weights: batchOf('weights', [
    Array.from({ length: 12 }, (_, j) => (j === 0 ? 1 : 0)),
    Array.from({ length: 12 }, (_, j) => (j === 1 ? 1 : 0)),
  ]),
  bias: new Float64Array(2),
};

function fitting(train: Observations): FittingData {
  const labelled = (set: Observations): LabelledObservations => ({
    ...set,
    labels: new Int32Array(set.logits.rows).map((_, i) => i % 2),
  });
  return { head: HEAD, train: labelled(train), validation: labelled(observed(features(20, 9))) };
}

/** The same numbers, of which nothing is known. */
function copied({ features: own }: Observations): Observations {
  return observed({ ...own, values: own.values.slice() });
}

const VARIANTS = ['cea-2024', 'paper'] as const;

describe('settled observations', () => {
  /** Scores of both variants, of settled parts of one whole and of copies, in either order. */
  function compare(
    train: Batch,
    queries: Batch,
    order: readonly ('cea-2024' | 'paper')[],
    left = 30,
  ) {
    // Batches of their own: what was found out about others is not theirs.
    const whole = settled(observed({ ...queries }));
    const all = settled(observed({ ...train }));
    for (const variant of order) {
      // The authors leave the last rows out.
      const rows = variant === 'paper' ? train.rows : train.rows - left;
      const data = rowsOfObservations(all, 0, rows);
      const shared = knn.fit(fitting(data), { variant });
      const alone = knn.fit(fitting(copied(data)), { variant });
      for (const [from, to] of [
        [0, 16],
        [16, 40],
        [0, queries.rows],
      ]) {
        const part = rowsOfObservations(whole, from, to);
        expect(shared.score(part)).toEqual(alone.score(copied(part)));
      }
    }
  }

  it('give nearest neighbours to the last bit, whichever variant is asked first', () => {
    for (const order of [VARIANTS, [...VARIANTS].reverse()]) {
      compare(features(400, 1), features(40, 5), order);
      // Among the last rows, which one variant leaves out, are all of some queries' neighbours.
      const train = features(400, 1);
      train.values.set(features(40, 5).values.subarray(0, 12 * 30), 12 * 370);
      compare(train, features(40, 5), order);
    }
  });

  it('give them too where rows have no direction, on either side', () => {
    for (const order of [VARIANTS, [...VARIANTS].reverse()]) {
      for (const zero of [3, 390]) {
        const train = features(400, 1);
        train.values.fill(0, 12 * zero, 12 * (zero + 1));
        const queries = features(40, 5);
        queries.values.fill(0, 12 * 7, 12 * 8);
        // Opposite to all, so that a row at the origin is nearer than any other.
        queries.values.fill(-1, 12 * 8, 12 * 9);
        compare(train, queries, order);
        compare(train, queries, order, 0);
        compare(features(400, 1), queries, order);
      }
    }
  });

  it('know where their parts come from', () => {
    const whole = settled(observed(features(10, 1)));
    const part = rowsOfObservations(rowsOfObservations(whole, 2, 9), 3, 5);
    expect(originOf(part.features)).toEqual({ whole: whole.features, from: 5 });
    expect(part.features.values).toEqual(whole.features.values.slice(60, 84));
    expect(originOf(copied(part).features)).toBeUndefined();
  });

  it('are refused like others where they are not finite', () => {
    const bad = observed(features(10, 1));
    bad.features.values[5] = Number.NaN;
    const scorer = ebo.fit(fitting(observed(features(80, 2))));
    expect(() => scorer.score(settled(bad))).toThrow(/features\[0\]\[5\]/);
    expect(() => scorer.score(rowsOfObservations(settled(bad), 0, 2))).toThrow(
      /features\[0\]\[5\]/,
    );
    expect(() => ebo.fit(fitting(settled(bad)))).toThrow(/train.features\[0\]\[5\]/);
  });

  it('share what they find of training rows, and score as each does alone', () => {
    const head = { weights: zeroBatch(3, 12), bias: new Float64Array(3) };
    // No row is of the third class.
    const three = <Kind extends Observations>(set: Kind) => ({
      ...set,
      logits: batchOf(
        'logits',
        rowsOf(set.logits).map((row) => [...row, 0]),
      ),
    });
    const scores = (settle: <Kind extends Observations>(set: Kind) => Kind) => {
      const { train, validation } = fitting(observed(features(150, 3)));
      const data = { head, train: settle(three(train)), validation: settle(three(validation)) };
      const queries = three(observed(features(10, 8)));
      return [
        mds.fit(data),
        rmds.fit(data),
        // A class without rows makes every score of theirs NaN.
        mds.fit(data, { variant: 'cea-2024' }),
        ...[90, 50].map((percent) => cea(ebo).fit(data, { percent })),
      ].map((scorer) => Array.from(scorer.score(queries)));
    };
    const alone = scores((set) => set);
    expect(scores(settled)).toEqual(alone);
    expect(alone[2].every(Number.isNaN)).toBe(true);
    expect(alone[3]).not.toEqual(alone[4]);
  });
});
