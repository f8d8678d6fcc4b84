import type { Real } from '../exact/real.js';
import type { BeyondAffine, Domain } from '../network/domain.js';
import type { ElementaryFunction } from '../network/elementaryFunction.js';

import type { Formula, UnivariateFunction } from '../network/univariate.js';
import { asymptote, chordSlope, valueAt } from './checkFormulas.js';
import { divide, exponential, fixedOf } from './checkFunctions.js';
import {
  constant,
  type Interval,
  intervalIn,
  isZero,
  magnitude,
  numberOf,
  point,
  product,
  sign,
  subtract,
  sum,
  ZERO_INTERVAL,
} from './checkIntervals.js';
import {
  array,
  compare,
  demand,
  fields,
  fraction,
  MINUS,
  type Num,
  ofDouble,
  ofRational,
  plus,
  times,
  Wrong,
  ZERO,
} from './checkParts.js';
import { fixedOne, powerOfNumber, reciprocal } from './intervalPowers.js';

/**
 * Σ coefficient·t^power, and what is left: at most rest·(t/from)^restPower, for every t ≥ from.
 * Powers fall.
 */
export interface Model {
  readonly terms: readonly Term[];
  readonly rest: Num;
  /** −Infinity where nothing is left. */
  readonly restPower: number;
}

interface Term {
  readonly power: number;
  readonly coefficient: Interval;
}

const ONE: Num = ofDouble(1);
/** What 2^40·(1 + y)·e^(−rate·y) is less than where rate·y > 1024 and rate > 2^-40. */
const NEXT_TO_NOTHING: Num = [1n, -350, 1n];
const FAST = 1024;
/** Such rests fall like this power of t at least. */
const FALL = 16;
/** The most terms of a series. */
const MOST_TERMS = 16;

/** origin + t·direction. */
export function exactly(origin: Interval, direction: Interval): Model {
  const terms = [
    { power: 1, coefficient: direction },
    { power: 0, coefficient: origin },
  ];
  return whole(terms.filter(({ coefficient }) => !isZero(coefficient)));
}

const whole = (terms: readonly Term[]): Model => ({ terms, rest: ZERO, restPower: -Infinity });
const NOTHING = whole([]);
const constantly = (value: Interval): Model =>
  isZero(value) ? NOTHING : whole([{ power: 0, coefficient: value }]);

/** What operations mean for models. */
export class ModelArithmetic implements Domain<Model> {
  /** What is being checked, for messages. */
  where = '';
  readonly beyond: BeyondAffine<Model>;

  constructor(
    private readonly bits: number,
    private readonly depth: number,
  ) {
    this.beyond = {
      multiply: (x, y) => this.multiply(x, y),
      divide: (x, y) => this.multiply(x, this.power(y, { n: -1n, d: 1n })),
      elementary: (f, x) => this.elementary(f, x),
      softmax: (group, x) => this.softmax(Array.from(group, (i) => x[i])),
      choose: (condition, positive, otherwise) =>
        this.signOf(condition) === 1 ? positive() : otherwise(),
    };
  }

  constant(nearest: number, other: Real | null): Model {
    return constantly(other ? constant(other) : point(ofDouble(nearest)));
  }

  addScaled(total: Model, x: Model, weight: number, other: Real | null): Model {
    return this.add(total, this.scale(x, other ? constant(other) : point(ofDouble(weight)), 0));
  }

  apply(f: UnivariateFunction, x: Model): Model {
    return f.kind === 'piecewise' ? this.onPieces(f, x) : this.smooth(f.formula, x);
  }

  maximum(group: Int32Array, x: ArrayLike<Model>): Model {
    return Array.from(group, (i) => x[i]).reduce((best, candidate) => {
      const apart = this.subtract(candidate, best);
      if (apart.terms.length === 0) return this.withRest(best, apart.rest, apart.restPower);
      return this.signOf(apart) === 1 ? candidate : best;
    });
  }

  /** The model that is stated, which has to hold the one that was made. */
  stated(text: unknown, made: Model, where: string): Model {
    const claim = fields(text, 'rest,restPower,terms', where);
    const list = array(claim.terms, (claim.terms as unknown[] | null)?.length ?? -1, where);
    const terms = list.map((entry, n) => {
      const term = fields(entry, 'coefficient,power', `${where}.terms[${n}]`);
      const power = powerIn(term.power, `${where}.terms[${n}].power`);
      return { power, coefficient: intervalIn(term.coefficient, `${where}.terms[${n}]`) };
    });
    terms.forEach(({ power }, n) => {
      demand(n === 0 || power < terms[n - 1].power, `${where}.terms[${n}].power`);
    });
    const kept = this.leaving(made, (power) => terms.some((term) => term.power === power));
    terms.forEach(({ power, coefficient: [low, high] }, n) => {
      const [lower, upper] =
        kept.terms.find((term) => term.power === power)?.coefficient ?? ZERO_INTERVAL;
      const holds = compare(low, lower) <= 0 && compare(upper, high) <= 0;
      demand(holds, `${where}.terms[${n}].coefficient`);
    });
    const rest = fraction(claim.rest);
    demand(rest !== null && rest.n >= 0n, `${where}.rest`);
    const bound = ofRational(rest!.n, rest!.d);
    demand(compare(kept.rest, bound) <= 0, `${where}.rest`);
    if (bound[0] === 0n) {
      demand(claim.restPower === null, `${where}.restPower`);
      return whole(terms);
    }
    const restPower = powerIn(claim.restPower, `${where}.restPower`);
    demand(kept.restPower <= restPower, `${where}.restPower`);
    return { terms, rest: bound, restPower };
  }

  /** A model with a limit: its constant, and that all else vanishes. */
  limitOf(x: Model): Interval {
    demand(
      (x.terms[0]?.power ?? 0) <= 0 && x.restPower < 0,
      `${this.where}: that a value has a limit`,
    );
    return x.terms[0]?.power === 0 ? x.terms[0].coefficient : ZERO_INTERVAL;
  }

  /** Whether a value grows beyond all bounds. */
  grows(x: Model): boolean {
    return x.terms.length > 0 && x.terms[0].power > 0;
  }

  add(x: Model, y: Model): Model {
    const coefficients = new Map(x.terms.map(({ power, coefficient }) => [power, coefficient]));
    for (const { power, coefficient } of y.terms) {
      const own = coefficients.get(power);
      coefficients.set(power, own ? sum(own, coefficient) : coefficient);
    }
    return this.cut({
      terms: arranged(coefficients),
      rest: plus(x.rest, y.rest),
      restPower: Math.max(x.restPower, y.restPower),
    });
  }

  subtract(x: Model, y: Model): Model {
    return x === y ? NOTHING : this.add(x, this.scale(y, point(MINUS), 0));
  }

  multiply(x: Model, y: Model): Model {
    const coefficients = new Map<number, Interval>();
    for (const a of x.terms) {
      for (const b of y.terms) {
        const power = a.power + b.power;
        const made = product(a.coefficient, b.coefficient);
        const own = coefficients.get(power);
        coefficients.set(power, own ? sum(own, made) : made);
      }
    }
    const all: Model = { terms: arranged(coefficients), rest: ZERO, restPower: -Infinity };
    const [sizeX, sizeY] = [this.sizeOf(whole(x.terms)), this.sizeOf(y)];
    const first = this.withRest(all, times(x.rest, sizeY.size), x.restPower + sizeY.power);
    return this.cut(this.withRest(first, times(y.rest, sizeX.size), y.restPower + sizeX.power));
  }

  /** Whether each score keeps a share of the softmax for ever: it is positive where no other outgrows it. */
  keepShares(scores: readonly Model[]): boolean[] {
    const reference = this.fastest(scores);
    return scores.map((score) => !this.grows(this.subtract(score, reference)));
  }

  private fastest(scores: readonly Model[]): Model {
    return scores.reduce((best, score) => {
      const apart = this.subtract(score, best);
      if (this.grows(apart)) return sign(apart.terms[0].coefficient) === 1 ? score : best;
      return sign(this.limitOf(apart)) === 1 ? score : best;
    });
  }

  softmax(scores: readonly Model[]): Model[] {
    const reference = this.fastest(scores);
    const exponentials = scores.map((score) => {
      const apart = this.subtract(score, reference);
      return this.grows(apart) ? this.decaying(apart) : this.exponential(apart);
    });
    const total = exponentials.reduce((x, y) => this.add(x, y));
    const inverse = this.power(total, { n: -1n, d: 1n });
    return exponentials.map((x) => this.multiply(x, inverse));
  }

  private scale(x: Model, factor: Interval, power: number): Model {
    const size = times(magnitude(factor), this.timeTo(power));
    return {
      terms: x.terms
        .map((term) => ({
          power: term.power + power,
          coefficient: product(term.coefficient, factor),
        }))
        .filter(({ coefficient }) => !isZero(coefficient)),
      rest: times(x.rest, size),
      restPower: x.restPower + power,
    };
  }

  /** from^power. */
  private timeTo(power: number): Num {
    return [1n, this.bits * power, 1n];
  }

  private sizeOfTerm({ power, coefficient }: Term): Num {
    return times(magnitude(coefficient), this.timeTo(power));
  }

  private sizeOf({ terms, rest, restPower }: Model): { size: Num; power: number } {
    const size = terms.reduce((total, term) => plus(total, this.sizeOfTerm(term)), rest);
    return { size, power: Math.max(terms[0]?.power ?? -Infinity, restPower) };
  }

  private withRest(x: Model, rest: Num, restPower: number): Model {
    if (rest[0] === 0n) return x;
    return {
      terms: x.terms,
      rest: plus(x.rest, rest),
      restPower: Math.max(x.restPower, restPower),
    };
  }

  /** Leaves to the rest the terms that are not wanted. */
  private leaving(x: Model, isWanted: (power: number) => boolean): Model {
    const left = x.terms.filter(({ power }) => !isWanted(power));
    if (left.length === 0) return x;
    const size = left.reduce((total, term) => plus(total, this.sizeOfTerm(term)), ZERO);
    const terms = x.terms.filter(({ power }) => isWanted(power));
    return this.withRest({ ...x, terms }, size, left[0].power);
  }

  private cut(x: Model): Model {
    const floor = Math.min((x.terms[0]?.power ?? 0) - this.depth, -1 / 64);
    return this.leaving(x, (power) => power > floor);
  }

  /** The first term outweighs all others from `from` on: by how much at least, and its sign. */
  private lead(x: Model): { sign: 1 | -1; least: Num; term: Term } {
    const [term, ...others] = x.terms;
    const direction = term ? sign(term.coefficient) : 0;
    demand(direction !== 0 && x.restPower <= term.power, `${this.where}: that a sign is known`);
    const [lower, upper] = term.coefficient;
    const first = times(direction === 1 ? lower : times(MINUS, upper), this.timeTo(term.power));
    const { size } = this.sizeOf({ ...x, terms: others });
    const least = plus(first, times(MINUS, size));
    demand(least[0] > 0n, `${this.where}: that a sign is known`);
    return { sign: direction as 1 | -1, least, term };
  }

  private signOf(x: Model): -1 | 0 | 1 {
    return x.terms.length === 0 && x.rest[0] === 0n ? 0 : this.lead(x).sign;
  }

  /**
   * Whether rate·|x| > 1024·s with s = (t/from)^power: s^m·e^(−1024·(s − 1)) is at most 1 for m up to
   * 1024, so that what is next to nothing falls like t^−16 at least.
   */
  private isFast(least: Num, power: number, rate: Num): boolean {
    const isSlow = compare(rate, [1n, -40, 1n]) < 0 || power < 1 / 32;
    return !isSlow && compare(times(least, rate), ofDouble(FAST)) > 0;
  }

  private decaying(x: Model): Model {
    const { sign: direction, least, term } = this.lead(x);
    demand(
      direction === -1 && this.isFast(least, term.power, ONE),
      `${this.where}: an exponential`,
    );
    return { terms: [], rest: NEXT_TO_NOTHING, restPower: -FALL };
  }

  private series(
    coefficient: (k: number) => Interval,
    left: (n: number, size: Num) => Num,
    u: Model,
  ) {
    const { size, power } = this.sizeOf(u);
    if (size[0] === 0n) return constantly(coefficient(0));
    const needed = power < 0 ? Math.ceil(this.depth / -power) : 1;
    const count = Math.min(MOST_TERMS, Math.max(1, needed));
    let total = constantly(coefficient(count - 1));
    for (let k = count - 2; k >= 0; k--) {
      total = this.add(this.multiply(total, u), constantly(coefficient(k)));
    }
    let rest = left(count, size);
    for (let k = 0; k < count; k++) rest = times(rest, size);
    return this.withRest(total, rest, count * power);
  }

  /** x^(n/d), d at most 2, by the binomial series: |u| ≤ 3/4, and by Lagrange 4^n bounds the rest. */
  private power(x: Model, { n, d }: { n: bigint; d: bigint }): Model {
    if (d === 1n && n >= 0n && n <= 8n) {
      let made = constantly(point(ONE));
      for (let k = 0n; k < n; k++) made = this.multiply(made, x);
      return made;
    }
    demand(d <= 2n && n >= -8n && n <= 8n, `${this.where}: a power of ${n}/${d}`);
    const r = Number(n) / Number(d);
    const { sign: direction, term } = this.lead(x);
    demand(
      (direction === 1 || d === 1n) && Number.isInteger(term.power * r * 64),
      `${this.where}: a power`,
    );
    const inverse = reciprocal(term.coefficient);
    const others = { ...x, terms: x.terms.slice(1) };
    const u = this.scale(others, inverse, -term.power);
    const { size } = this.sizeOf(u);
    demand(compare(times([4n, 0, 1n], size), [3n, 0, 1n]) <= 0, `${this.where}: a quotient`);
    const factors: Interval[] = [point(ONE)];
    const binomial = (k: number): Interval => {
      while (factors.length <= k) {
        const j = factors.length;
        // r − (j − 1) over j, with r = n/d.
        const step = ofRational(n - d * BigInt(j - 1), d * BigInt(j));
        factors.push(product(factors[j - 1], point(step)));
      }
      return factors[k];
    };
    const left = (count: number, most: Num): Num => {
      // (1 ± size)^(r − count): at most (1 − size)^−e, e the whole number above |r − count|.
      const e = Math.ceil(Math.abs(r - count));
      const base = divide(fixedOne(), fixedOf(plus(ONE, times(MINUS, most))));
      let bound = magnitude(binomial(count));
      for (let k = 0; k < e; k++) bound = times(bound, numberOf(base)[1]);
      return bound;
    };
    const made = this.series(binomial, left, u);
    return this.scale(made, powerOfNumber(term.coefficient, n, d), term.power * r);
  }

  private exponential(x: Model): Model {
    demand((x.terms[0]?.power ?? 0) <= 0 && x.restPower <= 0, `${this.where}: an exponential`);
    const at = x.terms[0]?.power === 0 ? x.terms[0].coefficient : ZERO_INTERVAL;
    const u = { ...x, terms: x.terms.filter(({ power }) => power < 0) };
    const factorial = (k: number): bigint => (k < 2 ? 1n : BigInt(k) * factorial(k - 1));
    const { size } = this.sizeOf(u);
    demand(compare(size, ONE) <= 0, `${this.where}: an exponential`);
    // e^size ≤ 1 + 2·size.
    const most = plus(ONE, times([1n, 1, 1n], size));
    const around = this.series(
      (k) => point(ofRational(1n, factorial(k))),
      (k) => times(most, ofRational(1n, factorial(k))),
      u,
    );
    if (isZero(at)) return around;
    const [low, high] = exponential([fixedOf(at[0])[0], fixedOf(at[1])[1]]);
    return this.scale(around, numberOf([low - 1n, high + 1n]), 0);
  }

  private elementary(f: ElementaryFunction, x: Model): Model {
    if (f.kind === 'exp') return this.grows(x) ? this.decaying(x) : this.exponential(x);
    if (f.kind === 'power') {
      const { numerator, denominator } = f.exponent;
      return this.power(x, { n: numerator, d: denominator });
    }
    throw new Wrong(`${this.where}: ${f.kind} of a computed value is not checked, which`);
  }

  private smooth(formula: Formula, x: Model): Model {
    if (!this.grows(x)) return this.near(formula, x);
    const { sign: direction, least, term } = this.lead(x);
    const { slope, intercept, rate } = asymptote(formula, direction);
    const line = this.add(this.scale(x, slope, 0), constantly(intercept));
    if (rate === null) return line;
    if (rate === 'algebraic') {
      // ±1 − 1/x + 1/x² − …, of which no coefficient is more than 1.
      const inverse = this.power(x, { n: -1n, d: 1n });
      const { size } = this.sizeOf(inverse);
      demand(compare(times([1n, 1, 1n], size), ONE) <= 0, `${this.where}: an asymptote`);
      const made = this.series(
        (k) => (k === 0 ? ZERO_INTERVAL : point(direction === 1 && k % 2 === 0 ? ONE : MINUS)),
        // 1/(1 − size) ≤ 1 + 2·size.
        (_, most) => plus(ONE, times([1n, 1, 1n], most)),
        inverse,
      );
      return this.add(line, made);
    }
    demand(this.isFast(least, term.power, rate), `${this.where}: an asymptote`);
    return this.withRest(line, NEXT_TO_NOTHING, -FALL);
  }

  /** The value at the constant, and the steepest chord times what moves. */
  private near(formula: Formula, x: Model): Model {
    demand(x.restPower <= 0, `${this.where}: where a value tends to`);
    const at = x.terms[0]?.power === 0 ? x.terms[0].coefficient : ZERO_INTERVAL;
    const value = constantly(valueAt(formula, at));
    const moving = { ...x, terms: x.terms.filter(({ power }) => power < 0) };
    const { size, power } = this.sizeOf(moving);
    if (size[0] === 0n) return value;
    return this.withRest(value, times(chordSlope(formula), size), power);
  }

  private onPieces(f: Extract<UnivariateFunction, { kind: 'piecewise' }>, x: Model): Model {
    const at = x.terms[0]?.power === 0 ? x.terms[0].coefficient : ZERO_INTERVAL;
    const moves = x.terms.some(({ power }) => power !== 0);
    const open = f.breakpoints.some((breakpoint) => {
      const apart = subtract(at, constant(breakpoint));
      if (sign(apart) !== 0) return false;
      return !isZero(apart) || (!moves && x.rest[0] !== 0n);
    });
    if (open) return this.nearBreakpoint(f, at, x);
    const piece = f.breakpoints.filter((breakpoint) => {
      return this.signOf(this.subtract(x, constantly(constant(breakpoint)))) === 1;
    }).length;
    return f.pieces[piece].reduceRight(
      (value: Model, coefficient) =>
        this.add(this.multiply(value, x), constantly(constant(coefficient))),
      NOTHING,
    );
  }

  /**
   * On a breakpoint, or on either side of it: the value at the constant, between those at the ends of
   * what is known of it, and the steepest slope times what moves.
   */
  private nearBreakpoint(
    { breakpoints, pieces }: Extract<UnivariateFunction, { kind: 'piecewise' }>,
    at: Interval,
    x: Model,
  ): Model {
    demand(
      pieces.every(({ length }) => length <= 2),
      `${this.where}: on which piece a value is`,
    );
    const above = breakpoints.map((breakpoint) => subtract(at, constant(breakpoint)));
    const first = above.filter((apart) => sign(apart) === 1).length;
    const last = above.filter((apart) => compare(apart[1], ZERO) > 0).length;
    // Continuous and linear on each piece: between two points it lies between the values at both and
    // at the breakpoints between them.
    const valueOn = (piece: number, x: Interval) => {
      const [value, slope] = [0, 1].map((k) => {
        const coefficient = pieces[piece][k];
        return coefficient ? constant(coefficient) : ZERO_INTERVAL;
      });
      return sum(product(slope, x), value);
    };
    let value = valueOn(first, at);
    if (last > first) {
      const met = [
        valueOn(first, point(at[0])),
        valueOn(last, point(at[1])),
        ...breakpoints.slice(first, last).map((x, k) => valueOn(first + k, constant(x))),
      ];
      value = met.reduce(([low, high], [lower, upper]) => [
        compare(lower, low) < 0 ? lower : low,
        compare(upper, high) > 0 ? upper : high,
      ]);
    }
    const steepest = pieces
      .map(([, linear]) => (linear ? magnitude(constant(linear)) : ZERO))
      .reduce((a, b) => (compare(a, b) >= 0 ? a : b));
    const moving = { ...x, terms: x.terms.filter(({ power }) => power !== 0) };
    const { size, power } = this.sizeOf(moving);
    return this.withRest(constantly(value), times(steepest, size), power);
  }
}

function arranged(coefficients: ReadonlyMap<number, Interval>): Term[] {
  return [...coefficients]
    .map(([power, coefficient]) => ({ power, coefficient }))
    .filter(({ coefficient }) => !isZero(coefficient))
    .sort((x, y) => y.power - x.power);
}

/** A multiple of 1/64. */
function powerIn(value: unknown, where: string): number {
  demand(
    typeof value === 'number' && Number.isInteger(value * 64) && Math.abs(value) < 4096,
    where,
  );
  return value as number;
}
