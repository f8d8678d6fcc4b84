/**
 * Assembles `src/kernel/matrixProduct.wat` and writes its bytes into the module that carries them.
 *
 * The bytes are committed, so that sources run without being built; the build makes them anew, and
 * a test compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src', 'kernel');

/** The module that carries the bytes of the assembled kernel, as text. */
export async function kernelModule() {
  const source = join(folder, 'matrixProduct.wat');
  const assembler = await wabt();
  const module = assembler.parseWat('matrixProduct.wat', readFileSync(source, 'utf8'), {
    simd: true,
  });
  try {
    module.validate();
    const { buffer } = module.toBinary({});
    return `/** \`matrixProduct.wat\`, assembled by \`scripts/buildKernel.mjs\`: bytes in base64. */
export const MATRIX_PRODUCT =
  '${Buffer.from(buffer).toString('base64')}';
`;
  } finally {
    module.destroy();
  }
}

/** Writes the module. */
export async function buildKernel() {
  writeFileSync(join(folder, 'matrixProduct.generated.ts'), await kernelModule());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernel();
