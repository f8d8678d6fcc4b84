import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { readNetwork } from '../network/networkFile.js';
import { type BoxTail, boxDangerScale, boxTail } from './boxTail.js';

const network = readNetwork({
  format: 'farfield-network',
  version: 1,
  inputs: 1,
  layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }],
});
const tail = boxTail(network, { lower: [-2], upper: [1] }, [1]);

describe('boxDangerScale', () => {
  it('is where the worst corner is certain: t − 2 = ln 99', () => {
    const scale = boxDangerScale(tail, 0.01) as number;
    expect(scale).toBeGreaterThanOrEqual(Math.log(99) + 2);
    expect(scale).toBeLessThan(Math.log(99) + 2 + 1e-12);
  });

  it('is the start of the box where the leads are large enough by then', () => {
    expect(boxDangerScale({ ...tail, fromUpper: 50 }, 0.01)).toBe(50);
  });

  it('is none where the tail is tied, whatever its gap', () => {
    const slopes = { ...tail.slopes, regime: 'tied', top: [0, 1] } as const;
    expect(boxDangerScale({ ...tail, slopes }, 0.01)).toBeNull();
  });

  it('refuses what no box has for a tail, and says where', () => {
    const pathsOf = (changed: object) => {
      try {
        return boxDangerScale({ ...tail, ...changed } as BoxTail, 0.01);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        return error.problems.map(({ path, code }) => `${path}: ${code}`);
      }
    };
    const slopesWith = (changed: object) => ({ slopes: { ...tail.slopes, ...changed } });
    expect(pathsOf(slopesWith({ regime: 'certain' }))).toEqual([
      'tail.slopes.regime: unknown_value',
    ]);
    expect(pathsOf(slopesWith({ top: [2] }))).toEqual(['tail.slopes.top[0]: out_of_range']);
    expect(pathsOf(slopesWith({ top: [] }))).toEqual(['tail.slopes.top.length: empty']);
    expect(pathsOf(slopesWith({ gap: { lower: Number.NaN } }))).toEqual([
      'tail.slopes.gap.lower: not_a_number',
    ]);
    expect(pathsOf({ leadUpper: [0] })).toEqual(['tail.leadUpper.length: shape_mismatch']);
    expect(pathsOf({ fromUpper: Number.NaN })).toEqual(['tail.fromUpper: not_a_number']);
  });
});
