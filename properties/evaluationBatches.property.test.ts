import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomNetwork } from '../src/bench/randomNetwork.js';
import { Classifier } from '../src/detectors/index.js';
import { withPlainLoops } from '../src/kernel/kernelMemory.js';
import { FLOAT64 } from '../src/network/domains/float64.js';
import { valuesAt, valuesOfMany } from '../src/network/evaluate.js';
import { jacobian, pullBackAt, pullBackMany } from '../src/network/jacobian.js';
import type { Network } from '../src/network/network.js';
import { readNetwork } from '../src/network/networkFile.js';
import { walk } from '../src/network/walk.js';
import { ordinaryDouble } from './doubles.js';
import { networkAndRay } from './networks.js';
import { holdsAlways } from './runs.js';
import { testTrainedModels } from './trainedModels.js';

/** Row by row what evaluating many rows gives, beside what each row alone gives. */
function rowsAgree(network: Network, x: Float64Array, rows: number): void {
  const together = valuesOfMany(network, x, rows);
  const size = network.inputSize;
  for (let row = 0; row < rows; row++) {
    const alone = valuesAt(network, x.slice(row * size, (row + 1) * size));
    alone.forEach((value, v) => {
      const own = together[v].subarray(row * value.length, (row + 1) * value.length);
      expect([row, v, ...own]).toEqual([row, v, ...value]);
    });
  }
  if (network.nodes.some(({ operation }) => operation.kind === 'general')) return;
  const classes = network.outputSize;
  const cotangents = Float64Array.from({ length: rows * classes }, (_, k) => Math.cos(2.3 * k));
  const pulled = pullBackMany(network, together, cotangents, rows);
  for (let row = 0; row < rows; row++) {
    const values = valuesAt(network, x.slice(row * size, (row + 1) * size));
    const cotangent = cotangents.slice(row * classes, (row + 1) * classes);
    const own = pulled.subarray(row * size, (row + 1) * size);
    expect([row, ...own.map((y) => y + 0)]).toEqual([
      row,
      ...pullBackAt(network, values, cotangent).map((y) => y + 0),
    ]);
  }
}

/** The same numbers, but for the sign of zeros and where sums overflow on the way. */
function plainWalkAgrees(network: Network, x: Float64Array): void {
  const plain = walk(network, FLOAT64, Array.from(x));
  valuesAt(network, x).forEach((value, v) => {
    expect([v, ...value.map((y) => y + 0)]).toEqual([v, ...Array.from(plain[v], (y) => y + 0)]);
  });
}

describe('evaluating many rows', () => {
  it('gives the bits of each row alone, and those of the plain walk', () => {
    holdsAlways(
      fc.property(
        networkAndRay(ordinaryDouble(), { depth: 3, width: 8 }),
        fc.integer({ min: 0, max: 4 }),
        fc.infiniteStream(ordinaryDouble()),
        ({ network: file }, rows, numbers) => {
          const network = readNetwork(file);
          const x = Float64Array.from(
            { length: rows * network.inputSize },
            () => numbers.next().value,
          );
          rowsAgree(network, x, rows);
          if (rows > 0) plainWalkAgrees(network, x.slice(0, network.inputSize));
        },
      ),
    );
  });

  it('gives them on layers wide enough for the kernel, with and without it', () => {
    const network = randomNetwork([40, 70, 65, 7], 3);
    const rows = 37;
    const x = Float64Array.from({ length: rows * 40 }, (_, k) => Math.sin(k * 1.7));
    rowsAgree(network, x, rows);
    plainWalkAgrees(network, x.slice(0, 40));
    const classifier = new Classifier(network);
    const batch = { rows, columns: 40, values: x };
    const gradients = () =>
      classifier.inputGradients(batch, (logits, row) => {
        const one = new Float64Array(logits.length);
        one[row % logits.length] = 1;
        return one;
      });
    const observed = classifier.observe(batch);
    const gradient = gradients();
    withPlainLoops(() => {
      expect(classifier.observe(batch)).toEqual(observed);
      expect(gradients().values.map((y) => y + 0)).toEqual(gradient.values.map((y) => y + 0));
    });
    for (const row of [0, 12, 36]) {
      const own = gradient.values.slice(row * 40, (row + 1) * 40);
      expect(jacobian(network, x.slice(row * 40, (row + 1) * 40))[row % 7]).toEqual(own);
    }
  });
});

testTrainedModels('evaluates rows together as one by one', async (_, load) => {
  const network = await load();
  const rows = 3;
  const x = Float64Array.from({ length: rows * network.inputSize }, (__, k) => Math.sin(k));
  rowsAgree(network, x, rows);
});
