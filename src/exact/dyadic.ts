import { checkArguments } from '../errors/checkArguments.js';
import { number } from '../errors/kinds.js';

/**
 * A dyadic rational `mantissa · 2^exponent`. Every finite double is one, so a network's
 * stored weights, and all sums and products of them, are exact here.
 *
 * Arithmetic: exact.
 */
export interface Dyadic {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const buffer = new DataView(new ArrayBuffer(8));

/**
 * Reads a finite double as the dyadic rational it is.
 *
 * The mantissa is odd (or zero), so equal numbers have equal representations. `-0` reads as 0.
 *
 * @throws InputError `not_finite`, `not_a_number`: callers validate with a better message
 *
 * @example
 * ```ts
 * dyadicOf(0.75); // { mantissa: 3n, exponent: -2 }
 * ```
 */
export function dyadicOf(value: number): Dyadic {
  if (!Number.isFinite(value)) checkArguments('dyadicOf', { value: [value, number()] });
  if (value === 0) return ZERO;
  buffer.setFloat64(0, value);
  const high = buffer.getUint32(0);
  const low = buffer.getUint32(4);
  const biased = (high >>> 20) & 0x7ff;
  // Subnormals have no hidden bit.
  const top = (high & 0xfffff) | (biased === 0 ? 0 : 0x100000);
  // 53 bits fit a double exactly, and so does what is left of them without the zeros they end in.
  const zeros = low === 0 ? 32 + trailingZeros(top) : trailingZeros(low);
  const odd = (top * 2 ** 32 + low) / 2 ** zeros;
  return {
    mantissa: BigInt(value < 0 ? -odd : odd),
    exponent: (biased === 0 ? 1 : biased) - 1075 + zeros,
  };
}

/** How many zeros the bits of a number end in that is not 0. */
function trailingZeros(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** The number zero. */
export const ZERO: Dyadic = { mantissa: 0n, exponent: 0 };

/** The number one. */
export const ONE: Dyadic = { mantissa: 1n, exponent: 0 };

/** The exact sum. */
export function addDyadic(x: Dyadic, y: Dyadic): Dyadic {
  const exponent = Math.min(x.exponent, y.exponent);
  return {
    mantissa: atExponent(x, exponent) + atExponent(y, exponent),
    exponent,
  };
}

/** The exact product. */
export function multiplyDyadic(x: Dyadic, y: Dyadic): Dyadic {
  return { mantissa: x.mantissa * y.mantissa, exponent: x.exponent + y.exponent };
}

/** The exact negative. */
export function negateDyadic(x: Dyadic): Dyadic {
  return { mantissa: -x.mantissa, exponent: x.exponent };
}

/** The exact difference `x − y`. */
export function subtractDyadic(x: Dyadic, y: Dyadic): Dyadic {
  return addDyadic(x, negateDyadic(y));
}

/** −1, 0 or 1 as x is less than, equal to or greater than y. Exact. */
export function compareDyadic(x: Dyadic, y: Dyadic): -1 | 0 | 1 {
  const exponent = Math.min(x.exponent, y.exponent);
  const left = atExponent(x, exponent);
  const right = atExponent(y, exponent);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** −1, 0 or 1: the sign of x. Exact. */
export function signOfDyadic(x: Dyadic): -1 | 0 | 1 {
  return x.mantissa < 0n ? -1 : x.mantissa > 0n ? 1 : 0;
}

/**
 * The mantissa of x when its exponent is lowered to `exponent`.
 *
 * @param exponent - at most `x.exponent`, unless x is zero
 */
export function atExponent(x: Dyadic, exponent: number): bigint {
  return x.mantissa === 0n ? 0n : x.mantissa << BigInt(x.exponent - exponent);
}
