import { Rational } from '../../exact/rational.js';
import { type Approach, slowerApproach } from './approach.js';
import { RootSum } from './rootSum.js';

/** The coefficient of a growing term: a sign and a float64 value. */
export interface Coefficient {
  readonly sign: -1 | 0 | 1;
  /** May round to 0 although the sign is not. */
  readonly value: number;
  /** Whether the sign is certain; else it is that of the value. */
  readonly certain: boolean;
  /** The coefficient itself where it is a sum of square roots. */
  readonly exact?: RootSum;
}

/**
 * The expansion of a novelty score along a tail: `Σ coefficient·t^power + constant + o(1)`.
 */
export interface NoveltyGerm {
  /** Powers are positive and descending, each at most once; coefficients are not 0. */
  readonly terms: readonly { readonly power: number; readonly coefficient: Coefficient }[];
  /** The limit of what is left without the terms, float64. NaN if it has none or is not known. */
  readonly constant: number;
  /**
   * Where the constant ends in float64 if that is elsewhere, since something that is positive for
   * ever underflows.
   */
  readonly float64Constant?: number;
  /** What is known of the constant when it is NaN. */
  readonly constantBounds?: { readonly lower: number; readonly upper: number };
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

/** A score `slope·t + constant + o(1)`; the term is left out if the slope is 0. */
export function linearGerm(
  slope: RootSum | Rational,
  constant: number,
  approach: Approach | null,
): NoveltyGerm {
  const coefficient = exactCoefficient(slope);
  return { terms: coefficient.sign === 0 ? [] : [{ power: 1, coefficient }], constant, approach };
}

/** An exactly known coefficient. */
export function exactCoefficient(value: RootSum | Rational): Coefficient {
  const exact = value instanceof Rational ? RootSum.of(value) : value;
  return { sign: exact.sign, value: exact.value, certain: true, exact };
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
    return coefficient.sign === 0 ? [] : [{ power, coefficient }];
  });
  const notes = [...(x.notes ?? []), ...(y.notes ?? [])];
  const bounds =
    x.constantBounds || y.constantBounds
      ? {
          lower: (x.constantBounds?.lower ?? x.constant) + (y.constantBounds?.lower ?? y.constant),
          upper: (x.constantBounds?.upper ?? x.constant) + (y.constantBounds?.upper ?? y.constant),
        }
      : undefined;
  const underflows = [x, y].some(({ float64Constant }) => float64Constant !== undefined);
  const inFloat64 = ({ constant, float64Constant = constant }: NoveltyGerm) => float64Constant;
  return {
    terms,
    constant: x.constant + y.constant,
    ...(underflows && { float64Constant: inFloat64(x) + inFloat64(y) }),
    approach: slowerApproach(x.approach, y.approach),
    ...(bounds && { constantBounds: bounds }),
    ...(notes.length > 0 && { notes }),
  };
}

/** Whether there is no expansion: a fitted parameter is NaN, say. */
function isUndefined({ terms, constant, constantBounds }: NoveltyGerm): boolean {
  return terms.length === 0 && Number.isNaN(constant) && constantBounds === undefined;
}

/** The expansion of a multiple by a double: exact. */
export function scaleGerm(germ: NoveltyGerm, factor: number): NoveltyGerm {
  if (!Number.isFinite(factor)) {
    return constantGerm(Number.NaN, `a fitted factor is ${factor}: the score has no expansion`);
  }
  const sign = Math.sign(factor);
  return {
    ...germ,
    terms: germ.terms.flatMap(({ power, coefficient }) =>
      factor === 0
        ? []
        : [
            {
              power,
              coefficient: coefficient.exact
                ? exactCoefficient(coefficient.exact.scale(Rational.of(factor)))
                : {
                    sign: (coefficient.sign * sign) as -1 | 0 | 1,
                    value: coefficient.value * factor,
                    certain: coefficient.certain,
                  },
            },
          ],
    ),
    constant: germ.constant * factor,
    ...(germ.float64Constant !== undefined && { float64Constant: germ.float64Constant * factor }),
  };
}

function addCoefficients(x: Coefficient, y: Coefficient): Coefficient {
  if (x.exact && y.exact) return exactCoefficient(x.exact.add(y.exact));
  const value = x.value + y.value;
  return x.sign === y.sign
    ? { sign: x.sign, value, certain: x.certain && y.certain }
    : { sign: Math.sign(value) as -1 | 0 | 1, value, certain: false };
}
