import { isPowerOfTwo } from '../exact/isPowerOfTwo.js';
import { Real } from '../exact/real.js';

/** Numbers that are not their nearest double: number i is `table[which[i]]`, a double where that is −1. */
export interface OtherNumbers {
  readonly table: readonly Real[];
  readonly which: Int32Array;
}

/**
 * The constants of a network: doubles, and what each one stands for where that is another number.
 *
 * A weight that the file stores is the double it is. One that follows from stored numbers (a third,
 * a mean's 1/n, batch normalisation's scale/√(variance + ε)) mostly is none: it is kept as the
 * rational or the enclosure it is, beside the nearest double, with which float64 engines compute.
 *
 * Immutable.
 */
export class Numbers {
  readonly length: number;

  /**
   * @param nearest - the nearest double of every number
   * @param others - the numbers that are not their nearest double; null if there are none
   */
  constructor(
    readonly nearest: Float64Array,
    private readonly others: OtherNumbers | null = null,
  ) {
    this.length = nearest.length;
  }

  static zeros(length: number): Numbers {
    return new Numbers(new Float64Array(length));
  }

  /** Doubles as the numbers they are, without a copy; numbers as they are. */
  static from(values: Numbers | Float64Array): Numbers {
    return values instanceof Numbers ? values : new Numbers(values);
  }

  static of(values: ArrayLike<number>): Numbers {
    return new Numbers(Float64Array.from(values));
  }

  /** @param reals - of each what is known; a rational that is a double is kept as one */
  static ofReals(reals: Iterable<Real>): Numbers {
    const builder = new NumbersBuilder();
    for (const real of reals) builder.push(real);
    return builder.build();
  }

  /** A number repeated. */
  static filled(length: number, value: Real): Numbers {
    const nearest = value.toNumber();
    const values = new Float64Array(length).fill(nearest);
    if (isDouble(value, nearest)) return new Numbers(values);
    return new Numbers(values, { table: [value], which: new Int32Array(length) });
  }

  /** Whether every number is the double that stands for it. */
  get areDoubles(): boolean {
    return this.others === null;
  }

  /** Whether every number is rational, none only enclosed. */
  get areRational(): boolean {
    return (this.others?.table ?? []).every((other) => other.rational !== null);
  }

  /** Number i. */
  at(i: number): Real {
    return this.otherThanDouble(i) ?? Real.of(this.nearest[i]);
  }

  /** Number i where it is not its nearest double, else null. */
  otherThanDouble(i: number): Real | null {
    if (!this.others) return null;
    const at = this.others.which[i];
    return at < 0 ? null : this.others.table[at];
  }

  /** What is known of the numbers that are not their nearest doubles; null if there are none. */
  get otherNumbers(): OtherNumbers | null {
    return this.others;
  }

  /** Numbers picked by index; `fill` stands where an index is −1. */
  pick(indices: ArrayLike<number>, fill: Real = Real.zero): Numbers {
    const outside = fill.toNumber();
    const { length } = indices;
    const nearest = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      nearest[i] = indices[i] < 0 ? outside : this.nearest[indices[i]];
    }
    const fillIsDouble = isDouble(fill, outside);
    if (!this.others && fillIsDouble) return new Numbers(nearest);
    const table = [...(this.others?.table ?? []), ...(fillIsDouble ? [] : [fill])];
    const ofFill = fillIsDouble ? -1 : table.length - 1;
    const which = new Int32Array(length);
    let others = false;
    for (let i = 0; i < length; i++) {
      const at = indices[i];
      which[i] = at < 0 ? ofFill : this.others ? this.others.which[at] : -1;
      others ||= which[i] >= 0;
    }
    return new Numbers(nearest, others ? { table, which } : null);
  }

  /** Each number changed by itself: doubles by `double` where that loses nothing, else as reals. */
  map(change: (value: Real, i: number) => Real): Numbers {
    const builder = new NumbersBuilder();
    for (let i = 0; i < this.length; i++) builder.push(change(this.at(i), i));
    return builder.build();
  }

  /** Numbers one after another. */
  static concatenated(parts: readonly Numbers[]): Numbers {
    const nearest = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
    const table: Real[] = [];
    const which = new Int32Array(nearest.length).fill(-1);
    let start = 0;
    for (const part of parts) {
      nearest.set(part.nearest, start);
      const { others } = part;
      if (others) {
        for (let i = 0; i < part.length; i++) {
          if (others.which[i] >= 0) which[start + i] = others.which[i] + table.length;
        }
        table.push(...others.table);
      }
      start += part.length;
    }
    return new Numbers(nearest, table.length > 0 ? { table, which } : null);
  }

  /** Whether all are the same number. */
  get isUniform(): boolean {
    const first = this.length > 0 ? this.at(0) : Real.zero;
    return this.others === null
      ? this.nearest.every((value) => value === this.nearest[0])
      : this.nearest.every((_, i) => this.at(i) === first || this.at(i).compare(first) === 0);
  }

  /** Each number times a double. Exact. */
  times(factor: number): Numbers {
    if (factor === 1) return this;
    if (factor === -1) return this.negate();
    // The product of two float32 numbers is a double, unless it is too small or too large for one.
    const short = (value: number) => Math.fround(value) === value;
    const fits = (value: number) => {
      const magnitude = Math.abs(value * factor);
      return value === 0 || (short(value) && magnitude > 2 ** -900 && magnitude < 2 ** 900);
    };
    if (this.areDoubles && short(factor) && this.nearest.every(fits)) {
      return new Numbers(this.nearest.map((value) => value * factor));
    }
    const exact = Real.of(factor);
    return this.map((value) => value.multiply(exact));
  }

  /** The negatives. Exact. */
  negate(): Numbers {
    const { others } = this;
    const negated = others && { ...others, table: others.table.map((x) => x.negate()) };
    return new Numbers(
      this.nearest.map((value) => 0 - value),
      negated,
    );
  }

  /**
   * The smallest magnitude of a number that is not 0; Infinity if all are 0. It is 0 where some
   * number is not within a rounding of its double, so that no bound holds that supposes it is: one
   * that underflows, or one enclosed too widely.
   */
  smallestMagnitude(): number {
    let smallest = Infinity;
    for (let i = 0; i < this.length; i++) {
      const magnitude = Math.abs(this.nearest[i]);
      if (magnitude !== 0 && magnitude < smallest) smallest = magnitude;
    }
    const checked = new Set<number>();
    this.others?.which.forEach((at, i) => {
      if (at < 0 || checked.has(at)) return;
      checked.add(at);
      if (!isWithinRounding(this.others!.table[at], this.nearest[i])) smallest = 0;
    });
    return smallest;
  }
}

/**
 * What `count` numbers are that are not their doubles, null in the place of those that are; null
 * if all are.
 *
 * @param place - which of the numbers stands in each place
 */
export function othersOf(
  numbers: Numbers,
  count: number,
  place: (k: number) => number,
): (Real | null)[] | null {
  if (numbers.areDoubles) return null;
  return Array.from({ length: count }, (_, k) => numbers.otherThanDouble(place(k)));
}

/** Whether a double is off by no more than one rounding, up to a factor of 1 + 2^-40. */
function isWithinRounding(value: Real, nearest: number): boolean {
  if (nearest === 0 || !Number.isFinite(nearest)) return false;
  const off = value.subtract(Real.of(nearest)).absolute().upper.toNumber();
  return off <= Math.abs(nearest) * 2 ** -53 * (1 + 2 ** -40);
}

/** Collects numbers one by one. */
export class NumbersBuilder {
  private readonly nearest: number[] = [];
  private readonly which: number[] = [];
  private readonly table = new Map<Real, number>();

  push(value: Real): void {
    const nearest = value.toNumber();
    this.nearest.push(nearest);
    if (isDouble(value, nearest)) {
      this.which.push(-1);
      return;
    }
    let at = this.table.get(value);
    if (at === undefined) this.table.set(value, (at = this.table.size));
    this.which.push(at);
  }

  build(): Numbers {
    const nearest = Float64Array.from(this.nearest);
    if (this.table.size === 0) return new Numbers(nearest);
    return new Numbers(nearest, {
      table: [...this.table.keys()],
      which: Int32Array.from(this.which),
    });
  }
}

function isDouble(value: Real, nearest: number): boolean {
  const { rational } = value;
  if (!rational || !Number.isFinite(nearest)) return false;
  const { denominator } = rational;
  // Only a power of two can stand below the line, and few bits above it.
  if (!isPowerOfTwo(denominator)) return false;
  return Real.of(nearest).compare(value) === 0;
}
