import { describe, expect, it } from 'vitest';
import { tampered } from '../../properties/tamperedJson.js';
import { type Layer, readNetwork } from '../network/networkFile.js';
import { certify } from './certificate.js';
import { checkCertificate } from './checkCertificate.js';
import { checkVerified } from './verified/checkVerified.js';

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

describe('a certificate', () => {
  it.each(rays)('of the ray from $origin along $direction is accepted', (ray) => {
    const written = JSON.parse(JSON.stringify(certify(network, ray)));
    expect(checkCertificate(network, written)).toBeNull();
    expect(checkVerified(network, written)).toMatchObject({ accepted: true, wrong: null });
  });

  it.each(rays)('of the ray from $origin along $direction is rejected after any change', (ray) => {
    const certificate = certify(network, ray);
    let changes = 0;
    for (const [where, changed] of tampered(certificate, 'certificate')) {
      changes++;
      expect(checkCertificate(network, changed), where).not.toBeNull();
      expect(checkVerified(network, changed).accepted, where).toBe(false);
    }
    expect(changes).toBeGreaterThan(100);
  });

  it('is rejected for a network that differs in one weight', () => {
    const certificate = certify(network, rays[0]);
    const layers = structuredClone(LAYERS) as Layer[];
    (layers[5] as unknown as { bias: number[] }).bias[1] = 0.3 + 2 ** -54;
    const other = readNetwork({ format: 'farfield-network', version: 1, inputs: 2, layers });
    expect(checkCertificate(other, certificate)).toMatch(/intercept\[1\] is wrong/);
    expect(checkVerified(other, certificate).wrong).toMatch(/intercept\[1\] is wrong/);
  });

  it.each([null, 3, 'x', [], {}])('that is %j is rejected, not an error', (value) => {
    expect(checkCertificate(network, value)).not.toBeNull();
    expect(checkVerified(network, value).accepted).toBe(false);
  });
});
