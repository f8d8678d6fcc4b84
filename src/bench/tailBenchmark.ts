import { evaluate } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { tail } from '../tail/tail.js';
import { measureRatio, type RatioMeasurement } from './measure.js';
import { normalNumbers, randomNetwork } from './randomNetwork.js';

/** What one tail costs in forward passes of `evaluate`, on one network. */
export interface TailBenchmark {
  readonly network: string;
  readonly parameters: number;
  /** A direction with every entry not 0. */
  readonly dense: RatioMeasurement;
  /** A direction along one input. */
  readonly axis: RatioMeasurement;
  /** Comparisons that needed exact integers, of all. */
  readonly exactDecisions: string;
}

/** The networks a tail is timed on by default, and the seed of their weights. */
const SIZES = [
  [2, 64, 64, 3],
  [784, 256, 256, 256, 256, 256, 256, 10],
];

/** Times one certified tail against one float64 forward pass, in one run. */
export function benchmarkTails(seed: number): TailBenchmark[] {
  return SIZES.map((sizes) => benchmarkTail(sizes.join('-'), randomNetwork(sizes, seed), seed));
}

/** As `benchmarkTails`, for a given network. */
function benchmarkTail(name: string, network: Network, seed: number): TailBenchmark {
  const random = normalNumbers(seed + 1);
  const origin = Float64Array.from({ length: network.inputSize }, random);
  const direction = Float64Array.from({ length: network.inputSize }, random);
  const axis = new Float64Array(network.inputSize);
  axis[0] = 1;
  const forward = () => evaluate(network, origin);
  const { certified, exact } = tail(network, origin, direction).decisions;
  return {
    network: name,
    parameters: parametersOf(network),
    dense: measureRatio(forward, () => tail(network, origin, direction)),
    axis: measureRatio(forward, () => tail(network, origin, axis)),
    exactDecisions: `${exact} of ${certified + exact}`,
  };
}

function parametersOf(network: Network): number {
  let count = 0;
  for (const { operation } of network.nodes) {
    if (operation.kind !== 'affine') continue;
    count += operation.size;
    for (const map of operation.maps) {
      for (let i = 0; i < map.rows; i++) count += map.row(i).values.length;
    }
  }
  return count;
}
