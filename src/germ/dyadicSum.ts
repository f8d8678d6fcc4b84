import type { Dyadic } from '../exact/dyadic.js';
import { isPowerOfTwo } from '../exact/isPowerOfTwo.js';
import { Rational } from '../exact/rational.js';

/** Exact sums of products of dyadics, at one exponent. */
export class DyadicSum {
  private mantissa = 0n;
  private exponent = 0;

  add(x: Dyadic, y: Dyadic): void {
    const exponent = x.exponent + y.exponent;
    const product = x.mantissa * y.mantissa;
    if (exponent >= this.exponent) {
      this.mantissa += product << BigInt(exponent - this.exponent);
    } else {
      this.mantissa = (this.mantissa << BigInt(this.exponent - exponent)) + product;
      this.exponent = exponent;
    }
  }

  total(): Rational {
    return Rational.ofDyadic({ mantissa: this.mantissa, exponent: this.exponent });
  }
}

/** The dyadic number a rational is; null if its denominator is no power of two. */
export function dyadicOfRational({ numerator, denominator }: Rational): Dyadic | null {
  if (denominator === 1n) return { mantissa: numerator, exponent: 0 };
  if (!isPowerOfTwo(denominator)) return null;
  return { mantissa: numerator, exponent: 1 - denominator.toString(2).length };
}
