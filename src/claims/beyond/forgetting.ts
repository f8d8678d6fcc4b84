import { Real } from '../../exact/real.js';
import { GraphBuilder } from '../../network/graphBuilder.js';
import type { Network } from '../../network/network.js';
import { ProductsOperation } from '../../network/operations/products.js';
import { SoftmaxOperation } from '../../network/operations/softmax.js';
import { SparseMap } from '../../network/sparseMap.js';
import { expandedTail } from '../../tail/expandedTail.js';
import { softmaxOn } from './enclosedSoftmax.js';
import { FAR, isWithin } from './farOut.js';
import type { SmoothAnalysis } from './smoothAnalysis.js';

/** What evaluation far out may be off by, relatively, and what it has to have settled to. */
const NEAR = 2 ** -25;
const SETTLED = 2 ** -30;

/**
 * What of two origins is left far out goes like 1/t: `t·(p_k(x′ + tv) − p_k(x″ + tv))` tends to what
 * the expansions say of a network that computes it. Here a norm's 1/t counts, and what is left beside
 * it, of which a limit of p shows nothing.
 *
 * @param k - the class with the largest limit
 * @returns what is wrong; null where nothing is, or evaluation has not settled
 */
export function wrongForgetting(
  one: SmoothAnalysis,
  other: SmoothAnalysis,
  k: number,
): string | null {
  const { network, direction } = one;
  const { slope, intercept } = expandedTail(
    timesDifference(network, k),
    [...one.origin, ...other.origin, 0],
    [...direction, ...direction, 1],
  );
  if (!intercept || slope?.some((value) => !value.isZero)) return null;
  const classes = Array.from({ length: network.outputSize }, (_, c) => c);
  const [found, before] = [FAR, FAR / 2].map((t) => {
    const [x, y] = [one, other].map((subject) => softmaxOn(classes, subject.logitsAt(t))[k]);
    return x.subtract(y).multiply(Real.of(t));
  });
  const size = 1 + Math.abs(found.toNumber());
  if (!isWithin(found, before, SETTLED * size)) return null;
  if (isWithin(found, intercept[0], NEAR * size)) return null;
  return `t·(p_${k} − p_${k} of the other origin) = ${found.toNumber()} at t = 2^80, but the expansions have ${intercept[0].toNumber()}`;
}

/** Of two inputs and a number, the difference of what a network makes of a class, times the number. */
function timesDifference(network: Network, k: number): Network {
  const { inputSize, outputSize } = network;
  const builder = new GraphBuilder(2 * inputSize + 1);
  const classes = Int32Array.from({ length: outputSize }, (_, c) => c);
  const [first, second] = [0, inputSize].map((start) => {
    const entries = Int32Array.from({ length: inputSize }, (_, i) => start + i);
    const map = SparseMap.selection(2 * inputSize + 1, entries);
    const values = [builder.affine(map, null, 0, 'input')];
    for (const { operation, inputs, label } of network.nodes) {
      const read = inputs.map((value) => values[value]);
      values.push(builder.add(operation, read, label));
    }
    return builder.add(new SoftmaxOperation([classes]), [values[network.output]], 'softmax');
  });
  const minus = SparseMap.diagonal(new Float64Array(outputSize).fill(-1));
  const apart = builder.sum([first, builder.affine(minus, null, second, 'minus')], 'difference');
  const [starts, left, right] = [[0, 1], [k], [2 * inputSize]].map((x) => Int32Array.from(x));
  return builder.build(
    builder.add(new ProductsOperation(starts, left, right), [apart, 0], 'times'),
  );
}
