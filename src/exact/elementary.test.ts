import fc from 'fast-check';
import { all, type BigNumber, create } from 'mathjs';
import { describe, expect, test } from 'vitest';
import {
  cos,
  erf,
  erfc,
  exp,
  log,
  normalCdf,
  normalDensity,
  sigmoid,
  sin,
  softplus,
  tanh,
} from './elementary.js';
import { Rational } from './rational.js';
import { Real } from './real.js';

// More digits than an enclosure has.
const math = create(all, { number: 'BigNumber', precision: 100 });
const big = (value: number | string): BigNumber => math.bignumber(value);
const bigOf = ({ numerator, denominator }: Rational): BigNumber =>
  big(numerator.toString()).div(big(denominator.toString()));
const PI = big(
  '3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651328230664709384460955',
);

/** Σ of 2x/√π·e^(−x²)·(2x²)^n/(2n + 1)!!: no term cancels another. */
function erfBig(x: BigNumber): BigNumber {
  const square = x.mul(x);
  let term = x;
  let sum = x;
  for (let n = 1; term.abs().gt(sum.abs().mul('1e-98')); n++) {
    term = term
      .mul(square)
      .mul(2)
      .div(2 * n + 1);
    sum = sum.add(term);
  }
  return sum.mul(2).div(PI.sqrt()).mul(square.neg().exp());
}

/** Its continued fraction, from far below; for x ≥ 4. */
function erfcBig(x: BigNumber): BigNumber {
  let tail = x;
  for (let k = 800; k >= 1; k--) tail = x.add(big(k).div(2).div(tail));
  return x.mul(x).neg().exp().div(tail.mul(PI.sqrt()));
}

interface Reference {
  readonly of: (x: Real) => Real;
  readonly at: (x: BigNumber) => BigNumber;
  readonly from: number;
  readonly to: number;
  readonly relative: number;
}

const references: Readonly<Record<string, Reference>> = {
  exp: { of: exp, at: (x) => x.exp(), from: -300, to: 300, relative: 1e-70 },
  log: { of: log, at: (x) => x.ln(), from: 1e-4, to: 1e6, relative: 1e-60 },
  sigmoid: {
    of: sigmoid,
    at: (x) => x.neg().exp().add(1).pow(-1),
    from: -200,
    to: 200,
    relative: 1e-70,
  },
  tanh: { of: tanh, at: (x) => x.tanh(), from: -50, to: 50, relative: 1e-50 },
  softplus: { of: softplus, at: (x) => x.exp().add(1).ln(), from: -60, to: 60, relative: 1e-50 },
  erf: { of: erf, at: erfBig, from: -12, to: 12, relative: 1e-60 },
  erfc: { of: erfc, at: erfcBig, from: 4, to: 30, relative: 1e-30 },
  normalCdf: {
    of: normalCdf,
    at: (x) => erfcBig(x.neg().div(big(2).sqrt())).div(2),
    from: -40,
    to: -6,
    relative: 1e-30,
  },
  normalDensity: {
    of: normalDensity,
    at: (x) => x.mul(x).div(-2).exp().div(PI.mul(2).sqrt()),
    from: -20,
    to: 20,
    relative: 1e-60,
  },
  sin: { of: sin, at: (x) => x.sin(), from: -1000, to: 1000, relative: 1e-50 },
  cos: { of: cos, at: (x) => x.cos(), from: -1000, to: 1000, relative: 1e-50 },
};

/** Dyadic points that mathjs handles fast. */
const points = (from: number, to: number) =>
  fc
    .integer({ min: Math.ceil(from * 2 ** 20), max: Math.floor(to * 2 ** 20) })
    .map((value) => (value === 0 ? 1 : value) / 2 ** 20);

describe.each(Object.entries(references))('%s', (_, { of, at, from, to, relative }) => {
  test('is enclosed, and narrowly', () => {
    fc.assert(
      fc.property(points(from, to), (x) => {
        const truth = at(bigOf(Rational.of(x)));
        const { lower, upper } = of(Real.of(x));
        expect(bigOf(lower).lte(truth), `${x} lower`).toBe(true);
        expect(bigOf(upper).gte(truth), `${x} upper`).toBe(true);
        const width = bigOf(upper).sub(bigOf(lower)).toNumber();
        expect(width).toBeLessThanOrEqual(relative * Math.abs(truth.toNumber()));
      }),
      { numRuns: 8, seed: 1 },
    );
  });

  test('of an enclosure holds the values of its points', () => {
    fc.assert(
      fc.property(
        points(from, to),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (x, width, share) => {
          const lower = Rational.of(x);
          const span = Rational.of(width);
          const wide = of(Real.between(lower, lower.add(span)));
          const inner = of(Real.ofRational(lower.add(span.multiply(Rational.of(share)))));
          expect(wide.lower.compare(inner.upper)).toBeLessThanOrEqual(0);
          expect(wide.upper.compare(inner.lower)).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 8, seed: 2 },
    );
  });
});

test('tiny arguments keep their relative precision', () => {
  for (const f of [erf, tanh, sin]) {
    const { lower, upper } = f(Real.of(2 ** -80));
    expect(upper.subtract(lower).toNumber()).toBeLessThan(2 ** -200);
    expect(lower.sign).toBe(1);
  }
});

test('the exponential of numbers next to 0 is on the right side of 1', () => {
  const x = Rational.of(2 ** -300);
  const above = exp(Real.ofRational(x));
  const below = exp(Real.ofRational(x.negate()));
  expect(above.lower.compare(Rational.one)).toBe(0);
  expect(below.upper.compare(Rational.one)).toBe(0);
  // As far as 256 bits hold it.
  for (const { lower, upper } of [above, below]) {
    expect(upper.subtract(lower).sign).toBe(1);
    expect(upper.subtract(lower).compare(Rational.of(2 ** -254))).toBe(-1);
  }
});

test('far arguments are bounded, or refused by name', () => {
  expect(exp(Real.of(-1e6)).lower.sign).toBe(0);
  expect(exp(Real.of(-1e6)).upper.toNumber()).toBe(0);
  expect(exp(Real.of(-100_000)).lower.sign).toBe(1);
  expect(() => exp(Real.of(1e6))).toThrow('too large');
  expect(() => log(Real.zero)).toThrow('positive');
  expect(sigmoid(Real.of(1e6)).upper.compare(Rational.one)).toBe(0);
  expect(tanh(Real.of(-1e6)).lower.toNumber()).toBe(-1);
  expect(erf(Real.of(1e6)).upper.compare(Rational.one)).toBeLessThanOrEqual(0);
});
