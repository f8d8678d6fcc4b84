import { exponentOf } from '../audit/auditBenchmark.js';
import { Classifier } from '../detectors/index.js';
import { tails } from '../tail/tail.js';
import { type Effort, measureCosts } from './measure.js';
import { normalNumbers, randomNetwork } from './randomNetwork.js';
import { axisRays } from './tailBenchmark.js';

/** How time grows: the exponents a of time ~ size^a, fitted; 1 is linear. */
export interface Exponents {
  /** `tails` with the number of rays. */
  readonly rays: number;
  /** `tails` of all axis rays with the number of inputs, and so of rays. */
  readonly features: number;
  /** `Classifier.observe` with the number of rows. */
  readonly rows: number;
  /** `tails` of as many rays with the number of hidden layers. */
  readonly depth: number;
  /** `tails` of as many rays with the width of the hidden layers; 2 is linear in weights. */
  readonly width: number;
}

/** Fits how time grows with each size, the others fixed, on networks with random weights. */
export function fitExponents(seed: number, effort: Effort = { rounds: 5, roundMs: 30 }): Exponents {
  const random = normalNumbers(seed + 2);
  const tailsOf = (sizes: readonly number[], rays?: number) => {
    const network = randomNetwork(sizes, seed);
    const some = axisRays(network, random).slice(0, rays);
    return () => tails(network, some);
  };
  const square = randomNetwork([64, 128, 128, 10], seed);
  const classifier = new Classifier(square);
  const observeOf = (rows: number) => {
    const values = Float64Array.from({ length: rows * square.inputSize }, random);
    return () => classifier.observe({ rows, columns: square.inputSize, values });
  };
  const fit = (sizes: readonly number[], actionOf: (size: number) => () => unknown) => {
    const [first, ...others] = sizes.map((size) => ({ units: 1, run: actionOf(size) }));
    // Ratios to the smallest of them: what slows the machine slows all.
    const { costs } = measureCosts(
      first,
      Object.fromEntries(others.map((one, n) => [n, one])),
      effort,
    );
    const ratios = [1, ...others.map((_, n) => costs[n].ratio)];
    return exponentOf(sizes.map((size, n) => [size, ratios[n]] as const));
  };
  return {
    rays: fit([64, 128, 256], (rays) => tailsOf([128, 64, 64, 10], rays)),
    features: fit([32, 64, 128], (inputs) => tailsOf([inputs, 64, 64, 10])),
    rows: fit([64, 128, 256], observeOf),
    depth: fit([2, 4, 8], (depth) => tailsOf([32, ...new Array<number>(depth).fill(64), 10], 16)),
    width: fit([64, 128, 256], (width) => tailsOf([32, width, width, 10], 16)),
  };
}
