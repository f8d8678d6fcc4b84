import { describe, expect, test } from 'vitest';
import { Real } from '../exact/real.js';
import { GraphBuilder } from '../network/graphBuilder.js';
import { readNetwork, type SmoothLayer } from '../network/networkFile.js';
import { Numbers } from '../network/numbers.js';
import { SparseMap } from '../network/sparseMap.js';
import { certify } from './certificate.js';
import { checkCertificate } from './checkCertificate.js';

const ACTIVATIONS: readonly SmoothLayer[] = [
  { type: 'gelu' },
  { type: 'gelu', approximate: 'tanh' },
  { type: 'silu' },
  { type: 'softplus', beta: 2 },
  { type: 'elu', alpha: 0.5 },
  { type: 'celu', alpha: 1.5 },
  { type: 'selu' },
  { type: 'mish' },
  { type: 'hard-swish' },
  { type: 'tanh' },
  { type: 'sigmoid' },
  { type: 'erf' },
  { type: 'softsign' },
];

/** Units that move, that rest, and that rest at 0, twice over; the last layer ties. */
function networkOf(activation: SmoothLayer) {
  return readNetwork({
    format: 'farfield-network',
    version: 1,
    inputs: 2,
    layers: [
      {
        type: 'dense',
        weights: [
          [0, 0],
          [1, -0.5],
          [0, 0.3],
          [-2, 0.1],
        ],
        bias: [0, 0.25, -1.5, 12],
      },
      activation,
      {
        type: 'dense',
        weights: [
          [1, 0.5, -1, 0],
          [0, 0, 0.7, 0],
          [-0.1, -1, 0.2, 1],
        ],
        bias: [0.5, -40, 1],
      },
      activation,
      {
        type: 'dense',
        weights: [
          [1, 0, 0.5],
          [1, 0.25, 0.5],
          [-1, 2, 0],
        ],
        bias: [0, 1, 2],
      },
    ],
  });
}

const rays = [
  { origin: [0.5, -1], direction: [1, 0] },
  { origin: [0.5, -1], direction: [-0.25, 1] },
];

type Text = string | string[];

/** A certificate as JSON gives it. */
interface Written {
  regime: string;
  nodes: { intercept: Text[]; slope: Text[]; pattern: number[] | null }[];
  limit: Text[];
  top: number[];
}

const written = (activation: SmoothLayer, ray: (typeof rays)[number]): Written =>
  JSON.parse(JSON.stringify(certify(networkOf(activation), ray)));

/** A fraction, less or more by 2^-60. */
function moved(text: string, by: bigint): string {
  const [n, d] = text.split('/').map(BigInt);
  const [top, bottom] = [n * 2n ** 60n + by * d, d * 2n ** 60n];
  let [x, y] = [top < 0n ? -top : top, bottom];
  while (y !== 0n) [x, y] = [y, x % y];
  return `${top / x}/${bottom / x}`;
}

describe('a certificate of enclosures', () => {
  test.each(ACTIVATIONS)('of $type is accepted', (activation) => {
    for (const ray of rays) {
      expect(checkCertificate(networkOf(activation), written(activation, ray))).toBeNull();
    }
  });

  test.each(ACTIVATIONS)('of $type is rejected where any number is not right', (activation) => {
    const network = networkOf(activation);
    let changes = 0;
    for (const ray of rays) {
      const right = written(activation, ray);
      for (const [k, node] of right.nodes.entries()) {
        for (const field of ['intercept', 'slope'] as const) {
          for (const [i, text] of node[field].entries()) {
            // Both ends, moved the same way: the enclosure is as narrow as it was.
            for (const by of [1n, -1n]) {
              const wrong = structuredClone(right);
              wrong.nodes[k][field][i] = Array.isArray(text)
                ? text.map((end) => moved(end, by))
                : moved(text, by);
              changes += 1;
              expect(checkCertificate(network, wrong), `${k} ${field} ${i}`).toContain('is wrong');
            }
          }
        }
        for (const i of (node.pattern ?? []).keys()) {
          const wrong = structuredClone(right);
          wrong.nodes[k].pattern![i] += 1;
          expect(checkCertificate(network, wrong), `${k} pattern ${i}`).toContain('is wrong');
        }
      }
    }
    expect(changes).toBeGreaterThan(100);
  });

  test('is rejected with other classes, regime or limits', () => {
    const network = networkOf({ type: 'tanh' });
    const right = written({ type: 'tanh' }, rays[0]);
    expect(right.regime).toBe('flat');
    for (const change of [
      { regime: 'tied' },
      { top: [0, 1] },
      { top: [1, 0, 2] },
      { top: null },
      { limit: right.limit.slice(1) },
      { limit: ['0/1', ...right.limit.slice(1)] },
      { limit: [right.limit[1], ...right.limit.slice(1)] },
      { version: 3 },
      { extra: 1 },
      { direction: [0, 0] },
    ]) {
      const text = JSON.stringify(change);
      expect(checkCertificate(network, { ...right, ...change }), text).toContain('is wrong');
    }
  });

  test('of another activation is rejected', () => {
    const right = written({ type: 'gelu' }, rays[0]);
    const other = networkOf({ type: 'gelu', approximate: 'tanh' });
    expect(checkCertificate(other, right)).toContain('is wrong');
  });

  test('of roots that are only enclosed, as in batch normalisation, is accepted', () => {
    const builder = new GraphBuilder(2);
    const roots = Numbers.ofReals([Real.of(2).squareRoot(), Real.of(3).squareRoot()]);
    const scaled = builder.affine(SparseMap.diagonal(roots), roots, 0, 'batch-norm');
    const network = builder.build(builder.rectifier(0, scaled, 'relu'));
    const right = JSON.parse(JSON.stringify(certify(network, rays[1])));
    expect(right.regime).toBe('saturating');
    expect(checkCertificate(network, right)).toBeNull();
    right.nodes[0].slope[0] = right.nodes[0].slope[0].map((end: string) => moved(end, 1n));
    expect(checkCertificate(network, right)).toContain('nodes[0].slope[0] is wrong');
  });
});
