import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rational } from '../src/exact/rational.js';
import { rayCase } from '../src/generate/rayCase.js';
import { readNetwork } from '../src/network/networkFile.js';
import { recession } from '../src/network/recession.js';
import { directionSlopes } from '../src/tail/directionSlopes.js';
import { exactTail } from '../src/tail/exactTail.js';
import { anyDouble, mixedDouble, ordinaryDouble } from './doubles.js';
import { type NetworkAndRay, networkAndRay } from './networks.js';
import { holdsAlways } from './runs.js';

const origins = fc.infiniteStream(mixedDouble());

const cases: [string, fc.Arbitrary<NetworkAndRay>, number][] = [
  ['generated rays', rayCase(), 3],
  ['small integers', networkAndRay(fc.integer({ min: -2, max: 2 }), { depth: 4 }), 1],
  ['ordinary doubles', networkAndRay(ordinaryDouble(), { depth: 4, width: 8 }), 1],
  ['magnitudes 2^±60', networkAndRay(mixedDouble(), { depth: 4 }), 1],
  ['all magnitudes', networkAndRay(anyDouble(), { depth: 3, width: 4 }), 1],
];

describe('the slopes of a direction', () => {
  it.each(cases)('are those of the exact tail from any origin: %s', (_, rays, share) => {
    holdsAlways(
      fc.property(rays, origins, ({ network: file, direction }, numbers) => {
        const network = readNetwork(file);
        const [slopes] = directionSlopes(network, [direction]);
        const origin = direction.map(() => numbers.next().value);
        const exact = exactTail(network, origin, direction);
        expect([slopes.regime, slopes.top]).toEqual([exact.regime, exact.top]);
        expect(slopes.exactSlope.map(String)).toEqual(exact.slope.map(String));
        exact.slope.forEach((slope, c) => {
          const error = slopes.slopeError[c];
          if (error === Infinity) return;
          const off = Rational.of(slopes.slope[c]).subtract(slope);
          const magnitude = off.sign < 0 ? off.negate() : off;
          expect([c, magnitude.compare(Rational.of(error)) <= 0]).toEqual([c, true]);
        });
        if (exact.gap === null) {
          expect(slopes.gap).toBeNull();
          return;
        }
        const { lower, upper } = slopes.gap!;
        expect(Rational.of(lower).compare(exact.gap)).toBeLessThanOrEqual(0);
        if (upper < Infinity)
          expect(Rational.of(upper).compare(exact.gap)).toBeGreaterThanOrEqual(0);
      }),
      share,
    );
  });

  it('are the values of the bias-free network, at the direction', () => {
    holdsAlways(
      fc.property(
        networkAndRay(fc.integer({ min: -2, max: 2 })),
        ({ network: file, direction }) => {
          const network = readNetwork(file);
          const [{ exactSlope }] = directionSlopes(network, [direction]);
          const still = exactTail(
            recession(network),
            direction,
            direction.map(() => 0),
          );
          expect(exactSlope.map(String)).toEqual(still.intercept.map(String));
        },
      ),
    );
  });

  it('of many directions are those of each one', () => {
    holdsAlways(
      fc.property(
        networkAndRay(mixedDouble()),
        origins,
        ({ network: file, direction }, numbers) => {
          const network = readNetwork(file);
          const directions = [direction, direction.map(() => numbers.next().value || 1), direction];
          const plain = ({ exactSlope: _, ...rest }: ReturnType<typeof directionSlopes>[number]) =>
            rest;
          expect(directionSlopes(network, directions).map(plain)).toEqual(
            directions.map((each) => plain(directionSlopes(network, [each])[0])),
          );
        },
      ),
    );
  });

  it('need no exact integers on ordinary doubles', () => {
    let settled = 0;
    let all = 0;
    const rays = fc.infiniteStream(ordinaryDouble()).map((numbers) => {
      const next = () => numbers.next().value;
      const dense = (units: number) => ({
        type: 'dense' as const,
        weights: Array.from({ length: units }, () => Array.from({ length: 5 }, next)),
        bias: Array.from({ length: units }, next),
      });
      const layers = [
        dense(5),
        { type: 'relu' as const },
        dense(5),
        { type: 'relu' as const },
        dense(3),
      ];
      const network = {
        format: 'farfield-network' as const,
        version: 1 as const,
        inputs: 5,
        layers,
      };
      return { network, direction: Array.from({ length: 5 }, next) };
    });
    holdsAlways(
      fc.property(rays, ({ network, direction }) => {
        const [slopes] = directionSlopes(readNetwork(network), [direction]);
        all++;
        // Flat because every unit is off: known without integers too.
        if (slopes.settledExactly > 0) settled++;
      }),
    );
    expect(settled).toBeLessThan(all / 20);
  });
});
