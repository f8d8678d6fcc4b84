import { checkArguments } from '../errors/checkArguments.js';
import { between, record } from '../errors/kinds.js';
import { exp } from '../exact/elementary.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { checkNetwork } from '../network/checkNetwork.js';
import { checkPoint } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { walk } from '../network/walk.js';
import { inputGerms } from './exactGerms.js';
import type { Germ } from './germ.js';
import { lazily } from './lazily.js';
import { ModelSettling } from './modelSettling.js';
import { RestDomain } from './restDomain.js';
import { checkDirection, type Ray } from './tail.js';

/**
 * From where on a network's class probabilities are within ε of their limits, for ever.
 *
 * Certified: at the t returned, bounds of all that vanishes, which fall in t, keep every probability
 * within ε of its limit. It is sufficient; the network may have settled earlier.
 *
 * Arithmetic: rounded outward.
 *
 * @param epsilon - in (0, 1)
 * @returns multiples of the direction; null where it is not known: networks of one output, values
 *   that grow faster than powers of t, comparisons that enclosures leave open
 * @throws InputError as `tail`; `out_of_range` if epsilon is not in (0, 1)
 *
 * Source: claims `bounded-distance` and `danger-scale`.
 *
 * @example
 * ```ts
 * // p_0 = σ(t) is within 0.01 of 1 from ln 99 = 4.595… on
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * settlesWithin(network, { origin: [0], direction: [1] }, 0.01);
 * ```
 */
export function settlesWithin(network: Network, ray: Ray, epsilon: number): number | null {
  checkNetwork('settlesWithin', network);
  checkArguments('settlesWithin', {
    ray: [ray, record({})],
    epsilon: [epsilon, between(0, 1, 'pass 0.01 for one per cent')],
  });
  const { origin, direction } = ray;
  checkPoint('settlesWithin', 'ray.origin', origin, network.inputSize);
  checkDirection('ray.direction', direction, network.inputSize);
  return settlingOf(network, ray)(epsilon);
}

/** The same for several ε along one ray, which share their work where that is much. */
export function settlingOf(network: Network, ray: Ray): (epsilon: number) => number | null {
  if (network.outputSize < 2) return () => null;
  const isGeneral = network.nodes.some(({ operation }) => operation.kind === 'general');
  if (isGeneral || network.outputs === 'probabilities') {
    const settling = lazily(() => new ModelSettling(network, ray));
    return (epsilon) => settling().within(epsilon);
  }
  return (epsilon) => settlesByGerms(network, ray, epsilon);
}

function settlesByGerms(network: Network, ray: Ray, epsilon: number): number | null {
  const input = inputGerms(ray.origin, ray.direction);
  const settled = (t: number): boolean | null => {
    try {
      const logits = Array.from(walk(network, new RestDomain(t), input)[network.output]);
      return isWithin(logits, t, epsilon);
    } catch (error) {
      // What enclosures leave open, and exponentials beyond all digits.
      if (error instanceof RangeError) return null;
      throw error;
    }
  };
  let late = 1;
  while (!settled(late)) {
    late *= 16;
    if (late > LATEST) return null;
  }
  let early = 0;
  if (settled(0)) return 0;
  for (let step = 0; step < STEPS; step++) {
    const middle = early < late / 16 && late > 2 ** -20 ? late / 4 : (early + late) / 2;
    if (settled(middle)) late = middle;
    else early = middle;
  }
  return late;
}

/** Later than this no ray is followed. */
const LATEST = 2 ** 80;
/** Steps between a t that is late enough and one that is not known to be. */
const STEPS = 16;

/** Whether all probabilities stay within ε of their limits from t on, as far as intercepts tell. */
function isWithin(logits: readonly Germ[], t: number, epsilon: number): boolean {
  const leader = logits.reduce((a, b) => (b.slope.compare(a.slope) === 1 ? b : a));
  const orders = logits.map(({ slope }) => slope.compare(leader.slope));
  if (orders.includes(null)) throw new RangeError('settlesWithin: slopes may be equal or not');
  // e^(f_c − f_leader): of the leaders for all t ≥ `t`, and so in the limit too; of others at most.
  const shares = logits.map(({ slope, intercept }, c) => {
    const apart = intercept.subtract(leader.intercept);
    const now =
      orders[c] === 0 ? apart : apart.add(slope.subtract(leader.slope).multiply(Real.of(t)));
    if (now.upper.toNumber() > 1000) throw new RangeError('settlesWithin: not settled');
    return exp(now);
  });
  const zeroOr = (share: Real) => Real.zero.hull(share);
  const kept = shares.reduce(
    (sum, share, c) => (orders[c] === 0 ? sum.add(share) : sum),
    Real.zero,
  );
  const rest = shares.reduce(
    (sum, share, c) => (orders[c] === 0 ? sum : sum.add(zeroOr(share))),
    Real.zero,
  );
  const allowed = Rational.of(epsilon);
  return shares.every((share, c) => {
    if (orders[c] !== 0) return zeroOr(share).divide(kept).upper.compare(allowed) <= 0;
    const ends = [share.divide(kept.add(rest)), share.divide(kept)];
    const isAlone = orders.filter((order) => order === 0).length === 1;
    const limit = isAlone ? Real.one : ends[1];
    const now = isAlone ? Real.one.divide(Real.one.add(rest.divide(kept))) : ends[0];
    const apart = now.subtract(limit).absolute();
    return apart.upper.compare(allowed) <= 0;
  });
}
