import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runOnnx } from '../../properties/support/readers/onnxRuntime.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { sharedModels, testTrainedModels } from '../../properties/trainedModels.js';
import { loadNetwork } from '../readers/loadNetwork.js';
import { directionSlopes } from '../tail/directionSlopes.js';
import { audit } from './audit.js';
import { featureRays } from './auditRay.js';

/** Models above this size have a few directions audited, of all of which the slopes are certified. */
const SMALL_BYTES = 60_000;

testTrainedModels('is audited, and onnxruntime agrees far out', async (path, load) => {
  const network = await load();
  const { inputSize } = network;
  const names = Array.from({ length: inputSize }, (_, d) => `x_${d}`);
  const step = statSync(path).size < SMALL_BYTES && inputSize <= 10 ? 1 : Math.ceil(inputSize / 6);
  const rays = featureRays(names, null).filter((_, k) => Math.floor(k / 2) % step === 0);
  const { audit: found } = await audit(network, { workers: 0, rays });
  expect(found.directions).toHaveLength(rays.length);
  for (const { label, regime, top, gap, scales } of found.directions) {
    if (regime !== 'saturating' || network.outputSize === 1) continue;
    expect(top, label).toHaveLength(1);
    expect(gap!.lower, label).toBeGreaterThan(0);
    // Without data the box is the origin, at which the scale was taken in float64.
    for (const { bound, median } of scales) {
      expect(bound, label).toBeGreaterThanOrEqual(median! * (1 - 1e-9));
    }
  }
  const far = found.directions.filter(({ regime }) => regime === 'saturating').slice(0, 6);
  const points = far.map(({ feature, sign, scales }) => {
    const point = new Float32Array(inputSize);
    point[feature!] = sign * 4 * Math.max(1, scales[0].median!);
    return point;
  });
  const logits = await runOnnx(readFileSync(path), points);
  far.forEach(({ label, top }, n) => {
    const best = logits[n].indexOf(Math.max(...logits[n]));
    expect(best, label).toBe(top[0]);
  });
});

const mnist = join(sharedModels, 'mnist-net_256x2.onnx');

testsNeeding(mnist, existsSync(mnist)).it(
  'every axis direction of mnist-net_256x2 is certified by error bounds alone',
  async () => {
    const network = await loadNetwork(mnist);
    const directions = Array.from({ length: 1568 }, (_, k) => {
      const direction = new Float64Array(784);
      direction[k >> 1] = k % 2 === 0 ? 1 : -1;
      return direction;
    });
    const slopes = directionSlopes(network, directions);
    expect(slopes).toHaveLength(1568);
    expect(slopes.every(({ settledExactly }) => settledExactly === 0)).toBe(true);
  },
);
