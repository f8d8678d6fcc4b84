/** A fraction of whole numbers, the denominator positive. Written for the checker alone. */
export interface PlainFraction {
  readonly n: bigint;
  readonly d: bigint;
}

export const whole = (n: number | bigint): PlainFraction => ({ n: BigInt(n), d: 1n });

/** Reads `p/q`; null for anything else. */
export function parseFraction(text: unknown): PlainFraction | null {
  const parts = typeof text === 'string' ? /^(-?\d+)\/(\d+)$/.exec(text) : null;
  if (!parts || BigInt(parts[2]) === 0n) return null;
  return { n: BigInt(parts[1]), d: BigInt(parts[2]) };
}

/** The number that the bits of a finite float32 are. */
export function ofFloat32(bits: number): PlainFraction {
  const exponent = (bits >>> 23) & 255;
  const rest = bits & 0x7fffff;
  const mantissa = BigInt(exponent === 0 ? rest : rest + 0x800000);
  const power = Math.max(exponent, 1) - 150;
  const n = bits >>> 31 === 1 ? -mantissa : mantissa;
  return power >= 0 ? { n: n << BigInt(power), d: 1n } : { n, d: 1n << BigInt(-power) };
}

export const plus = (a: PlainFraction, b: PlainFraction): PlainFraction => ({
  n: a.n * b.d + b.n * a.d,
  d: a.d * b.d,
});

export const minus = (a: PlainFraction, b: PlainFraction): PlainFraction =>
  plus(a, { n: -b.n, d: b.d });

export const times = (a: PlainFraction, b: PlainFraction): PlainFraction => ({
  n: a.n * b.n,
  d: a.d * b.d,
});

/** Whether a ≤ b. */
export const atMost = (a: PlainFraction, b: PlainFraction): boolean => a.n * b.d <= b.n * a.d;

export const equal = (a: PlainFraction, b: PlainFraction): boolean => a.n * b.d === b.n * a.d;

/** Bits after the point that an exponential is computed with. */
const BITS = 256n;

/**
 * A number that is not above e^y.
 *
 * For y ≥ 0 partial sums of Σ y^n/n!, all terms rounded down; below 0 the inverse of a number that
 * is not below e^(−y): the sum with its terms rounded up and, past n ≥ 2y, twice the last of them for
 * the rest. Beyond 1,000 the bound at 1,000 serves, below −1,000 the bound is 0.
 */
export function exponentialBelow(y: PlainFraction): PlainFraction {
  if (!atMost(y, whole(1000))) return exponentialBelow(whole(1000));
  if (y.n < 0n) {
    if (!atMost(whole(-1000), y)) return whole(0);
    const above = exponentialSum({ n: -y.n, d: y.d }, true);
    return { n: above.d, d: above.n };
  }
  return exponentialSum(y, false);
}

/** Σ y^n/n! in fixed point for 0 ≤ y ≤ 1000, rounded one way. */
function exponentialSum({ n, d }: PlainFraction, up: boolean): PlainFraction {
  const round = (a: bigint, b: bigint) => (up ? (a + b - 1n) / b : a / b);
  let term = 1n << BITS;
  let sum = term;
  for (let k = 1n; k < 10_000n; k++) {
    term = round(term * n, d * k);
    sum += term;
    // From here on every term is at most half of the one before it.
    if (k * d >= 2n * n && term <= 1n) break;
  }
  return { n: up ? sum + 2n * term : sum, d: 1n << BITS };
}
