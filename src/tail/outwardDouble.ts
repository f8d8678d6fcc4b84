import { Rational } from '../exact/rational.js';

const buffer = new DataView(new ArrayBuffer(8));

/** The largest double that is not above a rational. */
export function doubleBelow(value: Rational): number {
  const nearest = value.toNumber();
  if (nearest === -Infinity) return nearest;
  const isBelow = nearest !== Infinity && Rational.of(nearest).compare(value) <= 0;
  return isBelow ? nearest : nextBelow(nearest);
}

/** The smallest double that is not below a rational. */
export function doubleAbove(value: Rational): number {
  return 0 - doubleBelow(value.negate());
}

/** The double before one that is not −∞. */
function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  buffer.setFloat64(0, value);
  const bits = buffer.getBigInt64(0);
  buffer.setBigInt64(0, value > 0 ? bits - 1n : bits + 1n);
  return buffer.getFloat64(0);
}
