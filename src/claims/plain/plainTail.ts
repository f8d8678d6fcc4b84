import {
  addDyadic,
  type Dyadic,
  dyadicOf,
  multiplyDyadic,
  ONE,
  signOfDyadic,
  subtractDyadic,
  ZERO,
} from '../../exact/dyadic.js';
import { Rational } from '../../exact/rational.js';
import type { NetworkFile } from '../../network/networkFile.js';
import { type Interpretation, walkFile } from './walkFile.js';

/** The end of a ray, from its file evaluated exactly at two times and nothing else. */
export interface PlainTail {
  /** Every unit keeps its piece from t = 2^power on: a beginning of the tail, not the earliest. */
  readonly power: number;
  /** Shape [C]. */
  readonly slope: readonly Rational[];
  /** Shape [C]. */
  readonly intercept: readonly Rational[];
  /** Whether some unit stays exactly on a kink. */
  readonly boundary: boolean;
  /** Shape [C][D]. */
  readonly jacobian: readonly (readonly Rational[])[];
  readonly penultimate: {
    readonly slope: readonly Rational[];
    readonly intercept: readonly Rational[];
    /** Shape [units][D]. */
    readonly jacobian: readonly (readonly Rational[])[];
  } | null;
}

/**
 * Finds the tail of a network file along a ray by plain evaluation at s and 2s: where every unit is
 * on one side of its kink at both times and moves no closer to it, it stays there for ever, by
 * induction over the layers, and the values are affine from s on. If some unit is not, a later s is
 * tried: powers of 2, so that all numbers are dyadic.
 *
 * Shares nothing with the engines but the arithmetic of integers: no germs, no graph, no pattern.
 * Arithmetic: exact.
 *
 * @returns null if no such s up to 2^4096 is found
 *
 * @example
 * ```ts
 * const file = { format: 'farfield-network', version: 1, inputs: 1, layers: [
 *   { type: 'dense', weights: [[1]], bias: [-3] }, { type: 'relu' }] } as const;
 * plainTail(file, [0], [2]).intercept.map(String); // ['-3/1']
 * ```
 */
export function plainTail(
  file: NetworkFile,
  origin: readonly number[],
  direction: readonly number[],
): PlainTail | null {
  for (const exponent of [0, 4, 16, 64, 256, 1024, 2048, 4096]) {
    const found = tailFrom(file, origin, direction, exponent);
    if (found) return found;
  }
  return null;
}

/** A unit at s and at 2s, and its derivative by the inputs on the piece it is on there. */
interface TwoTimes {
  readonly first: Dyadic;
  readonly later: Dyadic;
  /** Shape [D]. */
  readonly gradient: readonly Dyadic[];
  /** Whether a ReLU has switched it off, or the one unit it is a multiple of. */
  readonly off: boolean;
}

function tailFrom(
  file: NetworkFile,
  origin: readonly number[],
  direction: readonly number[],
  exponent: number,
): PlainTail | null {
  const at = (d: number, power: number) => {
    const { mantissa, exponent: scale } = dyadicOf(direction[d]);
    return addDyadic(dyadicOf(origin[d]), { mantissa, exponent: scale + power });
  };
  const input = origin.map((_, d) => ({
    first: at(d, exponent),
    later: at(d, exponent + 1),
    gradient: origin.map((__, other) => (other === d ? ONE : ZERO)),
    off: false,
  }));
  const walk = new TwoTimesWalk();
  const { logits, penultimate } = walkFile(file, input, walk);
  if (!walk.settled) return null;
  const slopeOf = ({ first, later }: TwoTimes) => {
    const { mantissa, exponent: scale } = subtractDyadic(later, first);
    return Rational.ofDyadic({ mantissa, exponent: scale - exponent });
  };
  const interceptOf = ({ first, later }: TwoTimes) =>
    Rational.ofDyadic(subtractDyadic(addDyadic(first, first), later));
  return {
    power: exponent,
    slope: logits.map(slopeOf),
    intercept: logits.map(interceptOf),
    boundary: walk.boundary,
    jacobian: logits.map(gradientOf),
    penultimate: penultimate && {
      slope: penultimate.map(slopeOf),
      intercept: penultimate.map(interceptOf),
      jacobian: penultimate.map(gradientOf),
    },
  };
}

function gradientOf({ gradient }: TwoTimes): Rational[] {
  return gradient.map((entry) => Rational.ofDyadic(entry));
}

class TwoTimesWalk implements Interpretation<TwoTimes> {
  /** Whether every unit so far keeps its side for ever. */
  settled = true;
  /** Whether some unit so far stays on its kink. */
  boundary = false;

  combine(weights: readonly number[], values: readonly TwoTimes[], bias: number): TwoTimes {
    const sum = weights.reduce(
      (total, weight, i) => (weight === 0 ? total : this.add(total, scale(values[i], weight))),
      constant(bias, values[0]),
    );
    return { ...sum, off: values.length === 1 && values[0].off };
  }

  add(x: TwoTimes, y: TwoTimes): TwoTimes {
    return {
      first: addDyadic(x.first, y.first),
      later: addDyadic(x.later, y.later),
      gradient: x.gradient.map((entry, d) => addDyadic(entry, y.gradient[d])),
      off: false,
    };
  }

  rectify(x: TwoTimes, negativeSlope: number): TwoTimes {
    if (this.sideOf(x) > 0) return x;
    return { ...scale(x, negativeSlope), off: negativeSlope === 0 };
  }

  clip(x: TwoTimes, lower: number, upper: number): TwoTimes {
    // Between two equal bounds there is no inside, and no kink.
    if (lower === upper) return { ...constant(lower, x), off: true };
    for (const [bound, beyond] of [[lower, -1] as const, [upper, 1] as const]) {
      if (!Number.isFinite(bound)) continue;
      const end = constant(bound, x);
      if (this.sideOf(this.add(x, scale(end, -1))) === beyond) return { ...end, off: true };
    }
    return x;
  }

  largest(values: readonly TwoTimes[]): TwoTimes {
    return values.reduce((best, x) => {
      const lead = this.add(x, scale(best, -1));
      // Constants that are equal make no kink.
      if (x.off && best.off) return signOfDyadic(lead.first) > 0 ? x : best;
      return this.sideOf(lead) > 0 ? x : best;
    });
  }

  /** On which side of 0 a value stays; 0 if it stays there. Notes if it does not stay. */
  private sideOf({ first, later }: TwoTimes): number {
    const [now, then] = [signOfDyadic(first), signOfDyadic(later)];
    if (now === 0 && then === 0) this.boundary = true;
    const growth = signOfDyadic(subtractDyadic(later, first));
    // At 0 first, it is on the side it moves to; else it must not move towards 0.
    const side = now === 0 ? growth : now;
    if (growth !== 0 && growth !== side) this.settled = false;
    return side;
  }
}

function constant(value: number, { gradient }: TwoTimes): TwoTimes {
  const exact = dyadicOf(value);
  return { first: exact, later: exact, gradient: gradient.map(() => ZERO), off: false };
}

function scale({ first, later, gradient }: TwoTimes, factor: number): TwoTimes {
  const exact = dyadicOf(factor);
  const times = (x: Dyadic) => multiplyDyadic(x, exact);
  return { first: times(first), later: times(later), gradient: gradient.map(times), off: false };
}
