import type { Network } from '../network/network.js';
import { type Layer, readNetwork } from '../network/networkFile.js';

/**
 * A ReLU network with normally distributed weights of variance 2/fan-in, as before training.
 *
 * @param sizes - inputs, hidden widths, logits
 * @param seed - the same seed gives the same network
 */
export function randomNetwork(sizes: readonly number[], seed: number): Network {
  const random = normalNumbers(seed);
  const layers: Layer[] = [];
  for (let l = 1; l < sizes.length; l++) {
    const inputs = sizes[l - 1];
    const scale = Math.sqrt(2 / inputs);
    layers.push({
      type: 'dense',
      weights: Array.from({ length: sizes[l] }, () =>
        Array.from({ length: inputs }, () => random() * scale),
      ),
      bias: Array.from({ length: sizes[l] }, () => random() * 0.1),
    });
    if (l < sizes.length - 1) layers.push({ type: 'relu' });
  }
  return readNetwork({ format: 'farfield-network', version: 1, inputs: sizes[0], layers });
}

/** Standard normal numbers by Box and Muller from a small generator (mulberry32). */
export function normalNumbers(seed: number): () => number {
  let state = seed | 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
