import { describe, expect, it } from 'vitest';
import { affine } from '../../../properties/reportExample.js';
import type { NetworkFile } from '../../network/networkFile.js';
import { sampleRay } from './raySamples.js';

/** f(x) = (relu(x − 3), 0). */
const KINKED: NetworkFile = {
  format: 'farfield-network',
  version: 1,
  inputs: 1,
  layers: [
    { type: 'dense', weights: [[1]], bias: [-3] },
    { type: 'relu' },
    { type: 'dense', weights: [[1], [0]], bias: [0, 0] },
  ],
};

describe('sampleRay', () => {
  it('follows the network before t* and its tail after it', () => {
    const { from, samples } = sampleRay({ members: [KINKED], origin: [0], direction: [1] });
    expect(from).toBe(3);
    for (const { t, maximumSoftmaxProbability, predictiveEntropy, logGradientNorms } of samples) {
      const f = Math.max(0, t - 3);
      expect(maximumSoftmaxProbability).toBeCloseTo(1 / (1 + Math.exp(-f)), 12);
      if (t <= 3) {
        expect(predictiveEntropy).toBeCloseTo(Math.LN2, 12);
        expect(logGradientNorms).toEqual([-Infinity, -Infinity]);
      } else {
        // ‖∇p_0‖ = p_0 (1 − p_0), followed beyond the smallest double.
        const logarithm = (-f - 2 * Math.log1p(Math.exp(-f))) / Math.LN10;
        expect(logGradientNorms[0]).toBeCloseTo(logarithm, 8);
      }
    }
    expect(samples.some(({ t }) => t <= 3) && samples.some(({ t }) => t > 50)).toBe(true);
  });

  it('shows t* and the danger scale inside its span', () => {
    const { from, danger, span } = sampleRay({ members: [KINKED], origin: [0], direction: [1] });
    expect(danger).toBeCloseTo(3 + Math.log(99), 10);
    expect(span[0]).toBeLessThan(from);
    expect(span[1]).toBeGreaterThan(danger!);
  });

  it('has no danger scale unless every member saturates', () => {
    const members = [affine([[1], [0]]), affine([[0], [0]])];
    expect(sampleRay({ members, origin: [0], direction: [1] }).danger).toBeNull();
  });

  it('waits for the slowest member to be certain', () => {
    const members = [affine([[1], [0]]), affine([[0], [0.25]])];
    const { danger } = sampleRay({ members, origin: [0], direction: [1] });
    expect(danger).toBeCloseTo(4 * Math.log(99), 8);
  });

  it('measures disagreement: two members of opposite classes', () => {
    const members = [affine([[1], [0]]), affine([[0], [1]])];
    const { samples, limits } = sampleRay({ members, origin: [1], direction: [1] });
    const last = samples.at(-1)!;
    expect(last.mutualInformation).toBeCloseTo(Math.LN2, 10);
    expect(last.maximumSoftmaxProbability).toBeCloseTo(0.5, 12);
    expect(limits.mutualInformation.expression).toBe('ln 2');
  });

  it('counts the points where float64 overflows instead of drawing them wrongly', () => {
    const members = [affine([[1e300], [-1e300]])];
    const { samples, overflowed } = sampleRay({ members, origin: [1e300], direction: [1e300] });
    expect(samples).toEqual([]);
    expect(overflowed).toBeGreaterThan(100);
  });

  it('keeps scales of 2^±60 in view', () => {
    const members = [affine([[2 ** 60], [0]])];
    const { span, danger } = sampleRay({ members, origin: [0], direction: [2 ** -120] });
    expect(danger).toBeCloseTo(Math.log(99) * 2 ** 60, -6);
    expect(span[0]).toBeLessThan(danger!);
    expect(span[1]).toBeGreaterThan(danger!);
  });
});
