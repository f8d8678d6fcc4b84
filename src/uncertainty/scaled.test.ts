import { expect, it } from 'vitest';
import { NOTHING, scaledExp, scaledToNumber } from './scaled.js';

it('e^x is that of float64 where a double holds it, and goes on beyond', () => {
  for (let x = -699.9; x < 700; x += 7.3) {
    expect(scaledToNumber(scaledExp(x)), String(x)).toBe(Math.exp(x));
  }
  expect(scaledExp(-Infinity)).toEqual(NOTHING);
  const { mantissa, exponent } = scaledExp(1e5);
  // 100000/ln 2 = 144269.504088896…: 2^144270 times 2^−0.495911104.
  expect(Math.log2(mantissa) + exponent).toBeCloseTo(144269.504088896, 8);
  expect(scaledExp(2 ** 60)).toEqual({ mantissa: 1, exponent: Math.round(2 ** 60 / Math.LN2) });
});
