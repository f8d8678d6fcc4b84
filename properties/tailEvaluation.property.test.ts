import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDyadic, type Dyadic, dyadicOf, multiplyDyadic, ZERO } from '../src/exact/dyadic.js';
import { Rational } from '../src/exact/rational.js';
import { rayCase } from '../src/generate/rayCase.js';
import type { Network } from '../src/network/network.js';
import { readNetwork } from '../src/network/networkFile.js';
import { DyadicGerms } from '../src/tail/dyadicGerms.js';
import { type ExactTail, exactTail } from '../src/tail/exactTail.js';
import { anyDouble, mixedDouble } from './doubles.js';
import { type NetworkAndRay, networkAndRay } from './networks.js';
import { holdsAlways, RUNS } from './runs.js';

/** The logits at a point, exactly: along a ray that stands still, germs are values. */
function evaluateExactly(network: Network, point: readonly Dyadic[]): Rational[] {
  const still = point.map(() => ZERO);
  const { intercepts, interceptExponent } = new DyadicGerms(network, point, still).vector(
    network.output,
  );
  return intercepts.map((mantissa) => Rational.ofDyadic({ mantissa, exponent: interceptExponent }));
}

function pointAt({ origin, direction }: NetworkAndRay, t: Dyadic): Dyadic[] {
  return origin.map((value, d) =>
    addDyadic(dyadicOf(value), multiplyDyadic(dyadicOf(direction[d]), t)),
  );
}

/** Whether logits(x(t)) = intercept + t·slope, exactly. */
function liesOnTail(network: Network, tail: ExactTail, ray: NetworkAndRay, t: Dyadic): boolean {
  const time = Rational.ofDyadic(t);
  return evaluateExactly(network, pointAt(ray, t)).every(
    (logit, c) => logit.compare(tail.intercept[c].add(time.multiply(tail.slope[c]))) === 0,
  );
}

/** A dyadic rational just above or below a rational, within one part in 2^60 of it. */
function near(value: Rational, side: 'above' | 'below'): Dyadic {
  const bits = BigInt(60 + value.denominator.toString(2).length);
  const floor = (value.numerator << bits) / value.denominator;
  return { mantissa: floor + (side === 'above' ? 1n : -1n), exponent: -Number(bits) };
}

function isDyadic({ denominator }: Rational): boolean {
  return (denominator & (denominator - 1n)) === 0n;
}

function asDyadic({ numerator, denominator }: Rational): Dyadic {
  return { mantissa: numerator, exponent: 1 - denominator.toString(2).length };
}

const cases: [string, fc.Arbitrary<NetworkAndRay>, number][] = [
  ['generated rays', rayCase(), 2],
  ['small integers', networkAndRay(fc.integer({ min: -2, max: 2 }), { depth: 4 }), 1],
  ['magnitudes 2^±60', networkAndRay(mixedDouble(), { depth: 4 }), 1],
  ['all magnitudes', networkAndRay(anyDouble(), { depth: 2, width: 3 }), 1],
];

describe('the exact tail is exact evaluation', () => {
  it.each(cases)(
    'at every t ≥ from, at `from` itself where that is dyadic: %s',
    (_, rays, share) => {
      const later = fc.record({
        mantissa: fc.bigInt({ min: 0n, max: 2n ** 40n }),
        exponent: fc.integer({ min: -60, max: 200 }),
      });
      holdsAlways(
        fc.property(rays, later, (ray, more) => {
          const network = readNetwork(ray.network);
          const tail = exactTail(network, ray.origin, ray.direction);
          if (isDyadic(tail.from)) {
            expect(liesOnTail(network, tail, ray, asDyadic(tail.from))).toBe(true);
          }
          const start = near(tail.from, 'above');
          expect(liesOnTail(network, tail, ray, start)).toBe(true);
          expect(liesOnTail(network, tail, ray, addDyadic(start, more))).toBe(true);
        }),
        share,
      );
    },
  );

  it('and not just before `from`, unless what changes there does not reach the logits', () => {
    let late = 0;
    let different = 0;
    holdsAlways(
      fc.property(networkAndRay(mixedDouble()), (ray) => {
        const network = readNetwork(ray.network);
        const tail = exactTail(network, ray.origin, ray.direction);
        if (tail.from.sign === 0) return;
        late++;
        if (!liesOnTail(network, tail, ray, near(tail.from, 'below'))) different++;
      }),
    );
    expect(late).toBeGreaterThan(RUNS / 10);
    expect(different).toBeGreaterThan(late / 2);
  });

  it('with one hidden layer that all logits read, never just before `from`', () => {
    // f(x) = Σ relu(w_j x + b_j)·2^j: no kink hides another.
    const positive = fc.integer({ min: 1, max: 9 });
    const units = fc.array(fc.tuple(positive, positive), { minLength: 1, maxLength: 4 });
    holdsAlways(
      fc.property(units, (pairs) => {
        const weights = pairs.map(([w]) => [w]);
        const ray: NetworkAndRay = {
          network: {
            format: 'farfield-network',
            version: 1,
            inputs: 1,
            layers: [
              { type: 'dense', weights, bias: pairs.map(([, b]) => -b) },
              { type: 'relu' },
              { type: 'dense', weights: [pairs.map((_, j) => 2 ** j)], bias: [0] },
            ],
          },
          origin: [0],
          direction: [1],
        };
        const network = readNetwork(ray.network);
        const tail = exactTail(network, ray.origin, ray.direction);
        const last = Math.max(...pairs.map(([w, b]) => b / w));
        expect(tail.from.toNumber()).toBe(last);
        expect(liesOnTail(network, tail, ray, near(tail.from, 'below'))).toBe(false);
      }),
    );
  });
});

describe('the Jacobian of the tail', () => {
  it.each(cases)('times the direction is the slope: %s', (_, rays, share) => {
    holdsAlways(
      fc.property(rays, ({ network, origin, direction }) => {
        const { jacobian, slope } = exactTail(readNetwork(network), origin, direction);
        jacobian.forEach((row, c) => {
          const along = row.reduce(
            (sum, value, d) => sum.add(value.multiply(Rational.of(direction[d]))),
            Rational.zero,
          );
          expect(along.toString()).toBe(slope[c].toString());
        });
      }),
      share,
    );
  });

  it.each(cases)(
    'is the exact difference quotient beyond `from`, off boundaries: %s',
    (_, rays, share) => {
      // Small enough to stay inside the polytope, whatever the weights.
      const step: Dyadic = { mantissa: 1n, exponent: -12_000 };
      const inverse = new Rational(1n << 12_000n, 1n);
      let inside = 0;
      holdsAlways(
        fc.property(rays, (ray) => {
          const network = readNetwork(ray.network);
          const tail = exactTail(network, ray.origin, ray.direction);
          if (tail.boundary) return;
          inside++;
          const point = pointAt(ray, addDyadic(near(tail.from, 'above'), dyadicOf(1)));
          const here = evaluateExactly(network, point);
          for (let d = 0; d < point.length; d++) {
            const there = evaluateExactly(network, point.with(d, addDyadic(point[d], step)));
            there.forEach((logit, c) => {
              const quotient = logit.subtract(here[c]).multiply(inverse);
              expect(quotient.toString()).toBe(tail.jacobian[c][d].toString());
            });
          }
        }),
        share / 8,
      );
      expect(inside).toBeGreaterThan(RUNS / 100);
    },
  );
});
