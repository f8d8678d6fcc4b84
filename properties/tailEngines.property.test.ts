import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rational } from '../src/exact/rational.js';
import { rayCase } from '../src/generate/rayCase.js';
import { readNetwork } from '../src/network/networkFile.js';
import { exactTail } from '../src/tail/exactTail.js';
import { tail, tails } from '../src/tail/tail.js';
import { anyDouble, mixedDouble, ordinaryDouble } from './doubles.js';
import { type NetworkAndRay, networkAndRay } from './networks.js';
import { holdsAlways, RUNS } from './runs.js';

/** Whether |value − exact| ≤ error, in exact arithmetic; nothing is claimed where error is Infinity. */
function within(value: number, error: number, exact: Rational): boolean {
  if (error === Infinity) return true;
  const difference = Rational.of(value).subtract(exact);
  const magnitude = difference.sign < 0 ? difference.negate() : difference;
  return magnitude.compare(Rational.of(error)) <= 0;
}

/** Whether lower ≤ exact ≤ upper; the bounds may be infinite. */
function between(lower: number, exact: Rational, upper: number): boolean {
  const finite = (bound: number) => (Number.isFinite(bound) ? Rational.of(bound) : null);
  const above = lower === -Infinity || (finite(lower)?.compare(exact) ?? 1) <= 0;
  const below = upper === Infinity || (finite(upper)?.compare(exact) ?? -1) >= 0;
  return above && below;
}

function agrees({ network: file, origin, direction }: NetworkAndRay): void {
  const network = readNetwork(file);
  const certified = tail(network, origin, direction);
  const exact = exactTail(network, origin, direction);
  expect([certified.regime, certified.top, certified.boundary]).toEqual([
    exact.regime,
    exact.top,
    exact.boundary,
  ]);
  expect(certified.pattern).toEqual(exact.pattern);
  const { lower, upper } = certified.fromBounds;
  expect({ lower, exact: exact.from.toNumber(), upper, holds: true }).toEqual({
    lower,
    exact: exact.from.toNumber(),
    upper,
    holds: between(lower, exact.from, upper),
  });
  for (let c = 0; c < network.outputSize; c++) {
    const { slope, slopeError, intercept, interceptError } = certified;
    expect([c, within(slope[c], slopeError[c], exact.slope[c])]).toEqual([c, true]);
    expect([c, within(intercept[c], interceptError[c], exact.intercept[c])]).toEqual([c, true]);
  }
  // The exact tail it offers is the one computed from scratch.
  expect(certified.exact.from.toString()).toBe(exact.from.toString());
  expect(certified.exact.slope.map(String)).toEqual(exact.slope.map(String));
  expect(certified.exact.intercept.map(String)).toEqual(exact.intercept.map(String));
  expect(certified.exact.boundary).toBe(exact.boundary);
}

describe('the certified engine agrees with the exact one', () => {
  it('on generated rays: ties, dead units, boundaries, extreme magnitudes', () => {
    holdsAlways(fc.property(rayCase(), agrees), 3);
  });

  it('on small integers that cancel', () => {
    const small = fc.integer({ min: -2, max: 2 });
    holdsAlways(fc.property(networkAndRay(small, { depth: 4 }), agrees), 2);
  });

  it('on ordinary doubles', () => {
    holdsAlways(fc.property(networkAndRay(ordinaryDouble(), { depth: 4, width: 8 }), agrees));
  });

  it('on doubles of magnitudes 2^±60', () => {
    holdsAlways(fc.property(networkAndRay(mixedDouble(), { depth: 4 }), agrees), 2);
  });

  it('on doubles of all magnitudes: subnormals, 2^±1000, −0, one-rounding ties', () => {
    holdsAlways(fc.property(networkAndRay(anyDouble(), { depth: 3, width: 4 }), agrees), 2);
  });

  it('on layers wide enough for the bound by row sums', () => {
    const wide = { depth: 2, width: 40 };
    holdsAlways(fc.property(networkAndRay(ordinaryDouble(), wide), agrees), 0.3);
    holdsAlways(fc.property(networkAndRay(anyDouble(), wide), agrees), 0.05);
  });
});

describe('the certified engine', () => {
  it('settles next to nothing in exact integers on ordinary doubles', () => {
    let certified = 0;
    let exact = 0;
    const plain = fc.double({ min: 0.1, max: 2, noNaN: true });
    const signed = fc.tuple(plain, fc.boolean()).map(([x, negative]) => (negative ? -x : x));
    const network = fc
      .tuple(fc.infiniteStream(signed), fc.integer({ min: 1, max: 3 }))
      .map(([numbers, depth]) => plainNetwork(() => numbers.next().value, depth));
    holdsAlways(
      // Unbiased, since repeated numbers make ties.
      fc.property(fc.noBias(network), ({ network: file, origin, direction }) => {
        const { decisions } = tail(readNetwork(file), origin, direction);
        certified += decisions.certified;
        exact += decisions.exact;
      }),
    );
    expect(certified).toBeGreaterThan(4 * RUNS);
    expect(exact).toBeLessThan(certified / 1000);
  });

  it('gives errors of a few roundings, not of everything, on ordinary doubles', () => {
    const positive = fc.double({ min: 0.1, max: 2, noNaN: true });
    const network = fc
      .infiniteStream(positive)
      .map((numbers) => plainNetwork(() => numbers.next().value, 2));
    holdsAlways(
      fc.property(network, ({ network: file, origin, direction }) => {
        const { slope, slopeError, intercept, interceptError } = tail(
          readNetwork(file),
          origin,
          direction,
        );
        // All terms are positive: nothing cancels, and relative errors stay small.
        slope.forEach((value, c) => {
          expect(slopeError[c]).toBeLessThan(value * 2 ** -44);
          expect(interceptError[c]).toBeLessThan(intercept[c] * 2 ** -44);
        });
      }),
    );
  });

  it('goes to exact integers for ties that rounding hides', () => {
    // 0.1 + 0.2 − 0.3 is 2^-54 exactly, and float64 finds 5.6e-17 by luck of its order.
    const network = readNetwork({
      format: 'farfield-network',
      version: 1,
      inputs: 3,
      layers: [
        {
          type: 'dense',
          weights: [
            [0.1, 0.2, -0.3],
            [0.2, -0.3, 0.1],
          ],
          bias: [0, 0],
        },
      ],
    });
    const { top, regime, decisions } = tail(network, [0, 0, 0], [1, 1, 1]);
    expect([top, regime]).toEqual([[0, 1], 'flat']);
    expect(decisions.exact).toBe(2);
  });
});

describe('a batch of rays', () => {
  it('has the tails its rays have one by one, in order', () => {
    holdsAlways(
      fc.property(
        networkAndRay(mixedDouble()),
        fc.array(fc.tuple(fc.infiniteStream(mixedDouble())), { minLength: 1, maxLength: 4 }),
        ({ network: file, origin, direction }, streams) => {
          const network = readNetwork(file);
          const rays = [
            { origin, direction },
            ...streams.map(([numbers]) => ({
              origin: origin.map(() => numbers.next().value),
              direction: direction.map((value) => value || 1),
            })),
          ];
          const batch = tails(network, rays);
          const single = rays.map((ray) => tail(network, ray.origin, ray.direction));
          expect(batch.map(plain)).toEqual(single.map(plain));
        },
      ),
    );
  });

  it('keeps each tail as it was when the next is computed', () => {
    const network = readNetwork(plainNetwork(() => 1, 2).network);
    const first = tail(network, [1, 1, 1], [1, 0, 0]);
    const before = plain(first);
    tail(network, [5, -4, 3], [-1, 2, -7]);
    expect(plain(first)).toEqual(before);
    expect(first.exact.slope.map((value) => value.toNumber())).toEqual(before.slope);
  });
});

function plain({ exact, ...own }: ReturnType<typeof tail>) {
  return { ...own, slope: Array.from(own.slope), exactFrom: exact.from.toString() };
}

/** Three inputs, `depth` hidden layers of four ReLU units, three classes. */
function plainNetwork(next: () => number, depth: number): NetworkAndRay {
  const dense = (inputs: number, units: number) => ({
    type: 'dense' as const,
    weights: Array.from({ length: units }, () => Array.from({ length: inputs }, next)),
    bias: Array.from({ length: units }, next),
  });
  const hidden = Array.from({ length: depth }, (_, k) => [
    dense(k === 0 ? 3 : 4, 4),
    { type: 'relu' as const },
  ]);
  return {
    network: {
      format: 'farfield-network',
      version: 1,
      inputs: 3,
      layers: [...hidden.flat(), dense(4, 3)],
    },
    origin: [next(), next(), next()],
    direction: [next(), next(), next()],
  };
}
