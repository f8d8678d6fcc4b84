import fc from 'fast-check';
import { expect, it } from 'vitest';
import { holdsAlways } from '../../properties/runs.js';
import { floorDivide } from './floorDivide.js';

it('is the largest whole number that is not above the quotient', () => {
  const whole = fc.oneof(fc.bigInt(-12n, 12n), fc.bigInt(-(1n << 90n), 1n << 90n));
  holdsAlways(
    fc.property(whole, whole, (numerator, denominator) => {
      fc.pre(denominator !== 0n);
      const rest = numerator - floorDivide(numerator, denominator) * denominator;
      expect(
        denominator > 0n ? 0n <= rest && rest < denominator : denominator < rest && rest <= 0n,
      ).toBe(true);
    }),
    5,
  );
});
