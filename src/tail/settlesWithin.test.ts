import { describe, expect, test } from 'vitest';
import { evaluate } from '../network/evaluate.js';
import { GraphBuilder } from '../network/graphBuilder.js';
import { type Layer, readNetwork, type SmoothLayer } from '../network/networkFile.js';
import { ElementaryOperation } from '../network/operations/elementary.js';
import { expandedTail } from './expandedTail.js';
import { settlesWithin } from './settlesWithin.js';

const dense = (weights: number[][], bias: number[]) => ({ type: 'dense', weights, bias }) as const;
const networkOf = (layers: readonly (Layer | SmoothLayer)[]) =>
  readNetwork({ format: 'farfield-network', version: 1, inputs: 2, layers });

const LAYERS: readonly (Layer | SmoothLayer)[] = [
  { type: 'gelu' },
  { type: 'gelu', approximate: 'tanh' },
  { type: 'silu' },
  { type: 'softplus', beta: 0.5 },
  { type: 'elu', alpha: 2 },
  { type: 'mish' },
  { type: 'hard-swish' },
  { type: 'tanh' },
  { type: 'sigmoid' },
  { type: 'softsign' },
  { type: 'relu' },
  { type: 'clip', lower: -2, upper: 5 },
  { type: 'maximum', groups: [[0, 1], [2], [1, 2]] },
];
const rays = [
  { origin: [0.5, -1], direction: [1, 0] },
  { origin: [3, 2], direction: [-0.25, 1] },
];

function probabilities(logits: ArrayLike<number>): number[] {
  const z = Array.from(logits);
  const largest = Math.max(...z);
  const shares = z.map((value) => Math.exp(value - largest));
  const sum = shares.reduce((a, b) => a + b);
  return shares.map((share) => share / sum);
}

describe('from where on probabilities are within ε of their limits', () => {
  test.each(LAYERS)('is kept by evaluation: $type', (layer) => {
    const network = networkOf([
      dense(
        [
          [1, -0.5],
          [-1, 2],
          [0, 0.25],
        ],
        [-4, 1, 0.5],
      ),
      layer,
      dense(
        [
          [1, 0.5, -1],
          [0.5, -1, 0],
          [-0.25, 0.5, 2],
        ],
        [0, 1, -1],
      ),
    ]);
    for (const ray of rays) {
      const { limit } = expandedTail(network, ray.origin, ray.direction);
      for (const epsilon of [0.1, 1e-3]) {
        const from = settlesWithin(network, ray, epsilon);
        expect(from).not.toBeNull();
        for (const t of [from!, from! * 1.01, from! + 0.5, from! * 3 + 2, from! + 100]) {
          const x = ray.origin.map((value, i) => value + t * ray.direction[i]);
          probabilities(evaluate(network, x)).forEach((p, c) => {
            expect(Math.abs(p - limit![c].toNumber())).toBeLessThanOrEqual(epsilon + 1e-9);
          });
        }
      }
    }
  });

  test('is the odds of a straight line', () => {
    const line = networkOf([
      dense(
        [
          [1, 0],
          [0, 0],
        ],
        [0, 0],
      ),
    ]);
    const from = settlesWithin(line, { origin: [0, 0], direction: [1, 0] }, 0.01)!;
    expect(from).toBeGreaterThanOrEqual(Math.log(99) * (1 - 1e-12));
    expect(from).toBeLessThan(Math.log(99) * 1.01);
  });

  test('is later where a norm leaves 1/t', () => {
    const norm = networkOf([{ type: 'layer-norm' }]);
    const [early, late] = [0.1, 0.001].map((epsilon) => settlesWithin(norm, rays[0], epsilon)!);
    expect(early).toBeGreaterThan(1);
    expect(late).toBeGreaterThan(5 * early);
  });

  test('is not known where a value grows like a logarithm', () => {
    const builder = new GraphBuilder(2);
    const logs = builder.add(new ElementaryOperation(2, { kind: 'log' }), [0], 'log');
    expect(
      settlesWithin(builder.build(logs), { origin: [1, 1], direction: [1, 0] }, 0.1),
    ).toBeNull();
  });
});
