import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rational } from '../src/exact/rational.js';
import { rayCase } from '../src/generate/rayCase.js';
import { readNetwork } from '../src/network/networkFile.js';
import { dangerScale } from '../src/tail/dangerScale.js';
import { type ExactTail, exactTail } from '../src/tail/exactTail.js';
import { logComplements } from '../src/uncertainty/complements.js';
import { anyDouble, mixedDouble } from './doubles.js';
import { type NetworkAndRay, networkAndRay } from './networks.js';
import { holdsAlways, RUNS } from './runs.js';

const epsilons = fc.oneof(
  fc.constantFrom(0.01, 0.05, 0.5, 0.99, 1e-12, 1e-300, Number.MIN_VALUE, 1 - 2 ** -53),
  fc.double({ min: 1e-9, max: 0.999, noNaN: true }),
);

/** ln(1 − p_k) at t, from logits whose differences to the top are exact before they are rounded. */
function logUncertainty(tail: ExactTail, t: number): number {
  const time = Rational.of(t);
  const logits = tail.slope.map((slope, c) => slope.multiply(time).add(tail.intercept[c]));
  const [k] = tail.top;
  return logComplements(logits.map((logit) => logit.subtract(logits[k]).toNumber()))[k];
}

const cases: [string, fc.Arbitrary<NetworkAndRay>, number][] = [
  ['generated rays', rayCase(), 2],
  ['magnitudes 2^±60', networkAndRay(mixedDouble()), 1],
  ['all magnitudes', networkAndRay(anyDouble(), { depth: 2, width: 3 }), 1],
];

describe('from the danger scale on', () => {
  it.each(cases)('the top class has probability at least 1 − ε: %s', (_, rays, share) => {
    let saturating = 0;
    holdsAlways(
      fc.property(rays, epsilons, fc.nat(1000), ({ network, origin, direction }, epsilon, more) => {
        const tail = exactTail(readNetwork(network), origin, direction);
        const scale = dangerScale(tail, epsilon);
        if (tail.regime !== 'saturating') {
          expect(scale).toBeNull();
          return;
        }
        expect(scale).not.toBeNaN();
        if (scale === null || scale === Infinity) return;
        saturating++;
        expect(Rational.of(scale).compare(tail.from)).toBeGreaterThanOrEqual(0);
        for (const t of [scale, scale * (1 + more)]) {
          if (!Number.isFinite(t) || tail.slope.length === 1) continue;
          // Float64 on both sides: a few roundings of logarithms of up to 745.
          const slack = 2 ** -44 * Math.max(1, Math.abs(Math.log(epsilon)));
          expect(logUncertainty(tail, t)).toBeLessThanOrEqual(Math.log(epsilon) + slack);
        }
      }),
      share,
    );
    expect(saturating).toBeGreaterThan(RUNS / 10);
  });

  it('and, with two classes, not sooner unless the tail itself starts there', () => {
    let tight = 0;
    holdsAlways(
      fc.property(rayCase(), fc.double({ min: 1e-9, max: 0.4, noNaN: true }), (ray, epsilon) => {
        const tail = exactTail(readNetwork(ray.network), ray.origin, ray.direction);
        if (tail.regime !== 'saturating' || tail.slope.length !== 2) return;
        const scale = dangerScale(tail, epsilon);
        if (scale === null || !Number.isFinite(scale) || scale < 2 ** -900) return;
        const before = scale * (1 - 2 ** -20);
        if (Rational.of(before).compare(tail.from) <= 0) return;
        tight++;
        expect(logUncertainty(tail, before)).toBeGreaterThan(Math.log(epsilon) - 1e-9);
      }),
      3,
    );
    expect(tight).toBeGreaterThan(RUNS / 20);
  });

  it('ln(1 − p_k) falls at rate γ', () => {
    holdsAlways(
      fc.property(rayCase(), ({ network, origin, direction }) => {
        const tail = exactTail(readNetwork(network), origin, direction);
        if (tail.regime !== 'saturating') return;
        const gap = tail.gap!.toNumber();
        const t = dangerScale(tail, 1e-9)! * 1000;
        if (!Number.isFinite(t) || gap * t > 1e15 || gap * t < 1) return;
        const rate = logUncertainty(tail, 2 * t) - logUncertainty(tail, t);
        // Between the two times rivals with smaller slopes fade: at most a factor of C.
        expect(rate / (gap * t)).toBeLessThanOrEqual(-1 + Math.log(4) / (gap * t) + 1e-9);
      }),
    );
  });
});
