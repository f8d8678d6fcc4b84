import type { Real } from '../../../exact/real.js';
import { clipTo } from '../../functions.js';
import { GraphBuilder } from '../../graphBuilder.js';
import type { LinearMap } from '../../linearMap.js';
import type { Network } from '../../network.js';
import { Numbers } from '../../numbers.js';
import { AffineOperation } from '../../operations/affine.js';
import { SparseMap } from '../../sparseMap.js';
import type { UnivariateFunction } from '../../univariate.js';
import { Refusal } from './refusal.js';

/** One summand of an affine layer. */
export interface Summand {
  readonly map: LinearMap;
  readonly input: number;
}

/**
 * Builds a network from the layers of a file, with bounded memory.
 *
 * A file of a kilobyte can ask for gigabytes (a huge padding, a pool over everything), so every
 * entry a layer makes is charged to a budget that grows with the size of the file.
 */
export class LayerGraph {
  /** Where the layers added now come from. */
  label = '';
  private readonly builder: GraphBuilder;
  private readonly notes = new Set<string>();
  private readonly identities = new Map<number, SparseMap>();
  /** Affine values without a bias: a constant added next becomes it. */
  private readonly openBiases = new Set<number>();
  private remaining: number;

  /** @param fileSize - in bytes */
  constructor(inputSize: number, fileSize: number) {
    this.remaining = 2 ** 23 + 16 * fileSize;
    this.charge(inputSize);
    this.builder = new GraphBuilder(inputSize);
  }

  /** Says something about the reading once, however many layers say it. */
  note(text: string): void {
    this.notes.add(text);
  }

  sizeOf(value: number): number {
    return this.builder.sizeOf(value);
  }

  /** Takes entries from the budget before they are made. */
  charge(entries: number): void {
    if (!(entries <= this.remaining)) {
      throw new Refusal(
        'too_large',
        'asks for far more memory than a file of this size can need',
        'check its shapes, pads and kernel sizes',
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
    return this.builder.rectifier(negativeSlope, value, this.label);
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
    return this.builder.build(output, [...this.notes]);
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
