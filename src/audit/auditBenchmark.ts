import { availableParallelism } from 'node:os';
import { RandomNumbers } from '../data/randomNumbers.js';
import { evaluate } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { type Layer, readNetwork } from '../network/networkFile.js';
import { shareNetwork } from '../network/sharedNetwork.js';
import { directionSlopes } from '../tail/directionSlopes.js';
import { networkSize } from './networkSize.js';

/** What certifying directions costs, measured in one run. */
export interface AuditBenchmark {
  /** All axis directions of the network, both ways. */
  readonly directions: number;
  readonly parameters: number;
  readonly milliseconds: number;
  /** Time per direction over that of one float64 forward pass: the figure to quote. */
  readonly forwardPasses: number;
  /** Megabytes the process grew by while all directions were certified. */
  readonly memoryGrowth: number;
  /** Megabytes of shared weights, one copy for any number of threads. */
  readonly sharedWeights: number;
  /** Slopes that needed exact integers. */
  readonly settledExactly: number;
  /** Fitted exponents: time ~ rays^a, time ~ parameters^b; 1 is linear. */
  readonly exponents: { readonly rays: number; readonly parameters: number };
  readonly cores: number;
}

/**
 * Times the certification of every axis direction of a network, against its own forward pass, and
 * fits how the time grows with the number of rays and, on random networks, with that of parameters.
 *
 * One thread, processor time. Absolute times depend on the machine; ratios and exponents are what compares.
 *
 * @param network - an audited network; a random 784-256-256-10 one if absent
 *
 * @example
 * ```ts
 * auditBenchmark({ seed: 1 }).exponents.rays; // about 1
 * ```
 */
export function auditBenchmark({
  network = randomNetwork([784, 256, 256, 10], 1),
  seed,
}: {
  readonly network?: Network;
  readonly seed: number;
}): AuditBenchmark {
  const { inputSize } = network;
  const directions = axisDirections(inputSize, 2 * inputSize);
  directionSlopes(network, directions.slice(0, WARM_UP));
  const before = process.memoryUsage();
  let settledExactly = 0;
  const milliseconds = bestOf(3, () => {
    settledExactly = directionSlopes(network, directions).reduce(
      (sum, slopes) => sum + slopes.settledExactly,
      0,
    );
  });
  const after = process.memoryUsage();
  const point = Float64Array.from(new Float64Array(inputSize), (_, d) => Math.sin(d + seed));
  const forward = bestOf(5, () => {
    for (let n = 0; n < FORWARDS; n++) evaluate(network, point);
  });
  const rays = [1, 2, 4, 8].map((share) => {
    const some = directions.slice(0, Math.max(1, Math.floor(directions.length / share)));
    return [some.length, bestOf(3, () => directionSlopes(network, some))] as const;
  });
  const sizes = [96, 192, 384, 768].map((width) => {
    const other = randomNetwork([width, width, width, 10], seed);
    const dense = denseDirections(width, 40, seed);
    // Small networks are done before they are compiled, if not warmed up for long.
    for (let round = 0; round < 6; round++) directionSlopes(other, dense);
    return [networkSize(other).parameters, bestOf(7, () => directionSlopes(other, dense))] as const;
  });
  return {
    directions: directions.length,
    parameters: networkSize(network).parameters,
    milliseconds,
    forwardPasses: milliseconds / directions.length / (forward / FORWARDS),
    memoryGrowth: Math.max(0, after.rss - before.rss) / 1e6,
    sharedWeights: sharedBytes(network) / 1e6,
    settledExactly,
    exponents: { rays: exponentOf(rays), parameters: exponentOf(sizes) },
    cores: availableParallelism(),
  };
}

/** The slope of the least-squares line through the logarithms of sizes and times. */
export function exponentOf(measured: readonly (readonly [number, number])[]): number {
  const points = measured.map(([size, time]) => [Math.log(size), Math.log(time)] as const);
  const mean = (k: 0 | 1) => points.reduce((sum, point) => sum + point[k], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return covariance / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}

const WARM_UP = 64;
const FORWARDS = 20;

/** The least processor time of a few rounds, milliseconds: others' load does not count. */
function bestOf(rounds: number, action: () => unknown): number {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const started = process.cpuUsage();
    action();
    const { user, system } = process.cpuUsage(started);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

function axisDirections(size: number, count: number): Float64Array[] {
  return Array.from({ length: count }, (_, k) => {
    const direction = new Float64Array(size);
    direction[k >> 1] = k % 2 === 0 ? 1 : -1;
    return direction;
  });
}

function denseDirections(size: number, count: number, seed: number): Float64Array[] {
  const random = new RandomNumbers(seed, 'audit', 'bench', 'directions');
  return Array.from({ length: count }, () =>
    Float64Array.from({ length: size }, () => random.normal()),
  );
}

function randomNetwork(sizes: readonly number[], seed: number): Network {
  const random = new RandomNumbers(seed, 'audit', 'bench', ...sizes);
  const layers = sizes.slice(1).flatMap((units, l): Layer[] => {
    const scale = Math.sqrt(2 / sizes[l]);
    const dense: Layer = {
      type: 'dense',
      weights: Array.from({ length: units }, () =>
        Array.from({ length: sizes[l] }, () => random.normal() * scale),
      ),
      bias: Array.from({ length: units }, () => random.normal() * 0.1),
    };
    return l + 2 < sizes.length ? [dense, { type: 'relu' }] : [dense];
  });
  return readNetwork({ format: 'farfield-network', version: 1, inputs: sizes[0], layers });
}

function sharedBytes(network: Network): number {
  let bytes = 0;
  for (const { operation } of shareNetwork(network).nodes) {
    if (operation.kind !== 'affine') continue;
    bytes += operation.bias.nearest.byteLength;
    for (const map of operation.maps) {
      bytes += map.coefficients.nearest.byteLength;
    }
  }
  return bytes;
}
