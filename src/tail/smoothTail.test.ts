import { describe, expect, test } from 'vitest';
import { normalNumbers } from '../bench/randomNetwork.js';
import type { LinearMap } from '../network/linearMap.js';
import type { Network } from '../network/network.js';
import { readNetwork } from '../network/networkFile.js';
import { AffineOperation } from '../network/operations/affine.js';
import { expandedTail, expandedTailOnCurve } from './expandedTail.js';
import { smoothTail } from './smoothTail.js';

/** A network of dense layers with an activation between them, weights as before training. */
function network(sizes: readonly number[], activation: object, seed = 1): Network {
  const random = normalNumbers(seed);
  const layers: object[] = [];
  for (let l = 1; l < sizes.length; l++) {
    const scale = Math.sqrt(2 / sizes[l - 1]);
    layers.push({
      type: 'dense',
      weights: Array.from({ length: sizes[l] }, () =>
        Array.from({ length: sizes[l - 1] }, () => Math.fround(random() * scale)),
      ),
      bias: Array.from({ length: sizes[l] }, () => Math.fround(random() * 0.1)),
    });
    if (l < sizes.length - 1) layers.push(activation);
  }
  const file = { format: 'farfield-network', version: 1, inputs: sizes[0], layers };
  return readNetwork(file as never);
}

/** The network with maps that count how often all their weights are gone through. */
function counting(source: Network, count: { products: number; rows: number }): Network {
  const counted = (map: LinearMap): LinearMap =>
    new Proxy(map, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== 'function') return member;
        if (/^add\w*Product$/.test(String(name))) count.products++;
        if (name === 'row') count.rows++;
        return member.bind(target);
      },
    });
  const nodes = source.nodes.map((node) =>
    node.operation.kind === 'affine'
      ? {
          ...node,
          operation: new AffineOperation(node.operation.maps.map(counted), node.operation.bias),
        }
      : node,
  );
  return { ...source, nodes };
}

const never = () => {
  throw new Error('expansions were asked');
};

describe('one ray of a network of GELU, SiLU, …', () => {
  const activations = [
    { type: 'gelu' },
    { type: 'gelu', approximate: 'tanh' },
    { type: 'silu' },
    { type: 'mish' },
    { type: 'softplus' },
    { type: 'elu' },
    { type: 'tanh' },
    { type: 'hard-swish' },
  ];

  test.each(activations)('goes through the weights at most four times: %o', (activation) => {
    for (const sizes of [
      [10, 64, 64, 3],
      [20, 128, 128, 5],
      [30, 256, 256, 10],
    ]) {
      const count = { products: 0, rows: 0 };
      const counted = counting(network(sizes, activation), count);
      const random = normalNumbers(9);
      const [origin, direction] = [0, 1].map(() => Array.from({ length: sizes[0] }, random));
      // The first asks what depends on the network alone.
      smoothTail(counted, origin, direction, never);
      count.products = 0;
      count.rows = 0;
      const tail = smoothTail(counted, origin, direction, never)!;
      // A forward pass is one product a layer; no row is read one by one, as exact integers are.
      expect(count.products).toBeLessThanOrEqual(4 * (sizes.length - 1));
      expect(count.rows).toBe(0);
      expect(tail.decisions.exact).toBe(0);
      expect(['saturating', 'flat']).toContain(tail.regime);
      // Nor are expansions asked for its limit.
      for (const value of tail.limit!) {
        expect(value.upper.subtract(value.lower).toNumber()).toBeLessThanOrEqual(1e-9);
      }
    }
  });

  test('has intercepts narrower than 1e-9 without expansions, but for some that nearly cancel', () => {
    let asked = 0;
    for (let seed = 0; seed < 20; seed++) {
      const random = normalNumbers(seed);
      const [origin, direction] = [0, 1].map(() => Array.from({ length: 20 }, random));
      const made = network([20, 64, 128, 5], { type: 'gelu' }, seed);
      const tail = smoothTail(made, origin, direction, () => {
        asked++;
        return expandedTailOnCurve(made, origin, [{ power: 1, direction }]);
      })!;
      for (const value of tail.intercept!) {
        const width = value.upper.subtract(value.lower).toNumber();
        expect(width).toBeLessThanOrEqual(1e-9 * Math.abs(value.toNumber()));
      }
    }
    expect(asked).toBeLessThanOrEqual(2);
  });

  test('has exact slopes, computed when they are read', () => {
    const made = network([3, 8, 8, 2], { type: 'gelu' });
    const [origin, direction] = [
      [1, 2, 3],
      [1, -1, 0.5],
    ];
    const tail = smoothTail(made, origin, direction, never)!;
    const relu = network([3, 8, 8, 2], { type: 'relu' });
    const exact = expandedTailOnCurve(relu, origin, [{ power: 1, direction }]);
    expect(tail.slope!.map(String)).toEqual(exact.slope!.map(String));
  });
});

describe('slopes that bounds leave open', () => {
  const through = (weights: number[][], activation: object, head: number[][]) =>
    readNetwork({
      format: 'farfield-network',
      version: 1,
      inputs: weights[0].length,
      layers: [
        { type: 'dense', weights, bias: weights.map(() => 0.25) },
        activation,
        { type: 'dense', weights: head, bias: head.map((_, c) => c / 8) },
      ],
    } as never);

  test('are 0 where they are, and not where they are merely close', () => {
    // 0.1 + 0.2 − 0.3 is no 0 in the doubles that these are, and 0.5 + 0.25 − 0.75 is.
    const direction = [1, 1, 1];
    const origin = [0, 0, 0];
    const close = through([[0.1, 0.2, -0.3]], { type: 'gelu' }, [[1], [-1]]);
    const tail = smoothTail(close, origin, direction, never)!;
    expect(tail.regime).toBe('saturating');
    expect(tail.decisions.exact).toBeGreaterThan(0);
    const level = through([[0.5, 0.25, -0.75]], { type: 'gelu' }, [[1], [-1]]);
    const flat = smoothTail(level, origin, direction, never)!;
    expect(flat.regime).toBe('flat');
    // GELU(1/4) = 0.1496…
    expect(flat.intercept![0].toNumber()).toBeCloseTo(0.1496765814207, 12);
  });

  test('tie where rows are equal, and not where they are one unit in the last place apart', () => {
    const rows = (last: number) => [
      [1 / 3, 0.7],
      [1 / 3, last],
    ];
    const made = (last: number) =>
      through(
        [
          [0.3, 1],
          [1, 0.1],
        ],
        { type: 'silu' },
        rows(last),
      );
    expect(smoothTail(made(0.7), [0, 0], [1, 1], never)!.regime).toBe('flat');
    const next = 0.7 + 2 ** -53;
    expect(next).not.toBe(0.7);
    const apart = smoothTail(made(next), [0, 0], [1, 1], never)!;
    expect([apart.regime, apart.top]).toEqual(['saturating', [1]]);
  });

  test('of a maximum are compared exactly, and of equal ones the largest intercept is taken', () => {
    const file = (second: number) =>
      readNetwork({
        format: 'farfield-network',
        version: 1,
        inputs: 1,
        layers: [
          { type: 'dense', weights: [[0.7], [second]], bias: [1, 2] },
          { type: 'maximum', groups: [[0, 1]] },
          { type: 'gelu' },
          { type: 'dense', weights: [[1], [1]], bias: [0, 1] },
        ],
      } as never);
    const intercept = (second: number) =>
      smoothTail(file(second), [0], [1], never)!.intercept![0].toNumber();
    expect(intercept(0.7)).toBe(2);
    expect(intercept(0.7 - 2 ** -53)).toBe(1);
  });
});

test('what rests on a kink is left to expansions', () => {
  const made = readNetwork({
    format: 'farfield-network',
    version: 1,
    inputs: 1,
    layers: [
      { type: 'dense', weights: [[1], [0]], bias: [0, 0] },
      { type: 'elu' },
      {
        type: 'dense',
        weights: [
          [1, 1],
          [0, 1],
        ],
        bias: [0, 0],
      },
    ],
  } as never);
  expect(smoothTail(made, [0], [1], never)).toBeNull();
  expect(expandedTail(made, [0], [1]).boundary).toBe(true);
});
