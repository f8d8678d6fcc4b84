import { networkSize } from '../audit/networkSize.js';
import type { Network } from '../network/network.js';
import { directionSlopes } from '../tail/directionSlopes.js';
import { type Ray, tails } from '../tail/tail.js';
import { type Costs, type Effort, measureCosts } from './measure.js';

import { normalNumbers, randomNetwork } from './randomNetwork.js';
import { referenceLoop } from './referenceLoop.js';

/** What certified tails cost on one network, a ray, beside two naive dense passes. */
export interface TailBenchmark extends Costs<'tails' | 'slopes' | 'denseTails'> {
  readonly network: string;
  readonly parameters: number;
  /** Axis rays, from one origin, both ways along every input. */
  readonly rays: number;
  /** Comparisons that needed exact integers, of all. */
  readonly exactDecisions: string;
}

/** A network under a name. */
export interface NamedNetwork {
  readonly name: string;
  readonly network: Network;
}

/** The shapes tails are timed on by default. */
const SIZES = [
  [2, 64, 64, 3],
  [784, 256, 256, 10],
  [784, 256, 256, 256, 256, 256, 256, 10],
];

/** Networks with random weights, of the shapes of the usual benchmarks. */
export function randomNetworks(seed: number): NamedNetwork[] {
  return SIZES.map((sizes) => ({ name: sizes.join('-'), network: randomNetwork(sizes, seed) }));
}

/**
 * Times `tails` over all axis rays from one point, `directionSlopes` over the same directions, and
 * `tails` along directions without a 0, against the reference loop.
 */
export function benchmarkTails(
  seed: number,
  networks: readonly NamedNetwork[] = randomNetworks(seed),
  effort?: Effort,
): TailBenchmark[] {
  return networks.map(({ name, network }) => {
    const random = normalNumbers(seed + 1);
    const rays = axisRays(network, random);
    const directions = rays.map(({ direction }) => direction);
    const dense = Array.from({ length: 16 }, (): Ray => {
      const draw = () => Float64Array.from({ length: network.inputSize }, random);
      return { origin: draw(), direction: draw() };
    });
    let certified = 0;
    let exact = 0;
    for (const { decisions } of tails(network, rays)) {
      certified += decisions.certified;
      exact += decisions.exact;
    }
    return {
      network: name,
      parameters: networkSize(network).parameters,
      rays: rays.length,
      exactDecisions: `${exact} of ${certified + exact}`,
      ...measureCosts(
        { units: 1, run: referenceLoop(network) },
        {
          tails: { units: rays.length, run: () => tails(network, rays) },
          slopes: { units: rays.length, run: () => directionSlopes(network, directions) },
          denseTails: { units: dense.length, run: () => tails(network, dense) },
        },
        effort,
      ),
    };
  });
}

/** Both ways along every input, from one point of the unit cube. */
export function axisRays({ inputSize }: Network, random: () => number): Ray[] {
  const origin = Float64Array.from({ length: inputSize }, () => Math.abs(random()) % 1);
  return Array.from({ length: 2 * inputSize }, (_, k) => {
    const direction = new Float64Array(inputSize);
    direction[k >> 1] = k % 2 === 0 ? 1 : -1;
    return { origin, direction };
  });
}
