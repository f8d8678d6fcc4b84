/**
 * Packs the package, installs it in an empty project and uses it there as a user would: every door is
 * imported and the command run, on each version of Node that the package claims to run on. Packages
 * come from where npm is set up to take them from, from its cache first. A checkout of a public
 * repository is refused unless the package names that repository.
 *
 * @example
 * ```sh
 * node scripts/checkPackage.mjs          # Node 20, 22 and 24
 * node scripts/checkPackage.mjs current  # this Node alone
 * ```
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addressProblem, originOf } from './publicAddress.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const NODES = ['20', '22', '24'];
/** Where npm has the binary of a version of Node. */
const binaries = `node-${process.platform}-${process.arch}`;
const NETWORK = {
  format: 'farfield-network',
  version: 1,
  inputs: 2,
  layers: [
    {
      type: 'dense',
      weights: [
        [1, -1],
        [0.5, 2],
      ],
      bias: [0, 1],
    },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [1, 0],
        [0, 1],
      ],
      bias: [0, 0],
    },
  ],
};
/** What a user's module does with each door. */
const USE = `
import { readFileSync } from 'node:fs';
import * as farfield from 'farfield';
import * as core from 'farfield/core';
import * as report from 'farfield/report';
import * as testing from 'farfield/testing';

const expect = (what, holds) => { if (!holds) throw new Error(what + ' does not hold'); };
const network = await core.networkOfBytes(readFileSync('network.json'), 'network.json');
expect('the tail of core', core.exactTail(network, [1, 2], [1, 0]).slope.map(String).join() === '1/1,1/2');
expect('one implementation behind all doors', farfield.exactTail === core.exactTail);
const run = await farfield.audit(network, { workers: 1 });
const [page] = await report.auditReports(run, {}, ['audit.md']);
expect('a report', page.text.startsWith('# farfield: audit'));
const evidence = await farfield.verifyClaims({ claims: ['softmax-increasing'], runs: 20, workers: 1 });
expect('a verdict', evidence.claims.some(({ asPrinted }) => asPrinted.verdict === 'refuted'));
const laws = await testing.runDetectorLaws(testing.subjectOf(farfield.ebo));
expect('the laws', laws.failed === 0 && laws.passed > 10);
`;

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const problem = addressProblem(manifest, originOf(root));
// A fork has another origin, and is used from its checkout: only a release has to say where it is from.
if (problem !== null && process.argv.includes('--release')) throw new Error(problem);
if (problem !== null) console.warn(`! ${problem}`);

const folder = mkdtempSync(join(tmpdir(), 'farfield-package-'));
try {
  const [{ filename }] = JSON.parse(
    npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder),
  );
  writeFileSync(
    join(folder, 'package.json'),
    '{ "name": "empty", "private": true, "type": "module" }',
  );
  install(`./${filename}`);
  if (existsSync(join(folder, 'node_modules', '@tensorflow'))) {
    throw new Error('TensorFlow.js was installed, which only training needs');
  }
  writeFileSync(join(folder, 'network.json'), JSON.stringify(NETWORK));
  writeFileSync(join(folder, 'use.mjs'), USE);
  if (process.argv[2] === 'current') check(process.execPath);
  else {
    install(...NODES.map((version) => `${packageOf(version)}@npm:${binaries}@${version}`));
    for (const version of NODES) {
      check(join(folder, 'node_modules', packageOf(version), 'bin', 'node'));
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Uses the installed package on one version of Node. */
function check(node) {
  const run = (...args) =>
    execFileSync(node, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const name = run('--version').trim();
  run('use.mjs');
  const command = join('node_modules', 'farfield', 'dist', 'cli', 'main.js');
  const ray = ['--origin', '1,2', '--direction', '1,0', '--json'];
  const tail = JSON.parse(run(command, 'tail', 'network.json', ...ray));
  if (tail.regime !== 'saturating') throw new Error(`${name}: tail says ${tail.regime}`);
  const refused = trainingIsRefused(run, command);
  if (!refused.includes('npm install @tensorflow/')) throw new Error(`${name}: ${refused}`);
  console.log(`${name}: the package is installed, every door opens, training says what it lacks`);
}

/** What the command says to training where TensorFlow.js is not installed. */
function trainingIsRefused(run, command) {
  try {
    run(command, 'bench', 'training');
  } catch (error) {
    if (error.status === 2) return error.stderr;
    throw error;
  }
  throw new Error('training ran without what it needs');
}

function packageOf(version) {
  return `node-${version}`;
}

function install(...what) {
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  npm(folder, 'install', ...quietly, ...what);
}

function npm(cwd, ...args) {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
