/**
 * Assembles the matrix kernel, compiles `src/` to `dist/` and bundles the command line, what `npm ci`
 * runs so that the `farfield` command exists.
 *
 * All is made in a folder of its own that then takes the place of the old `dist/`: a file deleted from
 * `src/` does not live on, and nobody meets a half-made command.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildKernel } from './buildKernel.mjs';
import { bundleCommand } from './bundleCommand.mjs';
import { bundleExplore } from './bundleExplore.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
// Beside `dist/`, so that paths relative to the package lead to the same files.
const made = mkdtempSync(join(root, '.dist-'));
try {
  await buildKernel();
  const options = ['-p', join(root, 'tsconfig.build.json'), '--outDir', made];
  execFileSync(process.execPath, [compiler, ...options], { stdio: 'inherit', cwd: root });
  await writeCatalogue(made);
  await bundleExplore(root, made);
  await bundleCommand(made);
  chmodSync(made, 0o755);
  chmodSync(join(made, 'cli', 'main.js'), 0o755);
  rmSync(dist, { recursive: true, force: true });
  renameSync(made, dist);
} finally {
  rmSync(made, { recursive: true, force: true });
}

/** Writes down what `farfield list` prints. */
async function writeCatalogue(folder) {
  const load = (path) => import(pathToFileURL(join(folder, path)).href);
  const { CLAIMS } = await load('claims/registry.js');
  const { entryOf } = await load('cli/catalogue.js');
  writeFileSync(join(folder, 'catalogue.json'), JSON.stringify(CLAIMS.map(entryOf)));
}
