import { Rational } from '../../exact/rational.js';
import { type Approach, slowerApproach } from './approach.js';
import {
  addIntervals,
  around,
  exactly,
  type Interval,
  multiplyIntervals,
  rounded,
  signOfInterval,
} from './interval.js';
import { RootSum } from './rootSum.js';

/** The coefficient of a growing term: its sign, a float64 value, and where it lies. */
export interface Coefficient {
  /** 0 if it is not known. */
  readonly sign: -1 | 0 | 1;
  /** Of the stored parameters. May round to 0 although the sign is not. */
  readonly value: number;
  /** Whether the sign is known: rounding of the fit cannot have made it. */
  readonly certain: boolean;
  /** Where the coefficient lies, whatever rounding did to the fit. */
  readonly bounds: Interval;
  /** The coefficient itself where no rounding of a fit is in it: a sum of square roots. */
  readonly exact?: RootSum;
}

/**
 * The expansion of a novelty score along a tail: `Σ coefficient·t^power + constant + o(1)`.
 */
export interface NoveltyGerm {
  /** Powers are positive and descending, each at most once; none is known to be 0. */
  readonly terms: readonly { readonly power: number; readonly coefficient: Coefficient }[];
  /** The limit of what is left without the terms, float64. NaN if it has none or is not known. */
  readonly constant: number;
  /**
   * Where the constant ends in float64 if that is elsewhere, since something that is positive for
   * ever underflows.
   */
  readonly float64Constant?: number;
  /** Where the constant lies, if it is not known as well as `constant` tells. */
  readonly constantBounds?: Interval;
  /**
   * Whether the constant is a bound of the score that no input attains in reals: the smallest a
   * softmax score can be, say. Float64 scores may round to it.
   */
  readonly unattained?: 'lower' | 'upper';
  /** Whether rounding of the fit may have made where the constant lies, so that it is not known. */
  readonly made?: 'by rounding';
  /** How fast the rest vanishes; null if that is not known. */
  readonly approach: Approach | null;
  /** What a reader should know: a coefficient within rounding, say. */
  readonly notes?: readonly string[];
}

/** A score that is constant on the tail. */
export function constantGerm(constant: number, ...notes: string[]): NoveltyGerm {
  return {
    terms: [],
    constant,
    approach: Number.isNaN(constant) ? null : { kind: 'constant' },
    ...(notes.length > 0 && { notes }),
  };
}

/** A score that converges. */
export function convergingGerm(
  limit: number,
  approach: Approach | null,
  ...notes: string[]
): NoveltyGerm {
  return { ...constantGerm(limit, ...notes), approach };
}

/**
 * A score that converges to the end of its range, which no input attains: finite logits leave every
 * class some probability.
 *
 * @param isEnd - whether it does for certain: that the limit rounds to it is not enough
 */
export function boundedGerm(
  germ: NoveltyGerm,
  isEnd: boolean,
  unattained: 'lower' | 'upper' = 'lower',
): NoveltyGerm {
  return isEnd ? { ...germ, unattained } : germ;
}

/** A score `slope·t + constant + o(1)`; the term is left out if the slope is 0. */
export function linearGerm(
  slope: RootSum | Rational | Coefficient,
  constant: number,
  approach: Approach | null,
): NoveltyGerm {
  const coefficient =
    slope instanceof RootSum || slope instanceof Rational ? exactCoefficient(slope) : slope;
  return {
    terms: isZero(coefficient) ? [] : [{ power: 1, coefficient }],
    constant,
    approach,
  };
}

/** An exactly known coefficient. */
export function exactCoefficient(value: RootSum | Rational): Coefficient {
  const exact = value instanceof Rational ? RootSum.of(value) : value;
  const { sign, value: nearest } = exact;
  const bounds = sign === 0 ? exactly(0) : boundedBySign(rounded(nearest), sign);
  return { sign, value: nearest, certain: true, bounds, exact };
}

/** A coefficient of which rounding of the fit leaves this much known. */
export function enclosedCoefficient(value: number, bounds: Interval): Coefficient {
  const sign = signOfInterval(bounds);
  return { sign: sign ?? 0, value, certain: sign !== null, bounds };
}

/** A coefficient whose sign follows from more than its value, which is off by at most `error`. */
export function signedCoefficient(sign: -1 | 1, value: number, error: number): Coefficient {
  return { sign, value, certain: true, bounds: boundedBySign(around(value, error), sign) };
}

/** Whether a coefficient is known to be 0. */
export function isZero({ certain, sign }: Coefficient): boolean {
  return certain && sign === 0;
}

/** The expansion of a sum. */
export function addGerms(x: NoveltyGerm, y: NoveltyGerm): NoveltyGerm {
  if (isUndefined(x)) return x;
  if (isUndefined(y)) return y;
  const powers = [...new Set([...x.terms, ...y.terms].map(({ power }) => power))].sort(
    (a, b) => b - a,
  );
  const terms = powers.flatMap((power) => {
    const coefficient = [...x.terms, ...y.terms]
      .filter((term) => term.power === power)
      .map((term) => term.coefficient)
      .reduce(addCoefficients);
    return isZero(coefficient) ? [] : [{ power, coefficient }];
  });
  const notes = [...(x.notes ?? []), ...(y.notes ?? [])];
  const bounds =
    x.constantBounds || y.constantBounds
      ? addIntervals(
          x.constantBounds ?? exactly(x.constant),
          y.constantBounds ?? exactly(y.constant),
        )
      : undefined;
  const underflows = [x, y].some(({ float64Constant }) => float64Constant !== undefined);
  const inFloat64 = ({ constant, float64Constant = constant }: NoveltyGerm) => float64Constant;
  return {
    terms,
    constant: x.constant + y.constant,
    ...(underflows && { float64Constant: inFloat64(x) + inFloat64(y) }),
    approach: slowerApproach(x.approach, y.approach),
    ...(bounds && { constantBounds: bounds }),
    ...((x.made ?? y.made) && { made: 'by rounding' as const }),
    ...(notes.length > 0 && { notes }),
  };
}

/** Whether there is no expansion: a fitted parameter is NaN, say. */
function isUndefined({ terms, constant, constantBounds }: NoveltyGerm): boolean {
  return terms.length === 0 && Number.isNaN(constant) && constantBounds === undefined;
}

/**
 * The expansion of a multiple.
 *
 * @param factor - as stored
 * @param bounds - where it lies; the double itself, and products exact, if absent
 */
export function scaleGerm(
  germ: NoveltyGerm,
  factor: number,
  bounds: Interval = exactly(factor),
): NoveltyGerm {
  if (!Number.isFinite(factor)) {
    return constantGerm(Number.NaN, `a fitted factor is ${factor}: the score has no expansion`);
  }
  const isExact = bounds.lower === bounds.upper;
  const { constantBounds, constant, unattained: _, ...rest } = germ;
  const moved = constantBounds ?? (isExact ? undefined : exactly(constant));
  return {
    ...rest,
    terms: germ.terms.flatMap(({ power, coefficient }) => {
      const scaled =
        coefficient.exact && isExact
          ? exactCoefficient(coefficient.exact.scale(Rational.of(factor)))
          : enclosedCoefficient(
              coefficient.value * factor,
              boundedBySign(
                multiplyIntervals(coefficient.bounds, bounds),
                signOfProduct(coefficient, bounds),
              ),
            );
      return isZero(scaled) ? [] : [{ power, coefficient: scaled }];
    }),
    constant: constant * factor,
    ...(moved &&
      !Number.isNaN(moved.lower) && { constantBounds: multiplyIntervals(moved, bounds) }),
    ...(germ.float64Constant !== undefined && { float64Constant: germ.float64Constant * factor }),
  };
}

/** The sign of a product, where both factors have one: its bounds may underflow to 0. */
function signOfProduct({ sign, certain }: Coefficient, factor: Interval): -1 | 0 | 1 | null {
  const other = signOfInterval(factor);
  return certain && other !== null ? ((sign * other) as -1 | 0 | 1) : null;
}

function boundedBySign({ lower, upper }: Interval, sign: -1 | 0 | 1 | null): Interval {
  const least = Number.MIN_VALUE;
  if (sign === 1) return { lower: Math.max(lower, least), upper: Math.max(upper, least) };
  if (sign === -1) return { lower: Math.min(lower, -least), upper: Math.min(upper, -least) };
  return { lower, upper };
}

function addCoefficients(x: Coefficient, y: Coefficient): Coefficient {
  if (x.exact && y.exact) return exactCoefficient(x.exact.add(y.exact));
  return enclosedCoefficient(x.value + y.value, addIntervals(x.bounds, y.bounds));
}
