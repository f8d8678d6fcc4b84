import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { checkArguments } from '../errors/checkArguments.js';
import { optional, record, whole } from '../errors/kinds.js';
import { compiledModule } from '../files/compiledModule.js';
import type { Network } from '../network/network.js';
import { shared, shareNetwork } from '../network/sharedNetwork.js';
import { mapConcurrently } from '../threads/mapConcurrently.js';
import {
  checkDirections,
  type DirectionSlopes,
  directionSlopes,
  type PlainSlopes,
  withExactSlopes,
} from './directionSlopes.js';
import type { RayGround, RayPart } from './rayWorker.js';
import { checkRays, type PlainTail, type Ray, type Tail, tails, withExact } from './tail.js';

/** On how many threads. */
export interface RayThreadOptions {
  /** At least 0, at most one a part is used; all cores if absent. With 0 or 1 all is done here. */
  readonly workers?: number;
}

/**
 * `tails` on threads, which share the weights and the rays. The tails are the same, bit for bit,
 * whatever the number of threads.
 *
 * Starting a thread costs about as much as some thousand tails of a small network.
 *
 * @throws InputError as `tails` does
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * (await tailsOnThreads(network, [{ origin: [0], direction: [1] }], { workers: 0 })).length; // 1
 * ```
 */
export async function tailsOnThreads(
  network: Network,
  rays: readonly Ray[],
  options: RayThreadOptions = {},
): Promise<Tail[]> {
  checkRays(network, rays);
  const workers = workersFor(options, rays.length);
  if (workers <= 1) return tails(network, rays);
  const places = new Map<ArrayLike<number>, number>();
  for (const { origin } of rays) if (!places.has(origin)) places.set(origin, places.size);
  const ground: RayGround = {
    network: shareNetwork(network),
    directions: joined(
      rays.map(({ direction }) => direction),
      network.inputSize,
    ),
    origins: joined([...places.keys()], network.inputSize),
    originOf: Int32Array.from(rays, ({ origin }) => places.get(origin)!),
  };
  const found = await onThreads<PlainTail>(ground, rays.length, workers);
  return found.map((tail, r) => withExact(tail, network, rays[r]));
}

/**
 * `directionSlopes` on threads, as `tailsOnThreads`.
 *
 * @throws InputError as `directionSlopes` does
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * (await directionSlopesOnThreads(network, [[1]], { workers: 0 }))[0].top; // [0]
 * ```
 */
export async function directionSlopesOnThreads(
  network: Network,
  directions: readonly ArrayLike<number>[],
  options: RayThreadOptions = {},
): Promise<DirectionSlopes[]> {
  checkDirections(network, directions);
  const workers = workersFor(options, directions.length);
  if (workers <= 1) return directionSlopes(network, directions);
  const ground: RayGround = {
    network: shareNetwork(network),
    directions: joined(directions, network.inputSize),
    origins: null,
    originOf: null,
  };
  const found = await onThreads<PlainSlopes>(ground, directions.length, workers);
  return found.map((slopes, n) => withExactSlopes(slopes, network, directions[n]));
}

/** Parts a thread gets one after another, so that none waits long for the last. */
const PARTS_A_THREAD = 4;

async function onThreads<Found>(
  ground: RayGround,
  count: number,
  workers: number,
): Promise<Found[]> {
  const size = Math.ceil(count / (workers * PARTS_A_THREAD));
  const parts = Array.from(
    { length: Math.ceil(count / size) },
    (_, p): RayPart => ({
      from: p * size,
      to: Math.min(count, (p + 1) * size),
    }),
  );
  const pool = new Piscina<RayPart, Found[]>({
    filename: compiledModule('./rayWorker.js', import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
    workerData: ground,
  });
  try {
    return (await mapConcurrently(parts, workers, (part) => pool.run(part))).flat();
  } finally {
    await pool.destroy();
  }
}

function workersFor(options: RayThreadOptions, count: number): number {
  checkArguments('tailsOnThreads', {
    options: [options, record({ workers: optional(whole(0, MOST_WORKERS)) })],
  });
  return Math.min(options.workers ?? availableParallelism(), count);
}

/** More threads than this do not start. */
const MOST_WORKERS = 256;

/** Vectors one after another, in shared memory. */
function joined(vectors: readonly ArrayLike<number>[], size: number): Float64Array {
  const all = shared(new Float64Array(vectors.length * size));
  vectors.forEach((vector, n) => {
    all.set(vector, n * size);
  });
  return all;
}
