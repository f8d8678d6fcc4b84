import { unknownKind } from '../errors/unknownKind.js';
import type { Formula } from '../network/univariate.js';
import { imageOf } from './checkFunctions.js';
import {
  constant,
  type Interval,
  isPoint,
  magnitude,
  numberOf,
  point,
  product,
  ZERO_INTERVAL,
} from './checkIntervals.js';
import {
  compare,
  demand,
  MINUS,
  type Num,
  ofDouble,
  ofRational,
  plus,
  quotient,
} from './checkParts.js';

/** How a smooth activation ends on one side. */
export interface AsymptoteOfFormula {
  readonly slope: Interval;
  readonly intercept: Interval;
  /**
   * What is left beside the line is at most 2^40·(1 + y)·e^(−rate·y) at |x| = y; null where nothing
   * is left, and `algebraic` where it is a series in 1/x.
   */
  readonly rate: Num | null | 'algebraic';
}

const ONE = ofDouble(1);
const HALF = ofDouble(0.5);

/** The table of activations. Source: claim `slopes-ignore-shape`. */
export function asymptote(formula: Formula, side: 1 | -1): AsymptoteOfFormula {
  const [one, minus] = [point(ONE), point(MINUS)];
  const level = (intercept: Interval, rate: Num | 'algebraic' = ONE): AsymptoteOfFormula => ({
    slope: ZERO_INTERVAL,
    intercept,
    rate,
  });
  const line = (slope: Interval, rate: Num | null = ONE): AsymptoteOfFormula => ({
    slope,
    intercept: ZERO_INTERVAL,
    rate,
  });
  switch (formula.kind) {
    case 'tanh':
    case 'erf':
      return level(side === 1 ? one : minus);
    case 'softsign':
      return level(side === 1 ? one : minus, 'algebraic');
    case 'sigmoid':
      return level(side === 1 ? one : ZERO_INTERVAL);
    case 'log-sigmoid':
      return line(side === 1 ? ZERO_INTERVAL : one);
    case 'exponential-unit': {
      if (side === 1) return line(constant(formula.slope), null);
      // e^(x/width), of which no width is below what is known of it.
      const [width, depth] = [constant(formula.width)[1], constant(formula.depth)];
      demand(compare(magnitude(depth), [1n, 40, 1n]) < 0, 'network: a depth');
      const { n, d } = quotient(ONE, width);
      return level(product(minus, depth), ofRational(n, d));
    }
    case 'softplus':
      return line(side === 1 ? one : ZERO_INTERVAL, constant(formula.beta)[0]);
    case 'gelu':
    case 'gelu-tanh':
    case 'silu':
    case 'mish':
      return line(side === 1 ? one : ZERO_INTERVAL);
    default:
      return unknownKind(formula);
  }
}

/** All values on an interval, or somewhat more: one fraction where the value at a point is known to be one. */
export function valueAt(formula: Formula, x: Interval): Interval {
  const [lower, upper] = x;
  const always = ['sigmoid', 'softplus', 'log-sigmoid'].includes(formula.kind);
  if (isPoint(x) && formula.kind === 'exponential-unit' && lower[0] >= 0n) {
    return product(constant(formula.slope), x);
  }
  if (isPoint(x) && lower[0] === 0n && !always) return ZERO_INTERVAL;
  if (isPoint(x) && lower[0] === 0n && formula.kind === 'sigmoid') return point(HALF);
  if (isPoint(x) && formula.kind === 'softsign') {
    const { n, d } = quotient(lower, plus(ONE, magnitude(x)));
    return point(ofRational(n, d));
  }
  const [least, most] = imageOf(formula, lower, upper);
  return numberOf([least - 1n, most + 1n]);
}

/** A bound of the slope of every chord. */
export function chordSlope(formula: Formula): Num {
  const hundredths = (n: bigint): Num => ofRational(n, 100n);
  switch (formula.kind) {
    case 'sigmoid':
      return hundredths(25n);
    case 'erf':
      return ofRational(11284n, 10000n);
    case 'gelu':
    case 'gelu-tanh':
      return hundredths(113n);
    case 'silu':
      return hundredths(110n);
    case 'mish':
      return hundredths(109n);
    case 'exponential-unit': {
      const right = magnitude(constant(formula.slope));
      const { n, d } = quotient(magnitude(constant(formula.depth)), constant(formula.width)[0]);
      const left = ofRational(n, d);
      return compare(left, right) > 0 ? left : right;
    }
    case 'tanh':
    case 'softsign':
    case 'log-sigmoid':
    case 'softplus':
      return ONE;
    default:
      return unknownKind(formula);
  }
}
