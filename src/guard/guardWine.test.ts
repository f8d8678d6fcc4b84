import { existsSync } from 'node:fs';
import { expect } from 'vitest';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { dataFolders } from '../data/dataFolders.js';
import { dataSetNamed } from '../data/dataSets.js';
import { stratifiedSplit } from '../data/split.js';
import { StandardScaler } from '../data/standardScaler.js';
import { rowOf } from '../detectors/batch.js';
import { evaluate } from '../network/evaluate.js';
import { readNetwork } from '../network/networkFile.js';
import { toNetworkFile } from '../training/toNetworkFile.js';
import { trainNetwork } from '../training/trainNetwork.js';
import { guardedProbabilities } from '../uncertainty/guarded.js';
import { softmax } from '../uncertainty/softmax.js';
import { guard } from './guard.js';
import { guardEffect } from './guardEffect.js';

const FILE = 'winequality-red.csv';
const here = testsNeeding(
  FILE,
  dataFolders().some((folder) => existsSync(`${folder}/${FILE}`)),
);

here.it(
  'a guard takes the certainty of a wine classifier away, and no label of its test rows',
  async () => {
    const set = await dataSetNamed('wine-color').load(1);
    const { train, validation, test } = stratifiedSplit(set, 1);
    const scaler = StandardScaler.fit(train.x);
    const part = ({ x, y }: typeof train) => ({ x: scaler.transform(x), y });
    const options = { epochs: 4, batchSize: 256, learningRate: 0.01, seed: 1 };
    const architecture = { kind: 'mlp', hidden: [32, 32], dropout: 0 } as const;
    const trained = await trainNetwork(architecture, part(train), part(validation), 2, options);
    const network = readNetwork(toNetworkFile(trained));
    const x = scaler.transform(train.x);
    const made = guard({ network }, x);
    const distances = [3, 10, 100];
    const effect = guardEffect({ network, guard: made.guard, data: x, seed: 1, distances });
    const shares = effect.far.map(({ certain }) => certain);
    // Far points are nearly all certain, and none with the guard, from 3 standard deviations on.
    expect(shares[2].before).toBeGreaterThan(0.8);
    for (const { after } of shares) expect(after).toBe(0);
    const rows = scaler.transform(test.x);
    const largest = (p: ArrayLike<number>) => Array.from(p).indexOf(Math.max(...Array.from(p)));
    let changed = 0;
    for (let i = 0; i < rows.rows; i++) {
      const row = rowOf(rows, i);
      const p = softmax(evaluate(network, row));
      if (largest(guardedProbabilities(made.guard, row, p)) !== largest(p)) changed++;
    }
    expect(rows.rows).toBeGreaterThan(500);
    expect(changed).toBe(0);
  },
);
