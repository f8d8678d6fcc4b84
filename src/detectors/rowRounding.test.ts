import { expect, it } from 'vitest';
import { normalNumbers } from '../bench/randomNetwork.js';
import { valuesOfMany } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { readNetwork } from '../network/networkFile.js';
import { evaluationErrors, rangeOfRows, ValueRanges } from './evaluationRounding.js';
import { grainOf } from './grain.js';
import { RowRounding } from './rowRounding.js';

const ROWS = 50;
const random = normalNumbers(3);
const dense = (inputs: number, units: number) => ({
  type: 'dense' as const,
  weights: Array.from({ length: units }, () => Array.from({ length: inputs }, random)),
  bias: Array.from({ length: units }, random),
});
const normed = readNetwork({
  format: 'farfield-network',
  version: 1,
  inputs: 4,
  layers: [dense(4, 30), { type: 'layer-norm', epsilon: 1e-5 }, { type: 'relu' }, dense(30, 3)],
} as never);
const plain = readNetwork({
  format: 'farfield-network',
  version: 1,
  inputs: 4,
  layers: [dense(4, 30), { type: 'relu' }, dense(30, 3)],
});
const inputs = {
  rows: ROWS,
  columns: 4,
  values: Float64Array.from({ length: 4 * ROWS }, random),
};

/** Bytes of typed arrays that an object holds beside the network and the inputs. */
function bytesHeld(held: unknown, seen = new Set<unknown>([plain, normed, inputs])): number {
  if (typeof held !== 'object' || held === null || seen.has(held)) return 0;
  seen.add(held);
  if (ArrayBuffer.isView(held)) return held.byteLength;
  return Object.values(held).reduce((sum: number, part) => sum + bytesHeld(part, seen), 0);
}

function roundingOf(network: Network): RowRounding {
  const rounding = new RowRounding(network, inputs);
  rounding.add(valuesOfMany(network, inputs.values, ROWS), ROWS);
  return rounding;
}

it('bounds of rows one by one are the largest of each row, and are not all kept', () => {
  const rounding = roundingOf(normed);
  const values = valuesOfMany(normed, inputs.values, ROWS);
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const ranges = new ValueRanges(normed);
    ranges.add(values, row);
    return evaluationErrors(normed, ranges, grainOf(inputs.values), rangeOfRows(inputs));
  });
  rounding.errors().forEach((value, v) => {
    expect(Array.from(value)).toEqual(
      Array.from(value, (_, i) => Math.max(...rows.map((errors) => errors[v][i]))),
    );
  });
  const perRow = values.reduce((sum, value) => sum + value.byteLength / ROWS, 0);
  // The range of one row, twice, the largest bounds so far, and the range of the inputs.
  expect(bytesHeld(rounding)).toBeLessThan(4 * perRow);
  expect(bytesHeld(rounding)).toBeGreaterThan(2 * perRow);
});

it('rows of a network without products are bounded together', () => {
  const ranges = new ValueRanges(plain);
  const values = valuesOfMany(plain, inputs.values, ROWS);
  for (let row = 0; row < ROWS; row++) ranges.add(values, row);
  const bounds = evaluationErrors(plain, ranges, grainOf(inputs.values), rangeOfRows(inputs));
  expect(roundingOf(plain).errors()).toEqual(bounds);
  expect(Math.max(...bounds.at(-1)!)).toBeGreaterThan(0);
});
