import { describe, expect, it, test } from 'vitest';
import { dense, networkFile, relu } from '../../properties/smallNetworks.js';
import { Rational } from '../exact/rational.js';
import { readNetwork } from '../network/networkFile.js';
import { circleArcs } from './circleArcs.js';
import { exactTail } from './exactTail.js';

/** Small whole numbers that look drawn. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield ((state >>> 24) % 13) - 6;
  }
}

function drawn(seed: number, ...sizes: readonly number[]) {
  const next = numbers(seed);
  const rows = (count: number, columns: number) =>
    Array.from({ length: count }, () => Array.from({ length: columns }, () => next.next().value!));
  const layers = sizes.slice(1).flatMap((size, k) => [
    ...(k === 0 ? [] : [k === 1 ? relu : { type: 'leaky-relu' as const, slope: 0.25 }]),
    dense(
      rows(size, sizes[k]),
      Array.from({ length: size }, () => next.next().value!),
    ),
  ]);
  return readNetwork(networkFile(2, ...layers));
}

describe('arcs of directions', () => {
  it('are half of the circle for each of two logits, parted where they tie', () => {
    const arcs = circleArcs(
      readNetwork(
        networkFile(
          2,
          dense([
            [1, 0],
            [0, 0],
          ]),
        ),
      ),
    )!;
    expect(arcs.map(({ from, to, top, regime }) => [from.join(), to.join(), top, regime])).toEqual([
      ['0/1,-1/1', '0/1,1/1', [0], 'saturating'],
      ['0/1,1/1', '0/1,-1/1', [1], 'saturating'],
    ]);
    for (const { lower, upper } of arcs) {
      expect(lower).toBeLessThan(0.5);
      expect(upper).toBeGreaterThan(0.5);
      expect(upper - lower).toBeLessThan(1e-13);
    }
  });

  /** How many exact ends tails were asked about: of some networks none is a pair of doubles. */
  const asked = { ties: 0 };

  test.each([1, 2, 4, 5, 6, 7])(
    'are what tails inside and at the ends find (network %i)',
    (seed) => {
      const network = drawn(seed, 2, 4, 3, 3);
      const arcs = circleArcs(network)!;
      expect(arcs.length).toBeGreaterThan(1);
      arcs.forEach(({ from, to, regime, top, lower }, k) => {
        expect(to).toEqual(arcs[(k + 1) % arcs.length].from);
        const middle = Math.atan2(from[1].toNumber(), from[0].toNumber()) + Math.PI * lower;
        const inside = exactTail(network, [3, -2], [Math.cos(middle), Math.sin(middle)]);
        expect([inside.regime, inside.top]).toEqual([regime, top]);
        // Only ends that are doubles are directions that a tail can be asked about.
        if (!to.every((x) => Rational.of(x.toNumber()).compare(x) === 0)) return;
        const end = [to[0].toNumber(), to[1].toNumber()];
        expect(exactTail(network, [3, -2], end).top.length).toBeGreaterThan(1);
        asked.ties++;
      });
      const total = arcs.reduce((sum, { lower, upper }) => sum + (lower + upper) / 2, 0);
      expect(total).toBeCloseTo(1, 12);
    },
  );

  it('some of those ends were asked about', () => {
    expect(asked.ties).toBeGreaterThan(0);
  });

  it('shares are what directions drawn all around the circle show', () => {
    const network = drawn(1, 2, 4, 3, 3);
    const arcs = circleArcs(network)!;
    const [saturating, share] = [{ count: 0 }, { sum: 0 }];
    for (const { regime, lower } of arcs) if (regime === 'saturating') share.sum += lower;
    const drawnDirections = 2000;
    for (let n = 0; n < drawnDirections; n++) {
      const angle = (2 * Math.PI * (n + 0.5)) / drawnDirections;
      const { regime } = exactTail(network, [0, 0], [Math.cos(angle), Math.sin(angle)]);
      if (regime === 'saturating') saturating.count++;
    }
    expect(Math.abs(saturating.count / drawnDirections - share.sum)).toBeLessThan(0.01);
  });

  it('tied and flat ones have their regime: units that are off leave the logits where they are', () => {
    const network = readNetwork(
      networkFile(2, dense([[1, 0]], [-3]), relu, dense([[1], [1], [0]], [0, 5, 0])),
    );
    const arcs = circleArcs(network)!;
    expect(arcs.map(({ regime, top }) => [regime, top])).toEqual([
      ['tied', [0, 1]],
      ['flat', [0, 1, 2]],
    ]);
    const clipped = readNetwork(
      networkFile(
        2,
        { type: 'clip', lower: -1, upper: 1 },
        dense([
          [1, 2],
          [3, 4],
        ]),
      ),
    );
    expect(circleArcs(clipped)!.map(({ regime, lower }) => [regime, lower])).toEqual([['flat', 1]]);
  });

  it('the larger of two units leads, and where one overtakes the other an arc may end', () => {
    const pooled = readNetwork(
      networkFile(
        2,
        { type: 'maximum', groups: [[0, 1], [1]] },
        dense([
          [1, 0],
          [0, 1],
        ]),
      ),
    );
    // max(x, y) against y: above the diagonal they are level.
    expect(circleArcs(pooled)!.map(({ from, to, top }) => [...from, ...to].join() + top)).toEqual([
      '-1/1,-1/1,1/1,1/10',
      '1/1,1/1,-1/1,-1/10,1',
    ]);
  });

  it('are not told of other networks', () => {
    expect(
      circleArcs(
        readNetwork(
          networkFile(
            3,
            dense([
              [1, 0, 0],
              [0, 0, 1],
            ]),
          ),
        ),
      ),
    ).toBeNull();
    expect(circleArcs(readNetwork(networkFile(2, dense([[1, 0]]))))).toBeNull();
    const smooth = { format: 'farfield-network', version: 1, inputs: 2 } as const;
    const layers = [
      { type: 'layer-norm' },
      dense([
        [1, 0],
        [0, 1],
      ]),
    ];
    expect(circleArcs(readNetwork({ ...smooth, layers }))).toBeNull();
  });
});
