import {
  type BoundedDouble,
  EXPONENTIAL_ERROR,
  exponential,
  exponentialLessOne,
  logarithmOfOnePlus,
  movedBy,
  relatively,
  timesBounded,
} from '../exact/boundedDouble.js';
import { boundedNormalCdf } from '../exact/boundedErrorFunction.js';
import type { Real } from '../exact/real.js';

/**
 * Activations of a double in float64, with proven bounds on the error: what `enclose` says in
 * hundreds of bits, at the price of a few products.
 *
 * Sums and products of positive numbers keep relative errors, so each is written with e^−|x| and
 * without a difference where one exists.
 */

/** 1/(1 + e^−x). */
export function boundedSigmoid(x: number): BoundedDouble {
  const { value: decay } = exponential(-Math.abs(x));
  // 2^-49 from the exponential, u from the sum and from the quotient.
  return relatively((x < 0 ? decay : 1) / (1 + decay), 2 * EXPONENTIAL_ERROR);
}

/** tanh x = y/(y + 2), y = e^(2x) − 1; near 0, and for x < 0 where y is not small. */
export function boundedTanh(x: number): BoundedDouble {
  const magnitude = Math.abs(x);
  if (magnitude < 0.15) {
    const y = exponentialLessOne(2 * x).value;
    return relatively(y / (y + 2), 2 ** -46);
  }
  // (1 − d)/(1 + d), d = e^(−2|x|) ≤ 0.75: the difference keeps 2^-49·0.75/0.25.
  const decay = exponential(-2 * magnitude).value;
  return relatively((Math.sign(x) * (1 - decay)) / (1 + decay), 2 ** -46);
}

/** x·Φ(x). */
export function boundedGelu(x: number): BoundedDouble {
  return timesBounded(x, boundedNormalCdf(x));
}

/** √(2/π) and 0.044715, the nearest doubles. */
const TANH_FACTOR = 0.7978845608028654;
const CUBIC = 0.044715;

/**
 * x/2·(1 + tanh y) = x·σ(2y), y = √(2/π)·(x + 0.044715·x³), whose terms have one sign: y is off by
 * less than 8u relatively, and |2y·σ′(2y)| ≤ |2y|·σ(2y) for y < 0, ≤ 0.23 for y > 0.
 */
export function boundedGeluTanh(x: number): BoundedDouble {
  const twice = 2 * TANH_FACTOR * (x + CUBIC * x * x * x);
  if (!Number.isFinite(twice)) return { value: 0, error: Infinity };
  const share = boundedSigmoid(twice);
  const steepness = twice < 0 ? -twice * share.value : 0.25;
  return timesBounded(x, movedBy(2 ** -50, steepness * 1.01, share));
}

/** x·σ(x). */
export function boundedSilu(x: number): BoundedDouble {
  return timesBounded(x, boundedSigmoid(x));
}

/** x·tanh(log(1 + eˣ)) = x·(s² + 2s)/(s² + 2s + 2), s = eˣ, or the same divided by s². */
export function boundedMish(x: number): BoundedDouble {
  const s = exponential(-Math.abs(x)).value;
  const share = x < 0 ? (s * (s + 2)) / (s * (s + 2) + 2) : (1 + 2 * s) / (1 + 2 * s + 2 * s * s);
  return timesBounded(x, relatively(share, 2 ** -45));
}

/** log(1 + e^(βx))/β; β as the real number it is. */
export function boundedSoftplus(x: number, beta: Real): BoundedDouble {
  const b = beta.toNumber();
  const y = b * x;
  const decay = exponential(-Math.abs(y));
  // The sum of a rounded y and log(1 + s), both positive: |s/(1 + s)| ≤ log(1 + s) besides.
  const log = logarithmOfOnePlus(decay.value);
  const sum = Math.max(y, 0) + log.value;
  // y is off by 3u relatively: log(1 + e^y) by |y|·σ(y) of that, at most |y| for y > 0.
  const moved = 2 ** -50 * Math.abs(y) * (y > 0 ? 1 : decay.value);
  const error = log.error + EXPONENTIAL_ERROR * log.value * 2 + moved + sum * 2 ** -52;
  return timesBounded(1 / b, { value: sum, error: error + decay.error }, 2 ** -51);
}

/** slope·x for x ≥ 0, depth·(e^(x/width) − 1) below; parameters as the real numbers they are. */
export function boundedExponentialUnit(
  x: number,
  slope: Real,
  depth: Real,
  width: Real,
): BoundedDouble {
  if (x >= 0) return timesBounded(slope.toNumber(), { value: x, error: 0 }, 2 ** -52);
  const y = x / width.toNumber();
  // y is off by 3u: e^y − 1 by |y|·e^y of that, below |e^y − 1|.
  const below = exponentialLessOne(y);
  const moved = movedBy(2 ** -51, Math.abs(below.value), below);
  return timesBounded(depth.toNumber(), moved, 2 ** -52);
}

/** x/(1 + |x|). */
export function boundedSoftsign(x: number): BoundedDouble {
  return relatively(x / (1 + Math.abs(x)), 2 ** -51);
}
