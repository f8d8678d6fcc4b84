import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { runOnnx } from '../network/readers/fixtures/onnxRuntime.js';
import { loadNetwork } from '../network/readers/loadNetwork.js';
import { directionSlopes } from '../tail/directionSlopes.js';
import { audit } from './audit.js';
import { featureRays } from './auditRay.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const shared = resolve(root, '../shared/models');
const extra = process.env.FARFIELD_MODELS;
const folders = [shared, extra].filter((folder) => folder !== undefined && existsSync(folder));

/** Models above this size have a few directions audited, of all of which the slopes are certified. */
const SMALL_BYTES = 60_000;

if (folders.length === 0) {
  test.runIf(process.env.CI === 'true')('the folder of trained models exists', () => {
    expect.fail(`set FARFIELD_MODELS, or put models into ${shared}`);
  });
  test.skipIf(process.env.CI === 'true')('audits of trained models: not checked', (context) =>
    context.skip('not checked: no folder of models'),
  );
}

for (const folder of folders as string[]) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.onnx'))) {
    test(`${file} is audited, and onnxruntime agrees far out`, async () => {
      const path = join(folder, file);
      const network = await loadNetwork(path).catch((error: unknown) => {
        // A folder of the user's own may hold models that are not piecewise affine.
        const refused = error instanceof InputError && error.code === 'unsupported';
        if (folder === extra && refused) return null;
        throw error;
      });
      if (!network) return;
      const { inputSize } = network;
      const names = Array.from({ length: inputSize }, (_, d) => `x_${d}`);
      const step =
        statSync(path).size < SMALL_BYTES && inputSize <= 10 ? 1 : Math.ceil(inputSize / 6);
      const rays = featureRays(names, null).filter((_, k) => Math.floor(k / 2) % step === 0);
      const { audit: found } = await audit(network, { workers: 0, rays });
      expect(found.directions).toHaveLength(rays.length);
      for (const { label, regime, top, gap, scales } of found.directions) {
        if (regime !== 'saturating' || network.outputSize === 1) continue;
        expect(top, label).toHaveLength(1);
        expect(gap!.lower, label).toBeGreaterThan(0);
        // Without data the box is the origin, at which the scale was taken in float64.
        for (const { bound, median } of scales) {
          expect(bound, label).toBeGreaterThanOrEqual(median * (1 - 1e-9));
        }
      }
      const far = found.directions.filter(({ regime }) => regime === 'saturating').slice(0, 6);
      const points = far.map(({ feature, sign, scales }) => {
        const point = new Float32Array(inputSize);
        point[feature!] = sign * 4 * Math.max(1, scales[0].median);
        return point;
      });
      const logits = await runOnnx(readFileSync(path), points);
      far.forEach(({ label, top }, n) => {
        const best = logits[n].indexOf(Math.max(...logits[n]));
        expect(best, label).toBe(top[0]);
      });
    });
  }
}

test.skipIf(!existsSync(join(shared, 'mnist-net_256x2.onnx')))(
  'every axis direction of mnist-net_256x2 is certified by error bounds alone',
  async () => {
    const network = await loadNetwork(join(shared, 'mnist-net_256x2.onnx'));
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
