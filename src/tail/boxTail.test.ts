import { describe, expect, it } from 'vitest';
import { type Layer, readNetwork } from '../network/networkFile.js';
import { boxTail } from './boxTail.js';

function networkOf(inputs: number, ...layers: readonly Layer[]) {
  return readNetwork({ format: 'farfield-network', version: 1, inputs, layers });
}

describe('boxTail', () => {
  it('is, of two rectifiers, the worst corner: one that the ray bends, one that it leaves be', () => {
    const identity = {
      type: 'dense',
      weights: [
        [1, 0],
        [0, 1],
      ],
      bias: [0, 0],
    } as const;
    const network = networkOf(2, identity, { type: 'relu' }, identity);
    const { fromUpper, leadUpper } = boxTail(network, { lower: [-3, -1], upper: [-1, 2] }, [1, 0]);
    // The first unit is on from t = 3 at the latest; a_1 − a_0 = max(0, x_1) − x_0 ≤ 2 + 3.
    expect(fromUpper).toBeGreaterThanOrEqual(3);
    expect(fromUpper).toBeLessThan(3 + 1e-12);
    expect(leadUpper[0]).toBe(0);
    expect(leadUpper[1]).toBeGreaterThanOrEqual(5);
    expect(leadUpper[1]).toBeLessThan(5 + 1e-12);
  });

  it('loses no more than rounding where the network ends in rectifiers, and at a bound of a clip', () => {
    const dense = { type: 'dense', weights: [[1], [-0.1]], bias: [0.3, 0.7] } as const;
    const boxOf = (layers: readonly Layer[]) => {
      const network = networkOf(1, ...layers);
      return boxTail(network, { lower: [-3], upper: [-2] }, [1]);
    };
    // From x = −3 the first unit is on from t = 2.7, the second off from t = 10.
    const rectified = boxOf([dense, { type: 'relu' }]);
    expect(rectified.fromUpper).toBeCloseTo(10, 12);
    // At most 0 less −2.7, which the first one's line is at t = 0.
    expect(rectified.leadUpper[1]).toBeCloseTo(2.7, 12);
    // The first unit passes 0.9 at t = 3.6, the second its lower bound of −0.4 at t = 14.
    const clipped = boxOf([dense, { type: 'clip', lower: -0.4, upper: 0.9 }]);
    expect(clipped.fromUpper).toBeCloseTo(14, 12);
  });
});
