import { expect, it } from 'vitest';
import { randomNetwork } from '../bench/randomNetwork.js';
import { eachBlock, evaluate } from './evaluate.js';

it('blocks of inputs have the values that each has alone, every row once and in order', () => {
  const network = randomNetwork([3, 7, 5, 2], 1);
  const rows = 300;
  const x = Float64Array.from({ length: rows * network.inputSize }, (_, k) => Math.sin(k));
  const logits: number[] = [];
  const starts: number[] = [];
  eachBlock(network, x, rows, (values, from, some) => {
    starts.push(from);
    expect(values[network.output]).toHaveLength(some * network.outputSize);
    logits.push(...values[network.output]);
  });
  // 128 at once at most, and the last block is shorter.
  expect(starts).toEqual([0, 128, 256]);
  const alone = Array.from({ length: rows }, (_, row) =>
    Array.from(evaluate(network, x.subarray(row * 3, (row + 1) * 3))),
  );
  expect(logits).toEqual(alone.flat());
});
