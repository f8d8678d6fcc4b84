import {
  erf,
  exp,
  normalCdf,
  normalDensity,
  PI,
  sigmoid,
  softplus,
  tanh,
} from '../exact/elementary.js';
import { Real } from '../exact/real.js';

/** Coefficients of 1, u, u², … of a function at a + u, each enclosed. */
export type Taylor = readonly Real[];

const reciprocals: Real[] = [];
/** 1/k. */
const over = (k: number): Real => (reciprocals[k] ??= Real.one.divide(Real.of(k)));

/** a + u. */
export function variable(a: Real, count: number): Taylor {
  return Array.from({ length: count }, (_, k) => (k === 0 ? a : k === 1 ? Real.one : Real.zero));
}

export function plus(x: Taylor, y: Taylor): Taylor {
  return x.map((value, k) => value.add(y[k]));
}

export function times(x: Taylor, y: Taylor): Taylor {
  return x.map((_, k) => coefficientOfProduct(x, y, k));
}

export function scaled(x: Taylor, factor: Real): Taylor {
  return x.map((value) => value.multiply(factor));
}

function coefficientOfProduct(x: Taylor, y: Taylor, k: number): Real {
  let sum = Real.zero;
  for (let j = 0; j <= k; j++) sum = sum.add(x[j].multiply(y[k - j]));
  return sum;
}

/** y with y′ = slope(y)·x′ and y(a) given, coefficient by coefficient. */
function solved(x: Taylor, start: Real, slope: (y: Taylor) => Taylor): Taylor {
  const y = [start];
  while (y.length < x.length) {
    const k = y.length - 1;
    const rate = slope(y);
    let sum = Real.zero;
    for (let j = 0; j <= k; j++) {
      if (!x[j + 1].isZero) sum = sum.add(rate[k - j].multiply(x[j + 1]).multiply(Real.of(j + 1)));
    }
    y.push(sum.multiply(over(k + 1)));
  }
  return y;
}

export function expTaylor(x: Taylor): Taylor {
  return solved(x, exp(x[0]), (y) => y);
}

/** σ′ = σ·(1 − σ). */
export function sigmoidTaylor(x: Taylor): Taylor {
  return solved(x, sigmoid(x[0]), (y) => plus(y, scaled(times(y, y), Real.of(-1))));
}

/** tanh′ = 1 − tanh². */
export function tanhTaylor(x: Taylor): Taylor {
  return solved(x, tanh(x[0]), (y) => {
    const square = scaled(times(y, y), Real.of(-1));
    return square.map((value, k) => (k === 0 ? value.add(Real.one) : value));
  });
}

/** log(1 + e^x), whose derivative is σ. */
export function softplusTaylor(x: Taylor): Taylor {
  const rate = sigmoidTaylor(x);
  return solved(x, softplus(x[0]), () => rate);
}

/** Φ at a + u; Φ′ = φ and φ′ = −x·φ. */
export function normalCdfTaylor(a: Real, count: number): Taylor {
  return integrated(normalCdf(a), gaussian(normalDensity(a), a, Real.one, count), count);
}

/** erf at a + u; erf′ = 2/√π·e^(−x²), whose derivative is −2x times it. */
export function erfTaylor(a: Real, count: number): Taylor {
  const density = exp(a.multiply(a).negate()).multiply(Real.of(2)).divide(PI.squareRoot());
  return integrated(erf(a), gaussian(density, a, Real.of(2), count), count);
}

/** g with g′ = −factor·x·g. */
function gaussian(start: Real, a: Real, factor: Real, count: number): Taylor {
  const g = [start];
  while (g.length < count) {
    const k = g.length - 1;
    const sum = a.multiply(g[k]).add(g[k - 1] ?? Real.zero);
    g.push(
      sum
        .multiply(factor)
        .negate()
        .multiply(over(k + 1)),
    );
  }
  return g;
}

function integrated(start: Real, rate: Taylor, count: number): Taylor {
  return Array.from({ length: count }, (_, k) => (k === 0 ? start : rate[k - 1].multiply(over(k))));
}
