import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../properties/problemsOf.js';
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
    const problemsWith = (changed: object) =>
      problemsOf(() => boxDangerScale({ ...tail, ...changed } as BoxTail, 0.01));
    const slopesWith = (changed: object) => ({ slopes: { ...tail.slopes, ...changed } });
    expect(problemsWith(slopesWith({ regime: 'certain' }))).toEqual([
      'unknown_value tail.slopes.regime',
    ]);
    expect(problemsWith(slopesWith({ top: [2] }))).toEqual(['out_of_range tail.slopes.top[0]']);
    expect(problemsWith(slopesWith({ top: [] }))).toEqual(['empty tail.slopes.top.length']);
    expect(problemsWith(slopesWith({ gap: { lower: Number.NaN } }))).toEqual([
      'not_a_number tail.slopes.gap.lower',
    ]);
    expect(problemsWith({ leadUpper: [0] })).toEqual(['shape_mismatch tail.leadUpper.length']);
    expect(problemsWith({ fromUpper: Number.NaN })).toEqual(['not_a_number tail.fromUpper']);
  });
});
