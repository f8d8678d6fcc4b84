import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsAlways } from '../../../properties/runs.js';
import { INTEGER_OPERATIONS } from './integers.js';

const integer = fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n });
const near = fc.tuple(integer, fc.bigInt({ min: -2n, max: 2n })).map(([x, by]) => [x, x + by]);
const pair = fc.oneof(fc.tuple(integer, integer), near) as fc.Arbitrary<[bigint, bigint]>;
const {
  integer_zero,
  integer_one,
  integer_add,
  integer_multiply,
  integer_negate,
  integer_less,
  integer_equal,
  integer_shift,
} = INTEGER_OPERATIONS;

/** Their products are exact in doubles. */
const PRIMES = [67108859, 65537, 8191];

/** The remainder of x, from its binary digits, in doubles. */
function remainder(x: bigint, prime: number): number {
  const digits = x.toString(2).replace('-', '');
  const size = Array.from(digits).reduce((sum, digit) => (sum * 2 + Number(digit)) % prime, 0);
  return x < 0n ? (prime - size) % prime : size;
}

describe('the operations on whole numbers', () => {
  it('add, multiply, negate and shift as remainders do', () => {
    holdsAlways(
      fc.property(pair, fc.nat(300), ([x, y], k) => {
        for (const prime of PRIMES) {
          const [a, b] = [remainder(x, prime), remainder(y, prime)];
          expect(remainder(integer_add(x, y), prime)).toBe((a + b) % prime);
          expect(remainder(integer_multiply(x, y), prime)).toBe((a * b) % prime);
          expect(remainder(integer_negate(x), prime)).toBe((prime - a) % prime);
          let shifted = a;
          for (let i = 0; i < k; i++) shifted = (shifted * 2) % prime;
          expect(remainder(integer_shift(x, BigInt(k)), prime)).toBe(shifted);
        }
      }),
    );
  });

  it('compare as the text of the difference does', () => {
    holdsAlways(
      fc.property(pair, ([x, y]) => {
        const difference = (x - y).toString();
        expect(integer_less(x, y)).toBe(difference.startsWith('-') ? 1 : 0);
        expect(integer_equal(x, y)).toBe(difference === '0' ? 1 : 0);
      }),
    );
  });

  it('start from 0 and 1', () => {
    expect([integer_zero(), integer_one()]).toEqual([0n, 1n]);
  });
});
