import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { InputError } from '../../../errors/inputError.js';
import { cpuTime } from '../fixtures/cpuTime.js';
import { expectSameAsRuntime, randomPoints } from '../fixtures/onnxRuntime.js';
import { loadNetwork } from '../loadNetwork.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');
const shared = resolve(root, '../shared/models');
const extra = process.env.FARFIELD_MODELS;
const present = existsSync(shared) || (extra !== undefined && existsSync(extra));

if (!present) {
  // With CI=true the models must be there: a run that checks nothing is no success.
  test.skipIf(process.env.CI !== 'true')('trained models: not checked, no folder of models', () => {
    expect.fail(`set FARFIELD_MODELS, or put models into ${shared}`);
  });
}

for (const folder of [shared, extra]) {
  if (folder === undefined || !existsSync(folder)) continue;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.onnx'))) {
    test(`${file} is evaluated as onnxruntime does`, async () => {
      const path = join(folder, file);
      const started = cpuTime();
      const network = await loadNetwork(path).catch((error: unknown) => {
        // A folder of the user's own may hold models that are not piecewise affine.
        const refused = error instanceof InputError && error.code === 'unsupported';
        if (folder === extra && refused) return null;
        throw error;
      });
      if (!network) return;
      expect(cpuTime() - started).toBeLessThan(10_000);
      const bytes = readFileSync(path);
      await expectSameAsRuntime(network, bytes, randomPoints(network.inputSize, 4, 1));
      // Far out, where tails are: float32 still represents these points.
      await expectSameAsRuntime(network, bytes, randomPoints(network.inputSize, 2, 2, 1e6));
    });
  }
}
