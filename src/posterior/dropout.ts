import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { callable, list, number, record, whole } from '../errors/kinds.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { checkNetwork } from '../network/checkNetwork.js';
import type { Network, NetworkNode } from '../network/network.js';
import { Numbers } from '../network/numbers.js';
import { AffineOperation } from '../network/operations/affine.js';
import { SparseMap } from '../network/sparseMap.js';
import type { Mixture } from './posterior.js';

/** Units of a hidden layer that are dropped at random, each by itself. */
export interface DropoutMask {
  /** Which hidden layer, from 1: the outputs of an activation, in the network's order. */
  readonly layer: number;
  /** The probability that a unit is dropped, in (0, 1); the others are divided by 1 − rate. */
  readonly rate: number;
}

/** Up to this many masked units all masks are members; with more, a sample of as many as asked for. */
const MOST_MASKED_UNITS = 16;

/**
 * Monte-Carlo dropout as a mixture: over all masks, weighted by their probabilities, where there are
 * at most 2^16; else over a sample of masks, equally weighted, which `sampled` says.
 *
 * A dropped unit is 0, a kept one is divided by 1 − rate: fractions, nothing is rounded.
 *
 * @param random - uniform numbers in [0, 1), for a sample
 * @param samples - its size
 * @throws InputError `out_of_range` for a layer or rate there is not; `duplicate`
 *
 * @example
 * ```ts
 * // Three hidden units: all eight masks.
 * dropoutMixture(network, [{ layer: 1, rate: 0.1 }], Math.random).members.length; // 8
 * ```
 */
export function dropoutMixture(
  network: Network,
  masks: readonly DropoutMask[],
  random: () => number,
  samples = 100,
): Mixture {
  checkNetwork('dropoutMixture', network);
  checkArguments('dropoutMixture', {
    masks: [masks, list(record({ layer: number(), rate: number() }), 1)],
    random: [random, callable],
    samples: [samples, whole(1, 1_000_000)],
  });
  const layers = hiddenLayers(network);
  checkMasks(masks, layers.length);
  const units = masks.flatMap(({ layer, rate }) => {
    const value = layers[layer - 1];
    return Array.from({ length: network.nodes[value - 1].operation.size }, (_, unit) => ({
      value,
      unit,
      rate: Rational.of(rate),
    }));
  });
  const sampled = units.length > MOST_MASKED_UNITS;
  const count = sampled ? samples : 2 ** units.length;
  const members = Array.from({ length: count }, (_, m) => {
    const kept = units.map(({ rate }, u) =>
      sampled ? random() >= rate.toNumber() : ((m >> u) & 1) === 0,
    );
    const weight = sampled
      ? new Rational(1n, BigInt(count))
      : units.reduce(
          (product, { rate }, u) => product.multiply(kept[u] ? Rational.one.subtract(rate) : rate),
          Rational.one,
        );
    return { network: masked(network, units, kept), weight };
  });
  return {
    kind: 'mixture',
    members,
    sampled,
    inputSize: network.inputSize,
    classes: network.outputSize,
  };
}

/** The values that activations make, in order. */
function hiddenLayers({ nodes, output }: Network): number[] {
  return nodes.flatMap(({ operation }, k) =>
    operation.kind === 'activation' && k + 1 !== output ? [k + 1] : [],
  );
}

interface MaskedUnit {
  readonly value: number;
  readonly unit: number;
  readonly rate: Rational;
}

/** The network with each masked value passed through a diagonal of 0 and 1/(1 − rate). */
function masked(network: Network, units: readonly MaskedUnit[], kept: readonly boolean[]): Network {
  const nodes: NetworkNode[] = [];
  /** Where each value of the network is in the new one. */
  const place = [0];
  network.nodes.forEach((node, k) => {
    nodes.push({ ...node, inputs: node.inputs.map((value) => place[value]) });
    const own = units.flatMap((unit, u) =>
      unit.value === k + 1 ? [{ ...unit, kept: kept[u] }] : [],
    );
    if (own.length > 0) {
      const scales = own.map((unit) =>
        unit.kept
          ? Real.ofRational(Rational.one.divide(Rational.one.subtract(unit.rate)))
          : Real.zero,
      );
      nodes.push({
        operation: new AffineOperation([diagonal(scales)], Numbers.zeros(scales.length)),
        inputs: [nodes.length],
        label: `${node.label}, dropout`,
      });
    }
    place.push(nodes.length);
  });
  return { ...network, nodes, output: place[network.output] };
}

function diagonal(entries: readonly Real[]): SparseMap {
  return new SparseMap(
    entries.length,
    Int32Array.from({ length: entries.length + 1 }, (_, i) => i),
    Int32Array.from(entries, (_, i) => i),
    Numbers.ofReals(entries),
  );
}

function checkMasks(masks: readonly DropoutMask[], layers: number): void {
  masks.forEach(({ layer, rate }, n) => {
    const refuse = (
      field: string,
      value: number,
      rule: string,
      code: 'out_of_range' | 'duplicate',
    ) => {
      throw new InputError('posterior', [
        { code, path: `masks[${n}].${field}`, value, rule, remedy: 'mend the mask' },
      ]);
    };
    if (!Number.isInteger(layer) || layer < 1 || layer > layers) {
      refuse('layer', layer, `must be a hidden layer, 1 to ${layers}`, 'out_of_range');
    }
    if (!(rate > 0 && rate < 1)) {
      refuse('rate', rate, 'must lie between 0 and 1, both excluded', 'out_of_range');
    }
    if (masks.findIndex((other) => other.layer === layer) !== n) {
      refuse('layer', layer, 'must not be masked twice', 'duplicate');
    }
  });
}
