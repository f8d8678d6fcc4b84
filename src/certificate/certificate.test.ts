import { describe, expect, it } from 'vitest';
import { type Layer, readNetwork } from '../network/networkFile.js';
import { certify } from './certificate.js';
import { checkCertificate } from './checkCertificate.js';

/** A network with every layer type, units on, off and on their kinks. */
const LAYERS: readonly Layer[] = [
  {
    type: 'dense',
    weights: [
      [1, -1],
      [0.1, 2],
      [-1, 0],
      [0, 0],
    ],
    bias: [-3, 0.5, 1, 0],
  },
  { type: 'relu' },
  {
    type: 'residual',
    layers: [
      {
        type: 'dense',
        weights: [
          [1, 0, 0.25, 0],
          [0, -1, 0, 1],
          [2, 0, 0, 0],
          [0, 0, 1, 0],
        ],
        bias: [0, 1, -0.1, 2],
      },
      { type: 'leaky-relu', slope: 0.01 },
    ],
  },
  { type: 'maximum', groups: [[0, 1], [2, 3], [3]] },
  { type: 'clip', lower: -1, upper: 2 },
  {
    type: 'dense',
    weights: [
      [1, 0, -1],
      [0, 3, 0],
    ],
    bias: [0, 0.3],
  },
];
const network = readNetwork({
  format: 'farfield-network',
  version: 1,
  inputs: 2,
  layers: LAYERS,
});
const rays = [
  { origin: [1, 2], direction: [1, 0] },
  { origin: [0, -0.7], direction: [-1, 0.3] },
  { origin: [0, 0], direction: [0, 1] },
];

/** Every way to change one leaf of a JSON value, with where it is. */
function* tampered(value: unknown, path: string): Generator<[string, unknown]> {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      for (const [where, changed] of tampered(value[i], `${path}[${i}]`)) {
        yield [where, value.with(i, changed)];
      }
    }
    yield [`${path} longer`, [...value, value[0] ?? 0]];
    if (value.length > 0) yield [`${path} shorter`, value.slice(1)];
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      for (const [where, changed] of tampered(inner, `${path}.${key}`)) {
        yield [where, { ...value, [key]: changed }];
      }
      const { [key]: _, ...rest } = value as Record<string, unknown>;
      yield [`${path} without ${key}`, rest];
    }
    yield [`${path} with more`, { ...value, extra: 1 }];
  } else if (typeof value === 'string') {
    yield [path, `${value}x`];
    const fraction = /^(-?\d+)\/(\d+)$/.exec(value);
    if (fraction) {
      yield [`${path} larger`, `${BigInt(fraction[1]) + BigInt(fraction[2])}/${fraction[2]}`];
      yield [`${path} not reduced`, `${BigInt(fraction[1]) * 2n}/${BigInt(fraction[2]) * 2n}`];
      yield [`${path} as a number`, Number(fraction[1]) / Number(fraction[2])];
    }
  } else if (typeof value === 'number') {
    yield [path, value + 1];
    yield [`${path} as text`, String(value)];
  } else if (typeof value === 'boolean') {
    yield [path, !value];
  } else {
    yield [path, [0]];
  }
}

describe('a certificate', () => {
  it.each(rays)('of the ray from $origin along $direction is accepted', (ray) => {
    const written = JSON.parse(JSON.stringify(certify(network, ray)));
    expect(checkCertificate(network, written)).toBeNull();
  });

  it.each(rays)('of the ray from $origin along $direction is rejected after any change', (ray) => {
    const certificate = certify(network, ray);
    let changes = 0;
    for (const [where, changed] of tampered(certificate, 'certificate')) {
      changes++;
      expect(checkCertificate(network, changed), where).not.toBeNull();
    }
    expect(changes).toBeGreaterThan(100);
  });

  it('is rejected for a network that differs in one weight', () => {
    const certificate = certify(network, rays[0]);
    const layers = structuredClone(LAYERS) as Layer[];
    (layers[5] as unknown as { bias: number[] }).bias[1] = 0.3 + 2 ** -54;
    const other = readNetwork({ format: 'farfield-network', version: 1, inputs: 2, layers });
    expect(checkCertificate(other, certificate)).toMatch(/intercept\[1\] is wrong/);
  });

  it.each([null, 3, 'x', [], {}])('that is %j is rejected, not an error', (value) => {
    expect(checkCertificate(network, value)).not.toBeNull();
  });
});
