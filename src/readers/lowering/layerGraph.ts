import type { Real } from '../../exact/real.js';
import { clipTo } from '../../network/functions.js';
import { GraphBuilder } from '../../network/graphBuilder.js';
import type { LinearMap } from '../../network/linearMap.js';
import type { Network, NetworkNode } from '../../network/network.js';
import { Numbers } from '../../network/numbers.js';
import type { Operation } from '../../network/operation.js';
import { AffineOperation } from '../../network/operations/affine.js';
import type { GeneralOperation } from '../../network/operations/general.js';
import { SparseMap } from '../../network/sparseMap.js';
import type { UnivariateFunction } from '../../network/univariate.js';
import { Refusal } from './refusal.js';

/** One summand of an affine layer. */
export interface Summand {
  readonly map: LinearMap;
  readonly input: number;
}

/** What layers may take if the user says nothing: ordinary image networks take a third of it. */
const DEFAULT_MEMORY = 2 ** 30;
/** A double in each of two arrays, an index, and what JavaScript keeps beside them. */
const BYTES_PER_ENTRY = 32;

/**
 * Builds a network from the layers of a file, with bounded memory.
 *
 * A file of a kilobyte can ask for gigabytes (a huge padding, a pool over everything), so every
 * entry a layer makes is charged to a budget of memory before it is made.
 */
export class LayerGraph {
  /** Where the layers added now come from. */
  label = '';
  private readonly builder: GraphBuilder;
  private takenOff: NonNullable<Network['takenOff']> | null = null;
  private readonly notes = new Set<string>();
  private readonly identities = new Map<number, SparseMap>();
  /** Affine values without a bias: a constant added next becomes it. */
  private readonly openBiases = new Set<number>();
  private readonly distributions = new Set<number>();
  private remaining: number;

  /** @param memory - what layers may take, in bytes; 1 GiB if absent */
  constructor(inputSize: number, memory = DEFAULT_MEMORY) {
    this.remaining = memory / BYTES_PER_ENTRY;
    this.charge(inputSize);
    this.builder = new GraphBuilder(inputSize);
  }

  /** Says something about the reading once, however many layers say it. */
  note(text: string): void {
    this.notes.add(text);
  }

  /** Notes what was taken off at the end. */
  takeOff(what: NonNullable<Network['takenOff']>): void {
    this.takenOff = what;
  }

  sizeOf(value: number): number {
    return this.builder.sizeOf(value);
  }

  /** Takes entries from the budget before they are made. */
  charge(entries: number): void {
    if (!(entries <= this.remaining)) {
      throw new Refusal(
        'too_large',
        'asks for more memory than is allowed',
        'check its shapes, pads and kernel sizes, or allow more (--memory)',
      );
    }
    this.remaining -= entries;
  }

  /** `Σ map · input + bias`. @param bias - null for none */
  affine(summands: readonly Summand[], bias: Numbers | null): number {
    const size = summands[0].map.rows;
    this.charge(size);
    const own = bias ?? Numbers.zeros(size);
    checkFinite(own, 'bias');
    const value = this.builder.add(
      new AffineOperation(
        summands.map(({ map }) => map),
        own,
      ),
      summands.map(({ input }) => input),
      this.label,
    );
    if (bias === null) this.openBiases.add(value);
    return value;
  }

  /** Adds a constant to a value, in the bias of the layer that made it if that loses nothing. */
  addConstant(value: number, constant: Numbers): number {
    if (this.openBiases.delete(value)) {
      checkFinite(constant, 'bias');
      this.builder.setBias(value, constant);
      return value;
    }
    return this.affine([{ map: this.identity(constant.length), input: value }], constant);
  }

  /** Says that more than one layer reads a value, so that it must not change any more. */
  share(value: number): void {
    this.openBiases.delete(value);
  }

  /** Entries `start … start + size − 1` of a value. */
  part(value: number, start: number, size: number): number {
    this.charge(2 * size);
    const sources = Int32Array.from({ length: size }, (_, i) => start + i);
    return this.affine(
      [{ map: SparseMap.selection(this.sizeOf(value), sources), input: value }],
      null,
    );
  }

  /** The logits (0, z) of one unit z: what a sigmoid of z says, as a softmax of two classes. */
  withZeroLogit(value: number): number {
    return this.affine([{ map: SparseMap.selection(1, [-1, 0]), input: value }], null);
  }

  /** Multiplies entry by entry. */
  scale(value: number, factors: Numbers, bias: Numbers | null = null): number {
    this.charge(2 * factors.length);
    checkFinite(factors, 'factor');
    return this.affine([{ map: SparseMap.diagonal(factors), input: value }], bias);
  }

  /** @param negativeSlope - one for all, or shape [size] */
  rectifier(value: number, negativeSlope: number | Numbers): number {
    const slopes = typeof negativeSlope === 'number' ? Numbers.of([negativeSlope]) : negativeSlope;
    checkFinite(slopes, 'slope');
    // Slopes of their own are compared as text.
    if (typeof negativeSlope !== 'number') this.charge(16 * slopes.length);
    return this.builder.rectifier(negativeSlope, value, this.label);
  }

  /** Adds an operation on one value. */
  add(operation: Operation, input: number): number {
    this.charge(operation.size);
    return this.builder.add(operation, [input], this.label);
  }

  /** The node that makes a value; null for the input. */
  nodeOf(value: number): NetworkNode | null {
    return this.builder.nodeOf(value);
  }

  /** A function of one variable at every entry. */
  activation(value: number, f: UnivariateFunction): number {
    return this.builder.activation(f, value, this.label);
  }

  /** @param lower - at most upper; either may be infinite */
  clip(value: number, lower: number, upper: number): number {
    if (lower === -Infinity && upper === Infinity) return value;
    return this.builder.clip(lower, upper, value, this.label);
  }

  /** @param lower - at most upper; null for none */
  clipTo(value: number, lower: Real | null, upper: Real | null): number {
    return this.activation(value, clipTo(lower, upper));
  }

  /** Says that a value's entries are not negative and add up to 1. */
  markDistribution(value: number): void {
    this.distributions.add(value);
  }

  isDistribution(value: number): boolean {
    return this.distributions.has(value);
  }

  /** An operation beyond piecewise-affine. */
  general(operation: GeneralOperation, inputs: readonly number[]): number {
    this.charge(operation.size);
    return this.builder.add(operation, inputs, this.label);
  }

  /** The largest entry of each group of entries. */
  maximum(value: number, groups: readonly Int32Array[]): number {
    return this.builder.maximum(groups, value, this.label);
  }

  /** The map that leaves everything as it is, one for each size. */
  identity(size: number): SparseMap {
    let map = this.identities.get(size);
    if (!map) {
      this.charge(2 * size);
      map = SparseMap.identity(size);
      this.identities.set(size, map);
    }
    return map;
  }

  build(output: number): Network {
    const network = this.builder.build(output, [...this.notes]);
    return this.takenOff === null ? network : { ...network, takenOff: this.takenOff };
  }
}

/**
 * Catches what finite weights can still become: an overflow, a division by zero.
 *
 * @throws Refusal `not_finite`
 */
export function checkFinite({ nearest }: Numbers, what: string): void {
  const at = nearest.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new Refusal(
    'not_finite',
    `makes a ${what} of ${nearest[at]} (entry ${at}); every number must be finite`,
    'check the weights it is computed from',
  );
}
