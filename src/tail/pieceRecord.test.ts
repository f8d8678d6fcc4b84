import { describe, expect, it } from 'vitest';
import { Real } from '../exact/real.js';
import { readNetwork } from '../network/networkFile.js';
import { PieceRecord } from './pieceRecord.js';

const network = readNetwork({
  format: 'farfield-network',
  version: 1,
  inputs: 1,
  layers: [{ type: 'dense', weights: [[1], [2]], bias: [0, 0] }, { type: 'relu' }],
});
const unknown = Real.of(-1).hull(Real.one);

/** What is recorded of germs `[intercept, slope]`. */
function recordOf(...germs: [Real, Real][]): [string, boolean | null] {
  const record = new PieceRecord(network);
  for (const [intercept, slope] of germs) record.meet({ intercept, slope });
  return [String(record.from), record.boundary];
}

describe('PieceRecord', () => {
  it('keeps the last change of piece, and none of a germ that never changes', () => {
    const changes: [Real, Real][] = [
      [Real.of(-6), Real.of(2)],
      [Real.of(5), Real.of(-5)],
      [Real.of(9), Real.of(1)],
      [Real.of(-9), Real.of(-1)],
      [Real.zero, Real.of(4)],
      [Real.of(-7), Real.zero],
    ];
    expect(recordOf(...changes)).toEqual([String(Real.of(3)), false]);
  });

  it('knows no last change once the sign of a slope is not known', () => {
    expect(recordOf([Real.one, unknown], [Real.of(-1), Real.one])).toEqual(['null', false]);
    expect(recordOf([Real.zero, unknown])).toEqual(['null', null]);
    expect(recordOf([unknown, unknown])).toEqual(['null', null]);
  });

  it('is on a boundary for ever where a germ is 0, and may be where it may be 0', () => {
    const never = String(Real.zero);
    expect(recordOf([Real.zero, Real.zero])).toEqual([never, true]);
    expect(recordOf([unknown, Real.zero])).toEqual([never, null]);
    expect(recordOf([Real.zero, Real.zero], [unknown, Real.zero])).toEqual([never, true]);
  });
});
