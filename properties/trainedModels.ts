import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';
import { InputError } from '../src/errors/inputError.js';
import type { Network } from '../src/network/network.js';
import { loadNetwork } from '../src/readers/loadNetwork.js';
import { testsNeeding } from './testsNeeding.js';

const own = process.env.FARFIELD_MODELS;

/** The folder beside the repository where trained networks are looked for. */
export const sharedModels = fileURLToPath(new URL('../../shared/models', import.meta.url));

/**
 * Registers one test for every trained network, an ONNX file of `../shared/models` or of the
 * folder that FARFIELD_MODELS names.
 *
 * @param says - what the test says of the file: `is evaluated as onnxruntime does`
 * @param check - `load` reads the file
 */
export function testTrainedModels(
  says: string,
  check: (path: string, load: () => Promise<Network>) => Promise<void>,
): void {
  const folders = [
    ...(own && !modelsIn(sharedModels).length ? [] : [sharedModels]),
    ...(own ? [own] : []),
  ];
  for (const folder of folders) {
    const files = modelsIn(folder);
    if (files.length === 0) {
      testsNeeding(`trained networks in ${folder}`, false).it(`every network ${says}`, () => {});
    }
    for (const file of files) {
      const path = join(folder, file);
      test(`${file} ${says}`, async ({ skip }) => {
        await check(path, () =>
          loadNetwork(path).catch((error: unknown) => {
            // A folder of the user's own may hold networks that are not piecewise affine.
            const refused = error instanceof InputError && error.code === 'unsupported';
            if (folder === own && refused) skip(`not checked: ${error.message}`);
            throw error;
          }),
        );
      });
    }
  }
}

function modelsIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.onnx')) : [];
}
