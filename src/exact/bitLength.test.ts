import { expect, test } from 'vitest';
import { bitLength } from './bitLength.js';

test('counts binary digits as writing them does, around every power of two', () => {
  const wrong: bigint[] = [];
  for (let power = 0; power < 1100; power++) {
    const whole = 1n << BigInt(power);
    for (const value of [whole, whole - 1n, whole + 1n, whole + (whole >> 1n), 3n * whole]) {
      const digits = value === 0n ? 0 : value.toString(2).length;
      if (bitLength(value) !== digits || bitLength(-value) !== digits) wrong.push(value);
    }
  }
  expect(wrong).toEqual([]);
});
