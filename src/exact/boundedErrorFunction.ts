import { type BoundedDouble, exponential, relatively } from './boundedDouble.js';

/** 2/√π and 1/√π, the nearest doubles. */
const TWO_OVER_ROOT_PI = 1.1283791670955126;
const ONE_OVER_ROOT_PI = 0.5641895835477563;

/** From here on erfc by its continued fraction. */
const FAR = 1.5;
/** Beyond this erfc is below 2^-1000. */
const FARTHEST = 26.2;

/** erf x in float64 with a proven bound, relatively 2^-44 or better. */
export function boundedErf(x: number): BoundedDouble {
  const magnitude = Math.abs(x);
  const of = magnitude <= FAR ? series(magnitude) : complement(fraction(magnitude), 1);
  return x < 0 ? { value: -of.value, error: of.error } : of;
}

/**
 * The normal distribution's Φ(x) = erfc(−x/√2)/2: relatively 2^-39 for |x| > 2.2, absolutely 2^-44
 * everywhere.
 *
 * Rounding x/√2 (twice, u each) moves erfc by at most 2u·z·2/√π·e^(−z²), z = |x|/√2: by
 * 2u·2z·(z + 1) relatively, since erfc z ≥ 2/√π·e^(−z²)/(2(z + 1)).
 */
export function boundedNormalCdf(x: number): BoundedDouble {
  const z = Math.abs(x) / Math.SQRT2;
  // Beyond, the value is 0 and its error known, however far off the argument is.
  const moved = z > FARTHEST ? 0 : z * (z + 1) * 2 ** -50;
  if (z > FAR) {
    const tail = halved(fraction(z), moved);
    return x < 0 ? tail : complement(tail, 1);
  }
  const { value, error } = halved(series(z), 2 ** -50);
  const half = x < 0 ? 0.5 - value : 0.5 + value;
  return { value: half, error: error + half * 2 ** -52 };
}

function halved({ value, error }: BoundedDouble, moved: number): BoundedDouble {
  return { value: value / 2, error: (error / 2 + value * moved) * (1 + 2 ** -50) };
}

function complement({ value, error }: BoundedDouble, of: number): BoundedDouble {
  return { value: of - value, error: error + Math.abs(of - value) * 2 ** -52 };
}

/**
 * erf z = 2/√π·e^(−z²)·z·Σ (2z²)^n/(2n + 1)!! for 0 ≤ z ≤ 1.5 (DLMF 7.6.2): positive terms, each
 * from the last by three roundings, fewer than 60 of them until they are below 2^-58 of the sum and
 * fall by half or more (2z² ≤ 4.5): relative error below (3·60 + 60)·u = 2^-45.1, with 2^-49 for the
 * exponential and 2.25·u for its argument.
 */
function series(z: number): BoundedDouble {
  const square = z * z;
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 2 ** -58 || n < 6; n++) {
    term *= (2 * square) / (2 * n + 1);
    sum += term;
  }
  return relatively(TWO_OVER_ROOT_PI * z * exponential(-square).value * sum, 2 ** -44);
}

/** Convergents of the continued fraction that are taken. */
const CONVERGENT = 64;

/**
 * erfc z = e^(−z²)/√π·1/(z + (1/2)/(z + (2/2)/(z + (3/2)/(z + …)))) for z > 1.5 (DLMF 7.9.1).
 *
 * All parts are positive, so the value lies between any two convergents that follow one another. A
 * stage t ↦ z + (k/2)/t shrinks the relative error of t and adds 2u: below 2^-45 after 64. The
 * exponential has 2^-49, and z²·u for its argument, z² ≤ 690.
 */
function fraction(z: number): BoundedDouble {
  if (z > FARTHEST) return { value: 0, error: 2 ** -980 };
  const ends = [CONVERGENT, CONVERGENT + 1].map((stages) => {
    let tail = z;
    for (let k = stages; k >= 1; k--) tail = z + k / 2 / tail;
    return 1 / tail;
  });
  const rounding = 2 ** -45 + z * z * 2 ** -52;
  const { value, error } = relatively(
    ONE_OVER_ROOT_PI * exponential(-(z * z)).value * ends[0],
    rounding,
  );
  return { value, error: error + (Math.abs(ends[1] - ends[0]) / ends[0]) * value * 2 };
}
