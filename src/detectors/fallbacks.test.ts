import { describe, expect, it } from 'vitest';
import { RandomNumbers } from '../data/randomNumbers.js';
import { auroc } from '../metrics/auroc.js';
import { batchOf } from './batch.js';
import type { FittingData } from './fittingData.js';
import { applyHead } from './linearHead.js';
import { ash } from './methods/ash.js';
import { cea } from './methods/cea.js';
import { dice } from './methods/dice.js';
import { ebo } from './methods/ebo.js';
import { gram } from './methods/gram.js';
import { klm } from './methods/klm.js';
import { knn } from './methods/knn.js';
import { mds } from './methods/mds.js';
import { msp } from './methods/msp.js';
import { openMax } from './methods/openMax.js';
import { reAct } from './methods/reAct.js';
import { rmds } from './methods/rmds.js';
import { sheInnerProduct } from './methods/she.js';
import { tempScale } from './methods/tempScale.js';
import { variance } from './methods/uncertaintyDetectors.js';
import { vim } from './methods/vim.js';

const random = new RandomNumbers(1, 'fallbacks');
const normal = () => random.normal();

function dataOf(
  features: readonly (readonly number[])[],
  labels: readonly number[],
  weights: readonly (readonly number[])[],
): FittingData {
  const head = { weights: batchOf('weights', weights), bias: new Float64Array(weights.length) };
  const set = {
    features: batchOf('features', features),
    logits: applyHead(head, batchOf('features', features)),
    labels: Int32Array.from(labels),
  };
  return { head, train: set, validation: set };
}

describe('ViM with fewer rows than principal dimensions', () => {
  const width = 128;
  const means = [0, 1].map((c) =>
    Array.from({ length: width }, (_, j) => 2 + 3 * (j % 2 === c ? 1 : 0)),
  );
  const rowOf = (c: number) => means[c].map((mean) => mean + 0.5 * normal());
  const rows = Array.from({ length: 60 }, (_, i) => rowOf(i % 2));
  const labels = rows.map((_, i) => i % 2);
  const weights = [0, 1].map((c) => means[c].map((_, j) => (j % 2 === c ? 0.05 : -0.05)));
  const data = dataOf(rows, labels, weights);
  // Far points in directions that neither logits nor training rows know of.
  const shifts = Array.from({ length: width }, () => 2 * normal());
  const observe = (features: readonly (readonly number[])[]) => {
    const batch = batchOf('features', features);
    return { features: batch, logits: applyHead(data.head, batch) };
  };
  const near = observe(Array.from({ length: 40 }, (_, i) => rowOf(i % 2)));
  const far = observe(
    Array.from({ length: 40 }, (_, i) =>
      rowOf(i % 2).map((x, j) => x * 1.2 + shifts[j] * (j % 4 < 2 ? 1 : -1)),
    ),
  );

  it('lowers the dimension until a residual is left, and says so', () => {
    const scorer = vim.fit(data);
    expect(scorer.parameters.dimension).toBe(59);
    expect(scorer.notes![0]).toMatch(/principal dimension is 59, not 64/);
    expect(scorer.parameters.alpha).toBeGreaterThan(0);
  });

  it('is not EBO under another name', () => {
    const aurocOf = (detector: typeof vim | typeof ebo) => {
      const scorer = detector.fit(data, {});
      return auroc(scorer.score(near), scorer.score(far));
    };
    expect(aurocOf(ebo)).toBeLessThan(0.5);
    expect(aurocOf(vim)).toBeGreaterThan(0.95);
  });

  it('leaves a dimension alone that leaves a residual', () => {
    expect(vim.fit(data, { dimension: 20 }).parameters.dimension).toBe(20);
    expect(vim.fit(data, { dimension: 20 }).notes).toEqual([]);
  });

  it('refuses features that do not move', () => {
    const still = dataOf(
      rows.map(() => Array(4).fill(0)),
      labels,
      weights.map((row) => row.slice(0, 4)),
    );
    expect(() => vim.fit(still)).toThrow(/no residual/);
  });

  it('says that a published variant scales rounding up, or has no residual', () => {
    expect(vim.fit(data, { variant: 'cea-2024' }).notes![0]).toMatch(/is rounding/);
    const narrow = dataOf(
      rows.map((row) => row.slice(0, 8)),
      labels,
      weights.map((row) => row.slice(0, 8)),
    );
    expect(vim.fit(narrow, { variant: 'cea-2024' }).notes![0]).toMatch(/leaves nothing of 8/);
  });
});

describe('no detector falls back to another without a word', () => {
  const rows = Array.from({ length: 12 }, (_, i) => [1 + (i % 3), (i * 5) % 4, 0]);
  const weights = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const labels = rows.map((_, i) => i % 2);
  const data = dataOf(rows, labels, weights);
  const oneClass = dataOf(
    rows,
    rows.map(() => 0),
    weights,
  );
  const right = dataOf(
    rows,
    rows.map(([x, y]) => (y > x ? 1 : 0)),
    weights,
  );
  const still = dataOf(
    rows.map(() => [2, 1, 0]),
    labels,
    weights,
  );

  it.each([
    ['MDS without a class', mds.fit(data), /classes without training rows take no part: 2/],
    ['MDS of features that do not vary', mds.fit(still), /every distance is 0/],
    ['RMDS of one class', rmds.fit(oneClass), /one class: the novelty is 0/],
    ['KNN with fewer rows than k', knn.fit(data, { k: 50 }), /fewer than k = 50/],
    [
      'SHE of a class never predicted correctly',
      sheInnerProduct.fit(data),
      /predicted correctly as class 2/,
    ],
    ['KLM of a class never predicted', klm.fit(data), /predicted as class 2/],
    ['Gram of a class never predicted', gram.fit(data), /predicted as class 2/],
    ['Gram without deviations', gram.fit(data), /not divided by their mean/],
    ['OpenMax without a tail', openMax.fit(data), /class 2 have no Weibull tail/],
    ['TempScale without a minimiser', tempScale.fit(right), /no temperature minimises/],
    ['ReAct that clips everything', reAct.fit(data, { percent: 1 }), /no unit is left above it/],
    ['DICE that masks everything', dice.fit(data, { percent: 100 }), /every weight is masked/],
    ['ASH that would prune everything', ash.fit(data, { percent: 100 }), /one is kept/],
    ['variance of one network', variance.fit(data), /its own only member/],
    ['CEA that adds nothing', cea(variance).fit(data), /nothing is added/],
  ])('%s', (_, scorer, note) => {
    expect(scorer.notes!.join('; ')).toMatch(note);
  });

  it('and says nothing where there is nothing to say', () => {
    for (const detector of [msp, ebo, cea(msp)])
      expect(detector.fit(data, {}).notes ?? []).toEqual([]);
  });
});
