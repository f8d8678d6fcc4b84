import { describe, expect, it } from 'vitest';
import { readNetwork } from '../network/networkFile.js';
import { boxTail } from './boxTail.js';

describe('boxTail', () => {
  it('is, of two rectifiers, the worst corner: one that the ray bends, one that it leaves be', () => {
    const network = readNetwork({
      format: 'farfield-network',
      version: 1,
      inputs: 2,
      layers: [
        {
          type: 'dense',
          weights: [
            [1, 0],
            [0, 1],
          ],
          bias: [0, 0],
        },
        { type: 'relu' },
        {
          type: 'dense',
          weights: [
            [1, 0],
            [0, 1],
          ],
          bias: [0, 0],
        },
      ],
    });
    const { fromUpper, leadUpper } = boxTail(network, { lower: [-3, -1], upper: [-1, 2] }, [1, 0]);
    // The first unit is on from t = 3 at the latest; a_1 − a_0 = max(0, x_1) − x_0 ≤ 2 + 3.
    expect(fromUpper).toBeGreaterThanOrEqual(3);
    expect(fromUpper).toBeLessThan(3 + 1e-12);
    expect(leadUpper[0]).toBe(0);
    expect(leadUpper[1]).toBeGreaterThanOrEqual(5);
    expect(leadUpper[1]).toBeLessThan(5 + 1e-12);
  });
});
