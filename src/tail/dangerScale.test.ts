import { expect, test } from 'vitest';
import { problemsOf } from '../../properties/problemsOf.js';
import { readNetwork } from '../network/networkFile.js';
import { dangerScale } from './dangerScale.js';
import { exactTail } from './exactTail.js';

function affine(weights: number[][], bias: number[]) {
  return readNetwork({
    format: 'farfield-network',
    version: 1,
    inputs: weights[0].length,
    layers: [{ type: 'dense', weights, bias }],
  });
}

test('f(x) = (x, 0): 99 % certain from ln 99 on', () => {
  const tail = exactTail(affine([[1], [0]], [0, 0]), [0], [1]);
  expect(dangerScale(tail, 0.01)).toBeCloseTo(Math.log(99), 12);
  expect(dangerScale(tail, 0.01)).toBeGreaterThanOrEqual(Math.log(99));
});

test('a rival that starts ahead is caught up with first', () => {
  // f(t) = (2t, 10): e^(2t − 10) = 99.
  const tail = exactTail(affine([[2], [0]], [0, 10]), [0], [1]);
  expect(dangerScale(tail, 0.01)).toBeCloseTo((Math.log(99) + 10) / 2, 12);
});

test('a tail that is certain before it starts is so from its start', () => {
  const network = readNetwork({
    format: 'farfield-network',
    version: 1,
    inputs: 1,
    layers: [
      { type: 'dense', weights: [[1]], bias: [-3] },
      { type: 'relu' },
      { type: 'dense', weights: [[1], [0]], bias: [1000, 0] },
    ],
  });
  expect(dangerScale(exactTail(network, [0], [1]), 0.01)).toBe(3);
});

test('no scale without saturation; beyond the doubles, infinite', () => {
  expect(dangerScale(exactTail(affine([[1], [1]], [0, 5]), [0], [1]), 0.01)).toBeNull();
  const slow = affine([[Number.MIN_VALUE], [0]], [0, 1]);
  expect(dangerScale(exactTail(slow, [0], [1]), 0.01)).toBe(Infinity);
  expect(dangerScale(exactTail(affine([[1]], [0]), [0], [1]), 0.01)).toBe(0);
});

test('ε must lie between 0 and 1', () => {
  const tail = exactTail(affine([[1], [0]], [0, 0]), [0], [1]);
  for (const epsilon of [0, 1, -1, Number.NaN, Infinity]) {
    expect(() => dangerScale(tail, epsilon)).toThrow(`epsilon=${epsilon} must lie between 0 and 1`);
  }
});

test('a tail whose regime does not fit its top classes is refused, and it is said where', () => {
  const tail = exactTail(affine([[1], [0]], [0, 0]), [0], [1]);
  const problemsWith = (changed: object) =>
    problemsOf(() => dangerScale({ ...tail, ...changed }, 0.01));
  for (const regime of ['tied', 'flat']) {
    expect(problemsWith({ regime })).toEqual(['inconsistent tail.regime']);
  }
  expect(problemsWith({ top: [0, 1] })).toEqual(['inconsistent tail.regime']);
  expect(problemsWith({ top: [1, 0] })).toEqual(['out_of_range tail.top']);
  expect(problemsWith({ top: [2] })).toEqual(['out_of_range tail.top']);
  expect(problemsWith({ top: [] })).toEqual(['out_of_range tail.top']);
});
