import fc from 'fast-check';
import type { BigNumber } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { holdsAlways } from '../../properties/runs.js';
import { decimalsOf } from '../../properties/support/decimals.js';
import type { BoundedDouble } from './boundedDouble.js';
import { boundedErf, boundedNormalCdf } from './boundedErrorFunction.js';

/** Digits enough for 1 − erf z where it is 1e-320, z = 27. */
const exactly = decimalsOf(380);
const ROOT_PI = exactly(-1).acos().sqrt();

/**
 * erf z in decimals, by another series than the one that is tested at that z:
 * 2/√π Σ (−1)^n z^(2n + 1)/(n! (2n + 1)), whose terms cancel, or where they would cancel too much
 * 2/√π e^(−z²) Σ 2^n z^(2n + 1)/(2n + 1)!!, where a fraction is tested.
 */
function erfOf(z: BigNumber): BigNumber {
  const square = z.times(z);
  const cancels = z.abs().gt(3);
  let power = z;
  let sum = z;
  for (let n = 1; n < 10 || power.abs().gt('1e-340'); n++) {
    power = cancels
      ? power
          .times(square)
          .times(2)
          .div(2 * n + 1)
      : power.times(square).div(-n);
    sum = sum.plus(cancels ? power : power.div(2 * n + 1));
  }
  const whole = sum.times(2).div(ROOT_PI);
  return cancels ? whole.div(square.exp()) : whole;
}

/** The number is within the bound, and the bound within a relative and an absolute one. */
function expectBounded(
  { value, error }: BoundedDouble,
  number: BigNumber,
  relative: number,
  absolute = 2 ** -979,
) {
  const off = exactly(value).minus(number).abs();
  expect(off.lte(exactly(error)), `${value} ± ${error} for ${number.toPrecision(20)}`).toBe(true);
  const allowed = number.abs().times(relative).plus(exactly(absolute));
  expect(exactly(error).lte(allowed), `${error} of ${number.toPrecision(20)}`).toBe(true);
}

/** Where the series is taken, where the fraction is, and near the turn from one to the other. */
const places = (far: number) =>
  fc.oneof(
    fc.double({ min: -1.6, max: 1.6, noNaN: true }),
    fc.double({ min: 1.4, max: 6, noNaN: true }),
    fc.double({ min: -6, max: -1.4, noNaN: true }),
    fc.double({ min: -far, max: far, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }).map((x) => x * 2 ** -20),
  );

describe('the error function of doubles', () => {
  it('is within its bound, relatively 2^-44', () => {
    holdsAlways(
      fc.property(places(27), (x) => {
        expectBounded(boundedErf(x), erfOf(exactly(x)), 2 ** -44 * (1 + 2 ** -40));
      }),
      0.3,
    );
  });

  it('makes the normal distribution, relatively 2^-39 in the tails, and absolutely', () => {
    holdsAlways(
      fc.property(places(36), (x) => {
        const share = erfOf(exactly(x).div(exactly(2).sqrt()))
          .plus(1)
          .div(2);
        const inTail = Math.abs(x) > 2.2;
        expectBounded(
          boundedNormalCdf(x),
          share,
          inTail ? 2 ** -39 : 0,
          inTail ? 2 ** -979 : 2 ** -44,
        );
      }),
      0.3,
    );
  });

  it('ends at its limits', () => {
    for (const x of [27, 1e300, Infinity]) {
      expect(boundedErf(x).value).toBe(1);
      expect(boundedErf(-x).value).toBe(-1);
      expect(boundedNormalCdf(40 + x).value).toBe(1);
      const { value, error } = boundedNormalCdf(-40 - x);
      expect(value).toBe(0);
      expect(error).toBeLessThan(2 ** -979);
    }
    expect(boundedErf(0).value).toBe(0);
    expect(boundedNormalCdf(0).value).toBe(0.5);
  });
});
