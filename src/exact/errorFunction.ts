import { exp } from './exponential.js';
import { pi, toFixed } from './fixedPoint.js';
import { Rational } from './rational.js';
import { Real } from './real.js';

const BITS = 288;

/**
 * From here on the asymptotic series is used: its smallest term is below e^-81, and the complement
 * of the other series would lose as many digits.
 */
const FAR = Rational.of(9);

/** An enclosure of π, 2^-270 wide. */
export const PI: Real = (() => {
  const mantissa = pi(BITS);
  const at = (value: bigint) => Rational.ofDyadic({ mantissa: value, exponent: -BITS });
  return Real.between(at(mantissa - (1n << 13n)), at(mantissa + (1n << 13n)));
})();

const ROOT_OF_PI = PI.squareRoot();
const ROOT_OF_TWO = Real.of(2).squareRoot();
const HALF = Real.of(0.5);

/**
 * An enclosure of erf x.
 *
 * @example
 * ```ts
 * erf(Real.one).toNumber(); // 0.8427007929497149
 * ```
 */
export function erf(x: Real): Real {
  const upper = erfOfRational(x.upper);
  return x.rational ? upper : Real.between(erfOfRational(x.lower).lower, upper.upper);
}

/** An enclosure of erfc x = 1 − erf x, with relative precision for large x too. */
export function erfc(x: Real): Real {
  const lower = erfcOfRational(x.upper);
  return x.rational ? lower : Real.between(lower.lower, erfcOfRational(x.lower).upper);
}

/** An enclosure of the standard normal distribution's Φ(x) = erfc(−x/√2)/2. */
export function normalCdf(x: Real): Real {
  return erfc(x.divide(ROOT_OF_TWO).negate()).multiply(HALF);
}

/** An enclosure of its density φ(x) = e^(−x²/2)/√(2π). */
export function normalDensity(x: Real): Real {
  const magnitude = x.absolute();
  const exponent = magnitude.multiply(magnitude).multiply(HALF).negate();
  return exp(exponent).divide(ROOT_OF_TWO.multiply(ROOT_OF_PI));
}

function erfOfRational(x: Rational): Real {
  if (x.sign === 0) return Real.zero;
  if (x.sign < 0) return erfOfRational(x.negate()).negate();
  return x.compare(FAR) < 0 ? nearZero(x) : Real.one.subtract(farOut(x));
}

function erfcOfRational(x: Rational): Real {
  if (x.sign <= 0) return Real.one.add(erfOfRational(x.negate()));
  if (x.compare(FAR) >= 0) return farOut(x);
  return Real.one.subtract(nearZero(x));
}

/**
 * erf x = (2/√π)·e^(−x²)·Σ x·(2x²)^n/(2n + 1)!! (DLMF 7.6.2), all terms positive.
 *
 * Error in units of 2^-288: x and 2x² are rounded down, off by less than 1 and 2 units; the
 * terms' relative errors add up over fewer than N factors, and each is rounded down once more. The
 * tail after a term of 0 with 2x² < 2n + 3 is below that term's unit: an error of N·(N + 4)·S units for a
 * sum S bounds all that.
 */
function nearZero(x: Rational): Real {
  const square = x.multiply(x);
  const doubled = toFixed(square.add(square), BITS);
  // A tiny x keeps its relative precision: it is factored out.
  let term = 1n << BigInt(BITS);
  let sum = term;
  let count = 1n;
  for (; term > 0n; count++) {
    term = ((term * doubled) >> BigInt(BITS)) / (2n * count + 1n);
    sum += term;
  }
  const error = count * (count + 4n) * ((sum >> BigInt(BITS)) + 1n);
  const scale = 1n << BigInt(BITS);
  return Real.between(new Rational(sum - error, scale), new Rational(sum + error, scale))
    .multiply(Real.ofRational(x.add(x)))
    .multiply(exp(Real.ofRational(square).negate()))
    .divide(ROOT_OF_PI);
}

/**
 * erfc x = e^(−x²)/(x√π)·(1 − 1/(2x²) + 1·3/(2x²)² − …): the error after a term is of the sign of
 * the first one left out, and smaller (DLMF 7.12(i), real x > 0).
 */
function farOut(x: Rational): Real {
  const square = x.multiply(x);
  const step = toFixed(Rational.one.divide(square.add(square)), BITS);
  let term = 1n << BigInt(BITS);
  let sum = term;
  for (let n = 1n; ; n++) {
    const next = ((term * step) >> BigInt(BITS)) * (2n * n - 1n);
    if (next >= term || next === 0n) {
      // A term is off by less than 2n² units: by step's rounding and its own, times 2n − 1.
      const error = next + 2n * n * n * n + 4n;
      const scale = 1n << BigInt(BITS);
      const series = Real.between(
        new Rational(sum - error, scale),
        new Rational(sum + error, scale),
      );
      const value = Real.ofRational(x);
      return exp(Real.ofRational(square).negate())
        .multiply(series)
        .divide(value.multiply(ROOT_OF_PI));
    }
    sum = n % 2n === 1n ? sum - next : sum + next;
    term = next;
  }
}
