import { workerData } from 'piscina';
import type { Network } from '../network/network.js';
import { networkOfShared, type SharedNetwork } from '../network/sharedNetwork.js';
import { type PlainSlopes, plainSlopes } from './directionSlopes.js';
import { type PlainTail, plainTail } from './tail.js';

/** What every thread works on; weights and rays are shared memory. */
export interface RayGround {
  readonly network: SharedNetwork;
  /** Vectors one after another. */
  readonly directions: Float64Array;
  /** Null where only slopes are asked for. */
  readonly origins: Float64Array | null;
  /** Which of the origins a ray has. */
  readonly originOf: Int32Array | null;
}

/** Rays next to each other. */
export interface RayPart {
  readonly from: number;
  readonly to: number;
}

let network: Network | undefined;

/** What a worker thread runs: the tails of some rays, or the slopes along some directions. */
export default function someRays({ from, to }: RayPart): PlainTail[] | PlainSlopes[] {
  const { network: plain, directions, origins, originOf } = workerData as RayGround;
  const here = (network ??= networkOfShared(plain));
  const size = here.inputSize;
  const vector = (all: Float64Array, n: number) => all.subarray(n * size, (n + 1) * size);
  const along = Array.from({ length: to - from }, (_, n) => vector(directions, from + n));
  if (!origins || !originOf) return plainSlopes(here, along);
  return along.map((direction, n) =>
    plainTail(here, { origin: vector(origins, originOf[from + n]), direction }),
  );
}
