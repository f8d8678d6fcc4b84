/**
 * A vector of doubles with a bound on each one's error: the real entry i lies within
 * `errors[i]` of `values[i]`.
 *
 * An entry with value 0 and error 0 is *known* to be 0, and is left out of `active`: what is
 * switched off at infinity, or was never reached by the direction, costs nothing further on.
 * An error of Infinity says that nothing is known about the entry.
 *
 * Mutable, and meant to be used again: on small networks making arrays would cost more than the
 * arithmetic.
 */
export class CertifiedVector {
  readonly values: Float64Array;
  readonly errors: Float64Array;
  /** `active[0 .. count)`: the entries not known to be 0. */
  readonly active: Int32Array;
  count = 0;
  /** Room for what an operation that reads this vector makes of each entry. */
  readonly scratch: Float64Array;

  constructor(size: number) {
    this.values = new Float64Array(size);
    this.errors = new Float64Array(size);
    this.active = new Int32Array(size);
    this.scratch = new Float64Array(size);
  }

  /** Takes finite doubles as exact. */
  setExact(values: ArrayLike<number>): void {
    this.values.set(values);
    this.errors.fill(0);
    this.listActive();
  }

  /** Takes over all of another vector of the same size. */
  setTo({ values, errors, active, count }: CertifiedVector): void {
    this.values.set(values);
    this.errors.set(errors);
    this.active.set(active);
    this.count = count;
  }

  /** Says that nothing is known of any entry. */
  setUnknown(): void {
    this.errors.fill(Infinity);
    this.listActive();
  }

  /** Takes over entry j of another vector as entry i. */
  copyEntry(i: number, source: CertifiedVector, j: number): void {
    this.values[i] = source.values[j];
    this.errors[i] = source.errors[j];
  }

  /** Sets entry i to a number known without error. */
  setEntry(i: number, value: number): void {
    this.values[i] = value;
    this.errors[i] = 0;
  }

  /** Sets entry i to [lower, upper], as centre and radius, the radius rounded up. */
  setInterval(i: number, lower: number, upper: number): void {
    const centre = lower / 2 + upper / 2;
    const radius = Math.max(upper - centre, centre - lower);
    this.values[i] = Number.isFinite(centre) ? centre : 0;
    // The two subtractions are off by at most half a unit in the last place of the larger end.
    const slack = lower === upper ? 0 : (Math.abs(lower) + Math.abs(upper)) * 2 ** -53;
    this.errors[i] = Number.isFinite(radius) ? radius + slack : Infinity;
  }

  /** Entry i is at least this; −Infinity where nothing is known. */
  lowerOf(i: number): number {
    const error = this.errors[i];
    return error === 0 ? this.values[i] : lowerBound(this.values[i], error);
  }

  /** Entry i is at most this; Infinity where nothing is known. */
  upperOf(i: number): number {
    const error = this.errors[i];
    return error === 0 ? this.values[i] : upperBound(this.values[i], error);
  }

  /** Sets entry i to `factor` times that of another vector, with its error. */
  scaleEntry(i: number, source: CertifiedVector, factor: number): void {
    const value = source.values[i] * factor;
    this.values[i] = value;
    if (source.values[i] === 0 && source.errors[i] === 0) {
      this.errors[i] = 0;
      return;
    }
    // The product's rounding, the inherited error, and the rounding of these two; products that
    // leave the range where a relative bound holds are given up on.
    const inherited = source.errors[i] * Math.abs(factor);
    const outside = !(Math.abs(value) < Infinity) || Math.abs(value) < 2 ** -900;
    this.errors[i] = outside
      ? Infinity
      : (Math.abs(value) * UNIT_ROUNDOFF + inherited) * (1 + 2 ** -50) + Number.MIN_VALUE;
  }

  /** Adds a number known without error to entry i. */
  shiftEntry(i: number, constant: number): void {
    const value = this.values[i] + constant;
    this.values[i] = value;
    // A sum of doubles is exact where it is subnormal, and otherwise off by one rounding.
    const error = this.errors[i] + Math.abs(value) * UNIT_ROUNDOFF;
    this.errors[i] = Number.isFinite(value) ? error * (1 + 2 ** -50) : Infinity;
  }

  /** Lists the active entries anew from values and errors. */
  listActive(): void {
    const { values, errors, active } = this;
    let count = 0;
    for (let i = 0; i < values.length; i++) {
      if (values[i] !== 0 || errors[i] !== 0) active[count++] = i;
    }
    this.count = count;
  }
}

/** u, the unit roundoff of doubles: |fl(x ∘ y) − (x ∘ y)| ≤ u·|x ∘ y|, barring underflow. */
export const UNIT_ROUNDOFF = 2 ** -53;

/** value − error, rounded down; −Infinity where nothing is known. */
export function lowerBound(value: number, error: number): number {
  const bound = value - error;
  return Number.isFinite(bound) ? bound - Math.abs(bound) * 2 ** -52 : -Infinity;
}

/** value + error, rounded up; Infinity where nothing is known. */
export function upperBound(value: number, error: number): number {
  const bound = value + error;
  return Number.isFinite(bound) ? bound + Math.abs(bound) * 2 ** -52 : Infinity;
}
