/**
 * Assembles the `.wat` files of `src/kernel/` and writes their bytes into the modules that carry them.
 *
 * The bytes are committed, so that sources run without being built; the build makes them anew, and
 * a test compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src', 'kernel');

/** The kernels by the names of their files. */
export const KERNELS = ['matrixProduct', 'singleProduct'];

/** The module that carries the bytes of an assembled kernel, as text. */
export async function kernelModule(kernel) {
  const assembler = await wabt();
  const source = readFileSync(join(folder, `${kernel}.wat`), 'utf8');
  const module = assembler.parseWat(`${kernel}.wat`, source, { simd: true });
  try {
    module.validate();
    const { buffer } = module.toBinary({});
    return `/** \`${kernel}.wat\`, assembled by \`scripts/buildKernel.mjs\`: bytes in base64. */
export const ${kernel.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()} =
  '${Buffer.from(buffer).toString('base64')}';
`;
  } finally {
    module.destroy();
  }
}

/** Writes the modules. */
export async function buildKernel() {
  for (const kernel of KERNELS) {
    writeFileSync(join(folder, `${kernel}.generated.ts`), await kernelModule(kernel));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernel();
