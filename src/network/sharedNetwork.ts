import type { Network } from './network.js';
import { networkOfPlain, type PlainNetwork, plainNetwork } from './plainNetwork.js';

/** A network as plain data whose weights live in memory that threads share. */
export type SharedNetwork = PlainNetwork;

/** Moves the weights of a network to shared memory, so that threads get it without copies. */
export function shareNetwork(network: Network): SharedNetwork {
  return plainNetwork(network, shared);
}

/** The network again, on the same memory. */
export function networkOfShared(network: SharedNetwork): Network {
  return networkOfPlain(network);
}

/** A copy in shared memory. */
export function shared(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
