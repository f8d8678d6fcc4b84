import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { build, point, recipe } from '../../properties/generalNetworks.js';
import { hasLimitCases, limitCasesFolder, readLimitCases } from '../../properties/limitCases.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { InputError } from '../errors/inputError.js';
import { GraphBuilder } from '../network/graphBuilder.js';
import type { Network } from '../network/network.js';
import { readNetwork, type SmoothLayer } from '../network/networkFile.js';
import { ElementaryOperation } from '../network/operations/elementary.js';
import { ProductsOperation } from '../network/operations/products.js';
import { SoftmaxOperation } from '../network/operations/softmax.js';
import { SIGMOID } from '../network/smoothFunctions.js';
import type { Ray } from '../tail/tail.js';
import { certify } from './certificate.js';
import { certificateSchema } from './certificateShape.js';
import { checkCertificate } from './checkCertificate.js';
import type { ModelCertificate } from './modelCertificate.js';

const hasForm = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(certificateSchema());

const dense = (weights: number[][], bias: number[]) => ({ type: 'dense', weights, bias }) as const;
const FIRST = dense(
  [
    [1, 0.5],
    [-2, 0.25],
    [0.1, 1],
  ],
  [0.5, 0, 3],
);
const LAST = dense(
  [
    [1, -0.3, 0.2],
    [0.5, 1, -1],
  ],
  [0, 1],
);
const networkOf = (layers: readonly SmoothLayer[]) =>
  readNetwork({
    format: 'farfield-network',
    version: 1,
    inputs: 2,
    layers: [FIRST, ...layers, LAST],
  });

const ray = { origin: [0.5, -1], direction: [1, 0.25] };

/** A gate, attention over three keys, and x·σ(x). */
function gated() {
  const builder = new GraphBuilder(2);
  const three = Int32Array.of(0, 1, 2);
  const affine = (value: number) =>
    builder.dense(
      Float64Array.of(1, 0.5, -2, 0.25, 0.1, 1),
      Float64Array.of(0.5, 0, 3),
      value,
      'dense',
    );
  const product = (x: number, y: number) =>
    builder.add(new ProductsOperation(Int32Array.of(0, 1, 2, 3), three, three), [x, y], 'product');
  const x = affine(0);
  const gate = product(x, builder.activation(SIGMOID, x, 'gate'));
  const shares = builder.add(new SoftmaxOperation([three]), [x], 'attention');
  const head = (value: number) =>
    builder.dense(Float64Array.of(1, -0.3, 0.2, 0.5, 1, -1), Float64Array.of(0, 1), value, 'head');
  return builder.build(head(builder.sum([product(shares, gate), shares], 'sum')));
}

const NETWORKS = {
  'a layer norm': networkOf([{ type: 'layer-norm', epsilon: 1e-5 }]),
  'an RMS norm behind GELU': networkOf([{ type: 'gelu' }, { type: 'rms-norm', epsilon: 1e-5 }]),
  'SiLU behind a layer norm': networkOf([{ type: 'layer-norm' }, { type: 'silu' }]),
  'softsign before a norm': networkOf([{ type: 'softsign' }, { type: 'layer-norm' }]),
  // The units of a norm add up to 0: by an identity that intervals do not show.
  'a rectifier at its kink': networkOf([
    { type: 'layer-norm' },
    dense(
      [
        [1, 1, 1],
        [1, 0, -1],
        [0, 1, 0],
      ],
      [0, 0, 0],
    ),
    { type: 'relu' },
  ] as never),
  'gates and attention': gated(),
};

const written = (network: Parameters<typeof certify>[0]): ModelCertificate =>
  JSON.parse(JSON.stringify(certify(network, ray)));

/** What is missing for a certificate, and where; null where there is one. */
function openOf(network: Network, along: Ray): { path: string; value: unknown } | null {
  try {
    const certificate = certify(network, along);
    expect(checkCertificate(network, JSON.parse(JSON.stringify(certificate)))).toBeNull();
    return null;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [{ code, path, value }] = error.problems;
    expect(code).toBe('unsupported');
    return { path, value };
  }
}

/** A fraction, less or more by 2^-60. */
function moved(text: string, by: bigint): string {
  const [n, d] = text.split('/').map(BigInt);
  const [top, bottom] = [n * 2n ** 60n + by * d, d * 2n ** 60n];
  let [x, y] = [top < 0n ? -top : top, bottom];
  while (y !== 0n) [x, y] = [y, x % y];
  return `${top / x}/${bottom / x}`;
}

/** A certificate that may be changed, wrongly too. */
interface Draft {
  nodes: {
    terms: { power: number; coefficient: Text }[];
    rest: string;
    restPower: number | null;
  }[][];
  limit: Text[];
}

type Text = string | readonly string[];

/** Half a fraction. */
function half(text: string): string {
  const [n, d] = text.split('/').map(BigInt);
  return n % 2n === 0n ? `${n / 2n}/${d}` : `${n}/${2n * d}`;
}

const bothMoved = (value: string | readonly string[], by: bigint) =>
  typeof value === 'string' ? moved(value, by) : value.map((end) => moved(end, by));

describe('a certificate of models', () => {
  test.each(Object.entries(NETWORKS))('of %s is accepted', (_, network) => {
    const certificate = written(network);
    expect(certificate.version).toBe(3);
    expect(checkCertificate(network, certificate)).toBeNull();
    expect(hasForm(certificate)).toBe(true);
    expect(hasForm({ ...certificate, depth: 'deep' })).toBe(false);
  });

  test.each(Object.entries(NETWORKS))('of %s is rejected after any change', (_, network) => {
    const right = written(network);
    let changes = 0;
    const isWrong = (where: string, change: (certificate: Draft) => void) => {
      const wrong = structuredClone(right) as unknown as Draft;
      change(wrong);
      changes += 1;
      expect(checkCertificate(network, wrong), where).toContain('is wrong');
    };
    right.nodes.forEach((node, k) => {
      node.forEach(({ terms, rest, restPower }, i) => {
        terms.forEach((term, n) => {
          for (const by of [1n, -1n]) {
            isWrong(`${k} ${i} ${n}`, (c) => {
              c.nodes[k][i].terms[n].coefficient = bothMoved(term.coefficient, by);
            });
          }
          isWrong(`${k} ${i} ${n} power`, (c) => {
            c.nodes[k][i].terms[n].power += 0.5;
          });
        });
        if (restPower === null) {
          isWrong(`${k} ${i} restPower`, (c) => {
            c.nodes[k][i].restPower = -1;
          });
          return;
        }
        isWrong(`${k} ${i} rest`, (c) => {
          c.nodes[k][i].rest = '0/1';
        });
        // Well formed, and less than what is left of any of them.
        isWrong(`${k} ${i} rest, next to nothing`, (c) => {
          c.nodes[k][i].rest = `1/${2n ** 1000n}`;
        });
        isWrong(`${k} ${i} rest, nothing`, (c) => {
          Object.assign(c.nodes[k][i], { rest: '0/1', restPower: null });
        });
        isWrong(`${k} ${i} rest, negative`, (c) => {
          c.nodes[k][i].rest = `-${half(rest)}`;
        });
        isWrong(`${k} ${i} restPower`, (c) => {
          c.nodes[k][i].restPower = -60;
        });
      });
      isWrong(`${k} short`, (c) => {
        c.nodes[k].pop();
      });
    });
    right.limit.forEach((limit, c) => {
      for (const by of [1n, -1n]) {
        isWrong(`limit ${c}`, (wrong) => {
          wrong.limit[c] = bothMoved(limit, by);
        });
      }
    });
    for (const change of [
      { regime: 'tied' },
      { top: [1, 0] },
      { top: null },
      { from: '1/1' },
      { from: `${2n ** 65n}/1` },
      { depth: 3 },
      { version: 4 },
      { extra: 1 },
      { direction: [0, 0] },
      { origin: [0.5] },
      { nodes: right.nodes.slice(1) },
    ]) {
      isWrong(JSON.stringify(change).slice(0, 40), (wrong) => Object.assign(wrong, change));
    }
    expect(changes).toBeGreaterThan(60);
  });

  test('of another network is rejected', () => {
    const right = written(NETWORKS['a layer norm']);
    const other = networkOf([{ type: 'layer-norm', epsilon: 2e-5 }]);
    expect(checkCertificate(other, right)).toContain('is wrong');
  });

  test('is refused by name where a value grows like a logarithm', () => {
    const builder = new GraphBuilder(2);
    const logs = builder.build(
      builder.add(new ElementaryOperation(2, { kind: 'log' }), [0], 'log'),
    );
    const along = { origin: [1, 1], direction: [1, 1] };
    expect(() => certify(logs, along)).toThrow(/leaves open.*a logarithm/);
    expect(openOf(logs, along)).toEqual({ path: 'log[0]', value: 'logarithm' });
  });
});

describe('fractions that a root or a function gives', () => {
  const two = (...layers: readonly object[]) =>
    readNetwork({ format: 'farfield-network', version: 1, inputs: 2, layers });
  const head = dense(
    [
      [1, 0],
      [0, 1],
    ],
    [0, 0],
  );
  const along = { origin: [0, 0], direction: [1, 0] };

  test.each([
    ['the root of 1/4 in a norm', two({ type: 'silu' }, { type: 'layer-norm' }, head)],
    ['the root of a half of 2', two({ type: 'rms-norm', scale: [3, 3] }, head)],
    ['a sigmoid of 0', two({ type: 'sigmoid' }, head, { type: 'layer-norm' }, head)],
    ['a softsign of 1/3', two({ type: 'softsign' }, head, { type: 'layer-norm' }, head)],
  ])('%s', (_, network) => {
    for (const origin of [along.origin, [0, 1 / 2]]) {
      expect(openOf(network, { ...along, origin })).toBeNull();
    }
  });

  test('both sides take for the same', () => {
    // Whatever the checker refuses is a difference between it and what writes: but for
    // cancellations by identity there is none.
    const made = fc.sample(fc.tuple(recipe, point, point), { numRuns: 60, seed: 5 });
    const open = made
      .filter(([, , direction]) => direction.some((value) => value !== 0))
      .map(([steps, origin, direction]) => openOf(build(steps), { origin, direction })?.value);
    expect(open.length).toBeGreaterThan(50);
    expect(open.filter((what) => what === 'checker')).toEqual([]);
  });
});

/** Of exporters' layouts, those whose values are no lines. */
const EXPORTED = [
  'attention-pool-tied',
  'cnn-se-silu',
  'mlp-gelu-pruned',
  'mlp-ln-post',
  'swiglu-rms-final',
  'sk-voting-soft',
];

/** Of the hardest of them every ray of the first few: how many are certified, and what the others lack. */
const HARD: readonly (readonly [string, number, Record<string, number>])[] = [
  ['class-query', 4, { cancellation: 4 }],
  ['ft-transformer-13', 1, { cancellation: 1 }],
  ['ft-transformer-d8-relu', 12, { certified: 9, exponential: 3 }],
  ['mlp-log1p', 12, { logarithm: 12 }],
  ['qk-norm-attention-tied', 12, { certified: 5, cancellation: 7 }],
  ['sk-gaussian-nb', 12, { logarithm: 12 }],
  ['vit-tiny-fixed', 2, { cancellation: 2 }],
];

const exported = 'certificates of networks of exporters';
testsNeeding(`networks in ${limitCasesFolder}`, hasLimitCases).describe(exported, () => {
  test.each(EXPORTED)('%s', (name) => {
    const { network, cases } = readLimitCases(`${name}.cases.json`);
    const [truth] = cases;
    const certificate = certify(network, truth);
    expect(certificate.version).toBe(3);
    expect(certificate.regime).toBe(truth.regime);
    expect(checkCertificate(network, JSON.parse(JSON.stringify(certificate)))).toBeNull();
  });

  test.each(HARD)('%s: certified, or refused by what is missing', (name, count, expected) => {
    const { network, cases } = readLimitCases(`${name}.cases.json`);
    const labels = ['output', ...network.nodes.map(({ label }) => label)];
    const found: Record<string, number> = {};
    for (const truth of cases.slice(0, count)) {
      const open = openOf(network, truth);
      if (open) expect(labels).toContain(open.path.replace(/\[\d+\]$/, ''));
      const what = open ? String(open.value) : 'certified';
      found[what] = (found[what] ?? 0) + 1;
    }
    expect(found).toEqual(expected);
  });
});
