import { expect, test } from 'vitest';
import { channelsFirst } from '../network/convolutionGeometry.js';
import { ConvolutionMap } from '../network/convolutionMap.js';
import { valuesAt } from '../network/evaluate.js';
import { GraphBuilder } from '../network/graphBuilder.js';
import type { Network } from '../network/network.js';
import { readNetwork } from '../network/networkFile.js';
import { audit } from './audit.js';
import { fingerprint } from './fingerprint.js';

function convolved(weight: number): Network {
  const builder = new GraphBuilder(9);
  const map = new ConvolutionMap(Float64Array.of(1, -2, 0.5, weight), {
    ...{ input: channelsFirst(1, 3, 3), output: channelsFirst(1, 2, 2) },
    ...{ kernelHeight: 2, kernelWidth: 2, strideY: 1, strideX: 1, dilationY: 1, dilationX: 1 },
    ...{ padTop: 0, padLeft: 0, groups: 1 },
  });
  return builder.build(builder.affine(map, new Float64Array(4), 0, 'convolution'));
}

const dense = (weight: number): Network =>
  readNetwork({
    format: 'farfield-network',
    version: 1,
    inputs: 2,
    layers: [
      {
        type: 'dense',
        weights: [
          [1, weight],
          [0, 1],
        ],
        bias: [0, 0],
      },
      { type: 'gelu' },
      {
        type: 'dense',
        weights: [
          [1, 0],
          [0, 1],
        ],
        bias: [0, 0],
      },
    ],
  });

test.each([
  ['dense layers', dense],
  ['a convolution', convolved],
])('%s: a network is told by what it is, not by what was asked of it before', async (_, make) => {
  const network = make(0.25);
  const before = await fingerprint(network);
  await audit(network, { workers: 0 });
  valuesAt(network, new Float64Array(network.inputSize));
  expect(await fingerprint(network)).toBe(before);
  expect(await fingerprint(make(0.25))).toBe(before);
  expect(await fingerprint(make(0.5))).not.toBe(before);
});
