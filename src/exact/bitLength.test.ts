import { expect, test } from 'vitest';
import { bitLength } from './bitLength.js';

test('counts binary digits as writing them does, around every power of two', () => {
  const wrong: bigint[] = [];
  const powers = Array.from({ length: 1100 }, (_, power) => power);
  // Where 1000 bits are no longer cut off one time after the other, and beyond.
  for (const power of [...powers, 16381, 16382, 16383, 16384, 16385, 16386, 20001, 40002, 40003]) {
    const whole = 1n << BigInt(power);
    for (const value of [whole, whole - 1n, whole + 1n, whole + (whole >> 1n), 3n * whole]) {
      const digits = value === 0n ? 0 : value.toString(2).length;
      if (bitLength(value) !== digits || bitLength(-value) !== digits) wrong.push(value);
    }
  }
  expect(wrong).toEqual([]);
});
