/**
 * A number `mantissa · 2^exponent` whose exponent has the range of a double: e^{−γt} stays itself
 * long after it is below 5e-324.
 *
 * The mantissa of a non-zero number is in [1, 2) in absolute value; 0 has mantissa 0. Arithmetic:
 * float64 on mantissas, so the relative error of a product or sum is that of doubles.
 */
export interface Scaled {
  readonly mantissa: number;
  readonly exponent: number;
}

/** The number zero. */
export const NOTHING: Scaled = { mantissa: 0, exponent: 0 };

/** The double `mantissa · 2^exponent` as a scaled number. */
export function scaled(mantissa: number, exponent = 0): Scaled {
  // Below 2^-1.8e308 there is nothing: the logarithm itself has overflowed.
  if (mantissa === 0 || exponent === -Infinity) return NOTHING;
  // 2^-shift overflows for a subnormal, so those are brought among the normal numbers first.
  if (Math.abs(mantissa) < 2 ** -1000) return scaled(mantissa * 2 ** 600, exponent - 600);
  const shift = Math.floor(Math.log2(Math.abs(mantissa)));
  return { mantissa: mantissa * 2 ** -shift, exponent: exponent + shift };
}

/**
 * e^logarithm; 0 for −Infinity.
 *
 * The relative error is |logarithm| units of rounding: that of the logarithm itself as a double.
 */
export function scaledExp(logarithm: number): Scaled {
  if (logarithm > -700 && logarithm < 700) return scaled(Math.exp(logarithm));
  if (logarithm === -Infinity) return NOTHING;
  const exponent = Math.round(logarithm / Math.LN2);
  // Beyond 2^45 the logarithm's own rounding exceeds 2^-8: no digit of the mantissa is known.
  if (Math.abs(logarithm) > 2 ** 45) return { mantissa: 1, exponent };
  return scaled(Math.exp(logarithm - exponent * LN2_HIGH - exponent * LN2_LOW), exponent);
}

/** x · y. */
export function multiplyScaled(x: Scaled, y: Scaled): Scaled {
  return scaled(x.mantissa * y.mantissa, x.exponent + y.exponent);
}

/** x / y. */
export function divideScaled(x: Scaled, y: Scaled): Scaled {
  return scaled(x.mantissa / y.mantissa, x.exponent - y.exponent);
}

/** x + y. */
export function addScaled(x: Scaled, y: Scaled): Scaled {
  if (x.mantissa === 0) return y;
  if (y.mantissa === 0) return x;
  const [large, small] = x.exponent >= y.exponent ? [x, y] : [y, x];
  const sum = large.mantissa + small.mantissa * 2 ** (small.exponent - large.exponent);
  return scaled(sum, large.exponent);
}

/** −x. */
export function negateScaled(x: Scaled): Scaled {
  return x.mantissa === 0 ? x : { mantissa: -x.mantissa, exponent: x.exponent };
}

/** x − y: exactly 0 when they are equal. */
export function subtractScaled(x: Scaled, y: Scaled): Scaled {
  return addScaled(x, negateScaled(y));
}

/** The nearest double, up to one rounding more among subnormals: 0 below, ±Infinity above. */
export function scaledToNumber({ mantissa, exponent }: Scaled): number {
  if (exponent >= -1022) return exponent > 1023 ? mantissa * Infinity : mantissa * 2 ** exponent;
  return exponent < -1100 ? 0 : mantissa * 2 ** -1022 * 2 ** (exponent + 1022);
}

/** ln |x|; −Infinity for 0. */
export function logOfScaled({ mantissa, exponent }: Scaled): number {
  return Math.log(Math.abs(mantissa)) + exponent * Math.LN2;
}

// ln 2 in two parts, the first with 21 trailing zero bits: exponent · LN2_HIGH is exact up to 2^20
// (the split of fdlibm's e_exp.c).
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
