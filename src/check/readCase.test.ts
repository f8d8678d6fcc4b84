import { describe, expect, it } from 'vitest';
import { dense, networkFile } from '../../properties/smallNetworks.js';
import { readCase } from './readCase.js';

const recorded = {
  network: networkFile(
    2,
    dense([
      [1, 0],
      [0, 1],
    ]),
  ),
  train: {
    x: [
      [1, 2],
      [3, 4],
    ],
    y: [0, 1],
  },
  validation: { x: [[5, 6]], y: [1] },
  origin: [0, 0],
  direction: [1, 0],
};

const read = (changes: object) =>
  readCase('detector', { ...recorded, ...changes }, 'evidence.json: cea-monotone');

describe('readCase of a network with data', () => {
  it('reads what was recorded, and nothing else', () => {
    expect(read({ reason: 'a reason', explanation: [] })).toEqual(recorded);
  });

  it.each([
    [
      'rows that are no rows',
      { train: { x: 'none', y: [] } },
      /train\.x="none" must be a non-empty/,
    ],
    ['no rows', { validation: { x: [], y: [] } }, /validation\.x=\[\] must be a non-empty array/],
    ['no data', { train: null }, /train\.x=undefined must be/],
    [
      'ragged rows',
      { train: { x: [[1, 2], [3]], y: [0, 1] } },
      /train\.x\[1\]\.length=1 must be 2/,
    ],
    ['too few labels', { train: { ...recorded.train, y: [0] } }, /train\.y\.length=1 must be 2/],
    [
      'a label beyond the classes',
      { validation: { x: [[5, 6]], y: [2] } },
      /validation\.y\[0\]=2 must be a class index from 0 to 1/,
    ],
    ['a label that is no whole number', { validation: { x: [[5, 6]], y: [0.5] } }, /class index/],
    ['a direction of another size', { direction: [1] }, /direction\.length=1 must be 2/],
    ['a number that is none', { origin: [0, null] }, /origin\[1\]=null must be a finite number/],
  ])('refuses %s', (_, changes, message) => {
    expect(() => read(changes)).toThrow(message);
  });
});
