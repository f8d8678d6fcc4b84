import { Interval } from '../exact/interval.js';
import { Rational } from '../exact/rational.js';
import type { Real } from '../exact/real.js';
import { Coefficient } from './coefficient.js';
import { type DoubleBounds, outward } from './doubleBounds.js';
import { isMadeAlike } from './madeAlike.js';

/** Bounds of a function's values between two doubles, in float64; null where there are none. */
export type BoundsBetween = (lower: number, upper: number) => DoubleBounds | null;

/**
 * Functions of coefficients that are not rational any more: the same function of the same number
 * is the same coefficient.
 */
export class Atoms {
  private readonly byFunction = new Map<string, Entry[]>();

  /**
   * @param thorough - whether equal numbers are recognised that were made in different ways, which
   *   takes long; else only those that were made alike
   */
  constructor(private readonly thorough = true) {}

  /**
   * f(x), made once.
   *
   * @param name - tells functions apart
   * @param enclose - an enclosure of f on what is known of x
   * @param bounds - the same in float64, which spares `enclose` where x is not cheap to know well
   */
  of(
    name: string,
    x: Coefficient,
    enclose: (x: Real) => Real,
    bounds: BoundsBetween | null = null,
  ): Coefficient {
    return this.make(name, x, () => {
      const within = x.isCheap ? null : (bounds?.(x.lower, x.upper) ?? null);
      if (within) {
        return Coefficient.atomWithin(within, () => Interval.ofReal(enclose(x.toReal())));
      }
      const value = enclose(x.toReal());
      return value.rational
        ? Coefficient.ofRational(value.rational)
        : Coefficient.atom(Interval.ofReal(value));
    });
  }

  /** 1/x. @param x - its sign is known and not 0 */
  reciprocal(x: Coefficient): Coefficient {
    const isBounded = x.lower > 0 || x.upper < 0;
    const exact = x.isCheap || !isBounded ? x.rational : null;
    if (exact) {
      const { numerator, denominator } = exact;
      return Coefficient.ofRational(new Rational(denominator, numerator));
    }
    const enclose = () => x.interval.reciprocal();
    return this.make('1/x', x, () =>
      isBounded && !x.isCheap
        ? Coefficient.atomWithin(outward(1 / x.upper, 1 / x.lower), enclose)
        : Coefficient.atom(enclose()),
    );
  }

  private make(name: string, x: Coefficient, compute: () => Coefficient): Coefficient {
    const keys = keysOf(name, x);
    for (const key of keys) {
      for (const entry of this.byFunction.get(key) ?? []) {
        const same = this.thorough ? entry.x.subtract(x).isZero : isMadeAlike(entry.x, x);
        if (same) return entry.value;
      }
    }
    const entry = { x, value: compute() };
    for (const key of keys) {
      const known = this.byFunction.get(key);
      if (known) known.push(entry);
      else this.byFunction.set(key, [entry]);
    }
    return entry.value;
  }
}

interface Entry {
  readonly x: Coefficient;
  readonly value: Coefficient;
}

/**
 * Where to look for a number: bounds that hold the same one share a float32 between them, if they
 * are narrower than the float32s are apart. Wider ones lie in a drawer of their own.
 */
function keysOf(name: string, { lower, upper }: Coefficient): readonly string[] {
  const [first, last] = [Math.fround(lower), Math.fround(upper)];
  if (first === last) return [`${name} ${first}`];
  const isNarrow = upper - lower < Math.min(Math.abs(first), Math.abs(last)) * 2 ** -25;
  return isNarrow ? [`${name} ${first}`, `${name} ${last}`] : [`${name} *`];
}
