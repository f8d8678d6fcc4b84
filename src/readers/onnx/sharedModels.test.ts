import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { cpuTime } from '../../../properties/support/readers/cpuTime.js';
import {
  expectSameAsRuntime,
  randomPoints,
} from '../../../properties/support/readers/onnxRuntime.js';
import { testTrainedModels } from '../../../properties/trainedModels.js';

testTrainedModels('is evaluated as onnxruntime does', async (path, load) => {
  const started = cpuTime();
  const network = await load();
  expect(cpuTime() - started).toBeLessThan(10_000);
  const bytes = readFileSync(path);
  await expectSameAsRuntime(network, bytes, randomPoints(network.inputSize, 4, 1));
  // Far out, where tails are: float32 still represents these points.
  await expectSameAsRuntime(network, bytes, randomPoints(network.inputSize, 2, 2, 1e6));
});
