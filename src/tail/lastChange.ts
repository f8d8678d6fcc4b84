/**
 * The last change of piece along a ray, from germs known up to a bound on their errors: an
 * estimate in float64, and certified bounds of the exact value; Infinity where it is not known.
 * In multiples of the direction.
 */
export class LastChange {
  estimate = 0;
  lower = 0;
  upper = 0;

  /** Takes note of a change of piece of which nothing is known. */
  unknown(): void {
    this.upper = Infinity;
    this.estimate = Infinity;
  }

  /**
   * Takes note of where a germ a + t·b, known up to aError and bError, changes sign. The sign of
   * b has been decided.
   */
  cross(a: number, aError: number, b: number, bError: number): void {
    if (b === 0) return;
    const against = b > 0 ? -a : a;
    const latest = against + aError;
    if (latest <= 0) return;
    const magnitude = Math.abs(b);
    // Each quotient carries a few roundings; 2^-50 covers them, or 2^-1073 where it is subnormal.
    const known = magnitude > bError && latest < Infinity;
    const upper = known
      ? (latest / (magnitude - bError)) * (1 + 2 ** -50) + SUBNORMAL_ROUNDING
      : Infinity;
    if (upper > this.upper) this.upper = upper;
    const estimate = against / magnitude;
    if (estimate > this.estimate) this.estimate = estimate;
    // A quotient beyond the doubles is finite all the same: Infinity would be no lower bound.
    const quotient = Math.min((against - aError) / (magnitude + bError), Number.MAX_VALUE);
    const lower = quotient * (1 - 2 ** -50) - SUBNORMAL_ROUNDING;
    if (lower > this.lower) this.lower = lower;
  }
}

/** What rounding in the subnormal range may add up to, where no relative bound holds. */
const SUBNORMAL_ROUNDING = 2 * Number.MIN_VALUE;
