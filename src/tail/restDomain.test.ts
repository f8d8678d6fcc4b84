import { describe, expect, it } from 'vitest';
import { Real } from '../exact/real.js';
import { readNetwork } from '../network/networkFile.js';
import type { UnivariateFunction } from '../network/univariate.js';
import { RestDomain } from './restDomain.js';

/** The function of the units of a layer. */
function functionOf(type: 'relu' | 'tanh'): UnivariateFunction {
  const { operation } = readNetwork({
    format: 'farfield-network',
    version: 1,
    inputs: 1,
    layers: [{ type: 'dense', weights: [[1], [1]], bias: [0, 0] }, { type }],
  }).nodes[1];
  if (operation.kind !== 'activation') throw new Error('no activation');
  return operation.functionOf(0);
}

const germ = (intercept: number, slope: number) => ({
  intercept: Real.of(intercept),
  slope: Real.of(slope),
});

/** Whether an enclosure contains a number. */
function contains({ lower, upper }: Real, value: number): boolean {
  const { rational } = Real.of(value);
  return lower.compare(rational!) <= 0 && upper.compare(rational!) >= 0;
}

describe('RestDomain', () => {
  it('encloses how far a rectifier is from its asymptote before the kink, and none after', () => {
    const relu = functionOf('relu');
    // max(0, t − 3) − t is −1 at t = 1, −3 from t = 3 on.
    const before = new RestDomain(1).apply(relu, germ(-3, 1));
    expect([-1, -2, -3].map((value) => contains(before.intercept, value))).not.toContain(false);
    const after = new RestDomain(4).apply(relu, germ(-3, 1));
    expect([after.intercept, after.slope].map(String)).toEqual([-3, 1].map(Real.of).map(String));
    // max(0, 3 − t) is 2 at t = 1.
    const falling = new RestDomain(1).apply(relu, germ(3, -1));
    expect(contains(falling.intercept, 2)).toBe(true);
    expect(falling.slope.isZero).toBe(true);
    expect(new RestDomain(4).apply(relu, germ(3, -1)).intercept.isZero).toBe(true);
  });

  it('encloses tanh from a time on, on either side and before it turns', () => {
    const tanh = functionOf('tanh');
    for (const [from, sign] of [1, 3, 7].flatMap((t) => [[t, 1] as const, [t, -1] as const])) {
      const { intercept } = new RestDomain(from).apply(tanh, germ(-2 * sign, sign));
      for (const t of [from, from + 1, from + 9]) {
        expect(contains(intercept, Math.tanh(sign * (t - 2)))).toBe(true);
      }
      // |tanh(x) − 1| ≤ 2e^(−2x) either way; before it turns, 2 at 0 and the jump from −1 to 1.
      const most = from > 2 ? 2 * Math.exp(-2 * (from - 2)) : 2 + 2;
      const width = intercept.upper.subtract(intercept.lower).toNumber();
      expect(width).toBeLessThan(2 * most * (1 + 1e-9));
    }
  });

  it('encloses the lead that slower ones of a maximum still have', () => {
    // max(t, 5) − t is 3 at t = 2, 0 from t = 5 on.
    const x = [germ(0, 1), germ(5, 0)];
    for (const group of [Int32Array.of(0, 1), Int32Array.of(1, 0)]) {
      const early = new RestDomain(2).maximum(group, x);
      expect([early.intercept.lower, early.intercept.upper].map((end) => end.toNumber())).toEqual([
        0, 3,
      ]);
      expect(new RestDomain(6).maximum(group, x).intercept.isZero).toBe(true);
    }
  });
});
