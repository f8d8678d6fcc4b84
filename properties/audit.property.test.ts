import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audit } from '../src/audit/audit.js';
import { RowTails, rowDangerScale } from '../src/audit/rowTails.js';
import { dyadicOf } from '../src/exact/dyadic.js';
import { evaluate } from '../src/network/evaluate.js';
import { readNetwork } from '../src/network/networkFile.js';
import { networkOfShared, shareNetwork } from '../src/network/sharedNetwork.js';
import { dangerScale } from '../src/tail/dangerScale.js';
import { DyadicGerms } from '../src/tail/dyadicGerms.js';
import { exactTail } from '../src/tail/exactTail.js';
import { SlopeWalk } from '../src/tail/slopeWalk.js';
import { tail } from '../src/tail/tail.js';
import { anyDouble, mixedDouble } from './doubles.js';
import { networkAndRay } from './networks.js';
import { holdsAlways } from './runs.js';

/** Small whole numbers: float64 is exact on them, so scales differ by the last quotient only. */
const wholeNumbers = fc.integer({ min: -3, max: 3 });

describe('audit: slopes of units', () => {
  it('has the exact sign of every unit of every network along every direction', () => {
    holdsAlways(
      fc.property(networkAndRay(anyDouble()), ({ network: file, origin, direction }) => {
        const network = readNetwork(file);
        const { signs, winners } = new SlopeWalk(network).along(Float64Array.from(direction));
        const germs = new DyadicGerms(network, origin.map(dyadicOf), direction.map(dyadicOf));
        network.nodes.forEach(({ operation, inputs }, k) => {
          if (operation.kind === 'affine') return;
          const { slopes } = germs.vector(inputs[0]);
          if (operation.kind === 'maximum') {
            operation.groups.forEach((group, g) => {
              const largest = Array.from(group, (i) => slopes[i]).reduce((x, y) => (y > x ? y : x));
              const entries = [...group].filter((i) => slopes[i] === largest);
              expect(winners[k]![g]).toEqual({ entries, known: true });
            });
          } else {
            const exact = slopes.map((slope) => (slope > 0n ? 1 : slope < 0n ? -1 : 0));
            expect([...signs[k]!]).toEqual(exact);
          }
        });
      }),
    );
  });
});

describe('audit: danger scales at rows', () => {
  it('are those of the exact tail, for every network and row', () => {
    let saturating = 0;
    holdsAlways(
      fc.property(networkAndRay(wholeNumbers), ({ network: file, origin, direction }) => {
        const network = readNetwork(wholeNumbersOf(file));
        const exact = exactTail(network, origin, direction);
        const walk = new SlopeWalk(network).along(Float64Array.from(direction));
        const other = origin.map((x) => x + 1);
        const tails = new RowTails(
          network,
          [other, origin].map((x) => Float64Array.from(x)),
        );
        tails.from(0, walk);
        const found = tails.from(1, walk);
        const from = exact.from.toNumber();
        expect(Math.abs(found.from - from)).toBeLessThanOrEqual(1e-12 * from);
        expect([...found.intercept]).toEqual(exact.intercept.map((a) => a.toNumber()));
        if (exact.regime !== 'saturating') return;
        saturating++;
        const gap = exact.gap?.toNumber() ?? 0;
        for (const epsilon of [0.01, 0.001]) {
          const expected = dangerScale(exact, epsilon)!;
          const scale = rowDangerScale(found, exact.top[0], gap, epsilon);
          expect(Math.abs(scale - expected)).toBeLessThanOrEqual(1e-12 * (1 + expected));
        }
      }),
    );
    expect(saturating).toBeGreaterThan(20);
  });
});

describe('audit: findings', () => {
  it('agree with exact tails in every direction, and the bound covers the origin', async () => {
    await fc.assert(
      fc.asyncProperty(networkAndRay(mixedDouble()), async ({ network: file }) => {
        const network = readNetwork(file);
        const { audit: found } = await audit(network, { workers: 0 });
        expect(found.directions).toHaveLength(2 * network.inputSize);
        for (const { feature, sign, regime, top, scales, gap } of found.directions) {
          const direction = new Float64Array(network.inputSize);
          direction[feature!] = sign;
          const exact = exactTail(network, new Float64Array(network.inputSize), direction);
          // A network of one output has neither.
          const isClassifier = network.outputSize > 1;
          expect(regime).toBe(isClassifier ? exact.regime : null);
          expect(top).toEqual(isClassifier ? exact.top : []);
          if (gap && exact.gap) {
            const value = exact.gap.toNumber();
            expect(gap.lower).toBeLessThanOrEqual(value * (1 + 1e-15));
            expect(gap.upper).toBeGreaterThanOrEqual(value * (1 - 1e-15));
          }
          for (const { certainty, bound } of scales) {
            expect(bound).toBeGreaterThanOrEqual(dangerScale(exact, 1 - certainty)! * (1 - 1e-9));
          }
        }
      }),
      { numRuns: 60, seed: 20240 },
    );
  });
});

describe('audit: shared networks', () => {
  it('evaluate to the same bits, and have the same tails', () => {
    holdsAlways(
      fc.property(networkAndRay(anyDouble()), ({ network: file, origin, direction }) => {
        const network = readNetwork(file);
        const again = networkOfShared(structuredClone(shareNetwork(network)));
        expect([...evaluate(again, origin)]).toEqual([...evaluate(network, origin)]);
        expect(tail(again, origin, direction).pattern).toEqual(
          tail(network, origin, direction).pattern,
        );
      }),
      0.5,
    );
  });
});

/** The file with every number rounded: the generator moves some by an ulp, or has slopes of 0.1. */
function wholeNumbersOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, of) =>
    typeof of === 'number' ? Math.round(of) : of,
  );
}
