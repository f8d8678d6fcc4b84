import type { BoundedDouble } from '../exact/boundedDouble.js';
import { boundedErf } from '../exact/boundedErrorFunction.js';
import { erf, exp, normalCdf, PI, sigmoid, softplus, tanh } from '../exact/elementary.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import type { End, Rest } from '../germ/functionAtInfinity.js';
import {
  boundedExponentialUnit,
  boundedGelu,
  boundedGeluTanh,
  boundedMish,
  boundedSigmoid,
  boundedSilu,
  boundedSoftplus,
  boundedSoftsign,
  boundedTanh,
} from './boundedFunctions.js';
import { erfFloat64, normalCdfFloat64 } from './errorFunction.js';
import {
  erfTaylor,
  expTaylor,
  normalCdfTaylor,
  plus,
  scaled,
  sigmoidTaylor,
  softplusTaylor,
  type Taylor,
  tanhTaylor,
  times,
  variable,
} from './taylor.js';
import type { Formula, SmoothFunction } from './univariate.js';

const ONE = Real.one;
const MINUS = Real.of(-1);
const HALF = Real.of(0.5);
const falling = (rate: number): Rest => ({ kind: 'exponential', leading: false, rate });
const EXPONENTIAL = falling(1);
const LEADING: Rest = { kind: 'exponential', leading: true, rate: 1 };
const NONE: Rest = { kind: 'none' };

const end = (slope: Real, intercept: Real, rest: Rest = EXPONENTIAL): End => ({
  slope,
  intercept,
  rest,
});
const FLAT = end(Real.zero, Real.zero);
const IDENTITY = end(ONE, Real.zero);

/** What most of them share: no kink, no bounds, Taylor coefficients from one formula. */
interface Description {
  readonly name: string;
  readonly formula: Formula;
  readonly left: End;
  readonly right: End;
  readonly range?: Real;
  readonly enclose: (x: Real) => Real;
  readonly bounded: (x: number) => BoundedDouble;
  readonly at: (a: Real, count: number) => Taylor;
  readonly evaluate: (x: number) => number;
  readonly derivative: (x: number) => number;
  readonly distance: (magnitude: number) => number;
  readonly lipschitz: number;
}

function smooth({ at, ...description }: Description): SmoothFunction {
  return { kind: 'smooth', range: null, hasKink: () => false, taylor: at, ...description };
}

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));
const between = (lower: Real, upper: Real): Real => lower.hull(upper);
/** The largest of |x|^power·e^(−rate·|x|) from here on. */
const decayFrom = (magnitude: number, power: number, rate: number): number => {
  const s = Math.max(magnitude, power / rate);
  return s ** power * Math.exp(-rate * s);
};

/** Less than a rate that was rounded. */
const slightlyBelow = (rate: number): number => rate * (1 - 2 ** -40);

/** 1/(1 + e^−x). */
export const SIGMOID: SmoothFunction = smooth({
  name: 'sigmoid',
  formula: { kind: 'sigmoid' },
  left: end(Real.zero, Real.zero, LEADING),
  right: end(Real.zero, ONE),
  range: between(Real.zero, ONE),
  enclose: sigmoid,
  bounded: boundedSigmoid,
  at: (a, count) => sigmoidTaylor(variable(a, count)),
  evaluate: sigma,
  derivative: (x) => sigma(x) * sigma(-x),
  distance: (x) => Math.exp(-x),
  lipschitz: 0.25,
});

export const TANH: SmoothFunction = smooth({
  name: 'tanh',
  formula: { kind: 'tanh' },
  left: end(Real.zero, MINUS),
  right: end(Real.zero, ONE),
  range: between(MINUS, ONE),
  enclose: tanh,
  bounded: boundedTanh,
  at: (a, count) => tanhTaylor(variable(a, count)),
  evaluate: Math.tanh,
  derivative: (x) => 1 / Math.cosh(x) ** 2,
  distance: (x) => 2 * Math.exp(-2 * x),
  lipschitz: 1,
});

export const ERF: SmoothFunction = smooth({
  name: 'erf',
  formula: { kind: 'erf' },
  left: end(Real.zero, MINUS),
  right: end(Real.zero, ONE),
  range: between(MINUS, ONE),
  enclose: erf,
  bounded: boundedErf,
  at: erfTaylor,
  evaluate: erfFloat64,
  derivative: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
  distance: (x) => Math.min(1, Math.exp(-x * x)),
  lipschitz: 1.1284,
});

/** x·Φ(x). */
export const GELU: SmoothFunction = smooth({
  name: 'gelu',
  formula: { kind: 'gelu' },
  left: FLAT,
  right: IDENTITY,
  enclose: (x) => x.multiply(normalCdf(x)),
  bounded: boundedGelu,
  at: (a, count) => times(variable(a, count), normalCdfTaylor(a, count)),
  evaluate: (x) => x * normalCdfFloat64(x),
  derivative: (x) => normalCdfFloat64(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
  // The asymptote is off by |x|·Φ(−|x|), at most 0.17 and at most φ(x).
  distance: (x) => Math.min(0.17005, Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)),
  lipschitz: 1.13,
});

const TANH_FACTOR = Real.of(2).divide(PI).squareRoot();
const CUBIC = Real.ofRational(new Rational(44715n, 1000000n));

/** x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))). */
export const GELU_TANH: SmoothFunction = smooth({
  name: 'gelu (tanh form)',
  formula: { kind: 'gelu-tanh' },
  left: FLAT,
  right: IDENTITY,
  // x·σ(2y): for x < 0 1 + tanh y would cancel.
  enclose: (x) => {
    const y = TANH_FACTOR.multiply(x).multiply(ONE.add(CUBIC.multiply(x.multiply(x))));
    return x.multiply(sigmoid(y.add(y)));
  },
  bounded: boundedGeluTanh,
  at: (a, count) => {
    const x = variable(a, count);
    const cube = times(times(x, x), x);
    const y = tanhTaylor(scaled(plus(x, scaled(cube, CUBIC)), TANH_FACTOR));
    return scaled(plus(x, times(x, y)), HALF);
  },
  evaluate: (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  derivative: (x) => {
    const y = Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3));
    const inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
    return (1 + y) / 2 + (x / 2) * (1 - y * y) * inner;
  },
  distance: (x) => Math.min(0.1702, decayFrom(x, 1, 2 * Math.sqrt(2 / Math.PI))),
  lipschitz: 1.13,
});

/** x·σ(x). */
export const SILU: SmoothFunction = smooth({
  name: 'silu',
  formula: { kind: 'silu' },
  left: FLAT,
  right: IDENTITY,
  enclose: (x) => x.multiply(sigmoid(x)),
  bounded: boundedSilu,
  at: (a, count) => times(variable(a, count), sigmoidTaylor(variable(a, count))),
  evaluate: (x) => x * sigma(x),
  derivative: (x) => sigma(x) * (1 + x * sigma(-x)),
  distance: (x) => Math.min(0.2785, decayFrom(x, 1, 1)),
  lipschitz: 1.1,
});

/** x·tanh(log(1 + eˣ)). */
export const MISH: SmoothFunction = smooth({
  name: 'mish',
  formula: { kind: 'mish' },
  left: FLAT,
  right: IDENTITY,
  enclose: (x) => x.multiply(tanh(softplus(x))),
  bounded: boundedMish,
  at: (a, count) => {
    const x = variable(a, count);
    return times(x, tanhTaylor(softplusTaylor(x)));
  },
  evaluate: (x) => x * Math.tanh(softplusFloat64(x)),
  derivative: (x) => {
    const y = Math.tanh(softplusFloat64(x));
    return y + x * (1 - y * y) * sigma(x);
  },
  distance: (x) => Math.min(0.3089, Math.max(2 * decayFrom(x, 1, 2), decayFrom(x, 1, 1))),
  lipschitz: 1.09,
});

const softplusFloat64 = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** log(1 + e^(βx))/β. */
export function softplusOf(beta: Real): SmoothFunction {
  const b = beta.toNumber();
  return smooth({
    name: `softplus(${beta})`,
    formula: { kind: 'softplus', beta },
    left: end(Real.zero, Real.zero, falling(slightlyBelow(b))),
    right: end(ONE, Real.zero, falling(slightlyBelow(b))),
    enclose: (x) => softplus(x.multiply(beta)).divide(beta),
    bounded: (x) => boundedSoftplus(x, beta),
    at: (a, count) => scaled(softplusTaylor(scaled(variable(a, count), beta)), ONE.divide(beta)),
    evaluate: (x) => softplusFloat64(b * x) / b,
    derivative: (x) => sigma(b * x),
    distance: (x) => Math.min(Math.LN2, Math.exp(-b * x)) / b,
    lipschitz: 1,
  });
}

/** −log(1 + e^−x). */
export const LOG_SIGMOID: SmoothFunction = smooth({
  name: 'log-sigmoid',
  formula: { kind: 'log-sigmoid' },
  left: IDENTITY,
  right: FLAT,
  enclose: (x) => softplus(x.negate()).negate(),
  bounded: (x) => {
    const { value, error } = boundedSoftplus(-x, ONE);
    return { value: -value, error };
  },
  at: (a, count) => scaled(softplusTaylor(scaled(variable(a, count), MINUS)), MINUS),
  evaluate: (x) => -softplusFloat64(-x),
  derivative: (x) => sigma(-x),
  distance: (x) => Math.min(Math.LN2, Math.exp(-x)),
  lipschitz: 1,
});

/**
 * slope·x for x ≥ 0, depth·(e^(x/width) − 1) below: ELU, CELU and SELU.
 *
 * @param width - positive
 */
function exponentialUnit(name: string, slope: Real, depth: Real, width: Real): SmoothFunction {
  const [s, d, w] = [slope, depth, width].map((value) => value.toNumber());
  const below = (x: Real) => exp(x.divide(width)).subtract(ONE).multiply(depth);
  return {
    kind: 'smooth',
    name,
    formula: { kind: 'exponential-unit', slope, depth, width },
    left: end(Real.zero, depth.negate(), falling(slightlyBelow(1 / w))),
    right: end(slope, Real.zero, NONE),
    range: null,
    enclose: (x) => {
      if (x.lower.sign >= 0) return slope.multiply(x);
      if (x.upper.sign <= 0) return below(x);
      return below(Real.ofRational(x.lower)).hull(slope.multiply(Real.ofRational(x.upper)));
    },
    bounded: (x) => boundedExponentialUnit(x, slope, depth, width),
    hasKink: (a) => a.sign === 0 || a.sign === null,
    taylor: (a, count, side) => {
      const sign = a.sign === 0 ? side : a.sign;
      if (sign === null) return null;
      if (sign > 0) return scaled(variable(a, count), slope);
      const y = expTaylor(scaled(variable(a, count), ONE.divide(width)));
      return scaled(
        y.map((value, k) => (k === 0 ? value.subtract(ONE) : value)),
        depth,
      );
    },
    evaluate: (x) => (x >= 0 ? s * x : d * Math.expm1(x / w)),
    derivative: (x) => (x > 0 ? s : (d / w) * Math.exp(x / w)),
    distance: (x) => Math.abs(d) * Math.exp(-x / w),
    lipschitz: Math.max(Math.abs(s), Math.abs(d / w)),
  };
}

/** x for x ≥ 0, α·(eˣ − 1) below. */
export function elu(alpha: Real): SmoothFunction {
  return exponentialUnit(`elu(${alpha})`, ONE, alpha, ONE);
}

/** x for x ≥ 0, α·(e^(x/α) − 1) below. */
export function celu(alpha: Real): SmoothFunction {
  return exponentialUnit(`celu(${alpha})`, ONE, alpha, alpha);
}

/** λ·x for x ≥ 0, λα·(eˣ − 1) below. */
export function selu(alpha: Real, lambda: Real): SmoothFunction {
  return exponentialUnit(`selu(${alpha}, ${lambda})`, lambda, lambda.multiply(alpha), ONE);
}

/** The constants of Klambauer et al. 2017, as the doubles that libraries hold. */
export const SELU: SmoothFunction = selu(Real.of(1.6732632423543772), Real.of(1.0507009873554805));

/** x/(1 + |x|). */
export const SOFTSIGN: SmoothFunction = {
  kind: 'smooth',
  name: 'softsign',
  formula: { kind: 'softsign' },
  // For x > 1 it is 1 − 1/(x + 1) = 1 − 1/x + 1/x² − …; it is odd.
  left: end(Real.zero, MINUS, { kind: 'algebraic', coefficient: () => MINUS }),
  right: end(Real.zero, ONE, {
    kind: 'algebraic',
    coefficient: (k) => (k % 2 === 1 ? MINUS : ONE),
  }),
  range: between(MINUS, ONE),
  enclose: (x) => {
    const at = (value: Real) => value.divide(ONE.add(value.absolute()));
    const upper = at(Real.ofRational(x.upper));
    return x.rational ? upper : at(Real.ofRational(x.lower)).hull(upper);
  },
  bounded: boundedSoftsign,
  // Its second derivative jumps at 0.
  hasKink: (a) => a.sign === 0 || a.sign === null,
  taylor: (a, count, side) => {
    const sign = a.sign === 0 ? side : a.sign;
    if (sign === null) return null;
    // 1 − 1/(1 + a + u) on the right, 1/(1 − a − u) − 1 on the left.
    const near = ONE.divide(ONE.add(a.absolute()));
    let power = near;
    return Array.from({ length: count }, (_, k) => {
      if (k === 0) return a.multiply(near);
      power = power.multiply(near);
      return sign < 0 || k % 2 === 1 ? power : power.negate();
    });
  },
  evaluate: (x) => (Math.abs(x) === Infinity ? Math.sign(x) : x / (1 + Math.abs(x))),
  derivative: (x) => 1 / (1 + Math.abs(x)) ** 2,
  distance: (x) => 1 / (1 + x),
  lipschitz: 1,
};
