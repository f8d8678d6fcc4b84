import { Coefficient } from './coefficient.js';

/**
 * How fast something grows: e^(growth)·t^power·(log t)^log.
 *
 * `growth` is a sum of coefficients times t^power·(log t)^log, each of which grows faster than
 * log t, in falling order; empty where there is no exponential. Powers are multiples of 1/64,
 * small enough that sums of them are exact.
 */
export interface Monomial {
  readonly growth: Growth;
  readonly power: number;
  readonly log: number;
}

export type Growth = readonly GrowthTerm[];

export interface GrowthTerm {
  readonly power: number;
  readonly log: number;
  readonly coefficient: Coefficient;
}

const NO_GROWTH: Growth = [];

/** t⁰: what constants are. */
export const CONSTANT: Monomial = { growth: NO_GROWTH, power: 0, log: 0 };

/** What vanishes, however slowly: between every negative power of log t and t⁰. */
export const VANISHING: Monomial = { growth: NO_GROWTH, power: 0, log: -Infinity };

/** Above everything: of what is bounded by it nothing is known. */
export const ANYTHING: Monomial = { growth: NO_GROWTH, power: Infinity, log: 0 };

/** t^power·(log t)^log. */
export function powerOf(power: number, log = 0): Monomial {
  return { growth: NO_GROWTH, power, log };
}

/** Whether a power is one that is computed with exactly. */
export function isPower(power: number): boolean {
  return Number.isInteger(power * 64) && Math.abs(power) < 2 ** 30;
}

/** −1, 0 or 1 as x grows slower than, like or faster than y; null: not known. */
export function compareMonomials(x: Monomial, y: Monomial): -1 | 0 | 1 | null {
  if (x.power === Infinity || y.power === Infinity) return orderOf(x.power, y.power);
  if (x.growth !== y.growth) {
    const order = compareGrowths(x.growth, y.growth);
    if (order !== 0) return order;
  }
  return x.power === y.power ? orderOf(x.log, y.log) : orderOf(x.power, y.power);
}

function compareGrowths(x: Growth, y: Growth): -1 | 0 | 1 | null {
  for (const { coefficient } of addGrowths(x, scaleGrowth(y, Coefficient.of(-1)))) {
    const { sign } = coefficient;
    if (sign !== 0) return sign;
  }
  return 0;
}

function addGrowths(x: Growth, y: Growth): Growth {
  if (x.length === 0) return y;
  if (y.length === 0) return x;
  const sum: GrowthTerm[] = [...x];
  for (const term of y) {
    const at = sum.findIndex(({ power, log }) => power === term.power && log === term.log);
    if (at < 0) sum.push(term);
    else sum[at] = { ...term, coefficient: sum[at].coefficient.add(term.coefficient) };
  }
  return sum
    .filter(({ coefficient }) => !coefficient.isZero)
    .sort((a, b) => b.power - a.power || b.log - a.log);
}

export function scaleGrowth(growth: Growth, factor: Coefficient): Growth {
  return growth.map((term) => ({ ...term, coefficient: term.coefficient.multiply(factor) }));
}

export function multiplyMonomials(x: Monomial, y: Monomial): Monomial {
  return {
    growth: addGrowths(x.growth, y.growth),
    power: x.power + y.power,
    log: x.log + y.log,
  };
}

/** The slower of the bounds that covers both; anything where that is not known. */
export function fasterOf(x: Monomial, y: Monomial): Monomial {
  const order = compareMonomials(x, y);
  return order === null ? ANYTHING : order < 0 ? y : x;
}

/** Whether something bounded by a monomial tends to 0; null: not known. */
export function vanishes(bound: Monomial): boolean | null {
  const order = compareMonomials(bound, CONSTANT);
  return order === null ? null : order < 0;
}

function orderOf(x: number, y: number): -1 | 0 | 1 {
  return x < y ? -1 : x > y ? 1 : 0;
}

/** A bound of everything that vanishes exponentially: faster than any power that matters. */
export const DECAY: Monomial = { growth: NO_GROWTH, power: -1024, log: 0 };
