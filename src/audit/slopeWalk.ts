import { dyadicOf, signOfDyadic, ZERO } from '../exact/dyadic.js';
import { dyadicToNumber } from '../exact/rational.js';
import type { Network } from '../network/network.js';
import type { Operation } from '../network/operation.js';
import { recession } from '../network/recession.js';
import { certifiedAffine, sharperError } from '../tail/certifiedAffine.js';
import { CertifiedVector, lowerBound, upperBound } from '../tail/certifiedVector.js';
import { ExactGerms } from '../tail/exactGerms.js';

/**
 * The piece every unit ends on along a direction, as far as that does not depend on the input.
 *
 * A unit whose slope is not 0 ends on the same piece from every input; one whose slope is 0 stays
 * where its intercept puts it. One walk of a direction therefore serves any number of inputs.
 */
export interface UnitSlopes {
  /** For each value: slopes, float64. Overwritten by the next walk of the same `SlopeWalk`. */
  readonly slopes: readonly Float64Array[];
  /** For each node with kinks but maxima: the sign of the slope of what it reads. Exact. */
  readonly signs: readonly (Int8Array | null)[];
  /** For each maximum: per group the entries with the largest slope. Exact. */
  readonly winners: readonly (readonly Int32Array[] | null)[];
  /** How many slopes had to be computed in exact integers. */
  readonly settledExactly: number;
}

/**
 * Walks directions through a network without its biases, deciding the sign of every unit's slope.
 *
 * Arithmetic: certified float64; exact integers where the bounds do not decide.
 *
 * Source: claim `slopes-ignore-input` (F3).
 */
export class SlopeWalk {
  private readonly biasFree: Network;
  private readonly values: readonly CertifiedVector[];
  private exact: ExactGerms | undefined;
  private direction: ArrayLike<number> = [];
  private settled = 0;

  constructor(network: Network) {
    this.biasFree = recession(network);
    this.values = [
      new CertifiedVector(network.inputSize),
      ...network.nodes.map(({ operation }) => new CertifiedVector(operation.size)),
    ];
  }

  /** @param direction - shape [D], finite, not all zero */
  along(direction: Float64Array): UnitSlopes {
    const { biasFree, values } = this;
    this.exact = undefined;
    this.direction = direction;
    this.settled = 0;
    const signs: (Int8Array | null)[] = [];
    const winners: (readonly Int32Array[] | null)[] = [];
    values[0].setExact(direction);
    biasFree.nodes.forEach(({ operation, inputs }, k) => {
      const out = values[k + 1];
      let nodeSigns: Int8Array | null = null;
      let nodeWinners: readonly Int32Array[] | null = null;
      if (operation.kind === 'affine') {
        const operands = inputs.map((v) => values[v]);
        certifiedAffine(operation, operands, true, out);
      } else if (operation.kind === 'maximum') {
        nodeWinners = operation.groups.map((group) => this.largest(inputs[0], group));
        nodeWinners.forEach((tied, g) => {
          copy(values[inputs[0]], tied[0], out, g);
        });
        out.listActive();
      } else {
        nodeSigns = this.bend(operation, inputs[0], out);
        out.listActive();
      }
      signs.push(nodeSigns);
      winners.push(nodeWinners);
    });
    return {
      slopes: values.map((vector) => vector.values),
      signs,
      winners,
      settledExactly: this.settled,
    };
  }

  private bend(operation: Bend, input: number, out: CertifiedVector): Int8Array {
    const x = this.values[input];
    const signs = new Int8Array(operation.size);
    for (let i = 0; i < signs.length; i++) {
      const sign = this.signOf(input, i);
      signs[i] = sign;
      const factor = factorOf(operation, sign, i);
      if (factor === 1) copy(x, i, out, i);
      else if (factor === 0) {
        out.values[i] = 0;
        out.errors[i] = 0;
      } else {
        const value = x.values[i] * factor;
        const inherited = x.errors[i] * Math.abs(factor);
        const tiny = Math.abs(value) < 2 ** -900 || !Number.isFinite(value);
        out.values[i] = value;
        out.errors[i] = tiny ? Infinity : (inherited + Math.abs(value) * 2 ** -53) * (1 + 2 ** -50);
      }
    }
    return signs;
  }

  private signOf(value: number, i: number): -1 | 0 | 1 {
    const { values, errors } = this.values[value];
    if (Math.abs(values[i]) > errors[i]) return values[i] > 0 ? 1 : -1;
    if (errors[i] === 0) return 0;
    if (this.sharpen(value, i)) return values[i] > 0 ? 1 : -1;
    return this.settle(value, i);
  }

  /** Tries the entry-by-entry bound; says whether it decides the sign. */
  private sharpen(value: number, i: number): boolean {
    const node = this.biasFree.nodes[value - 1];
    const { values, errors } = this.values[value];
    if (node?.operation.kind !== 'affine' || !Number.isFinite(values[i])) return false;
    const operands = node.inputs.map((v) => this.values[v]);
    errors[i] = Math.min(errors[i], sharperError(node.operation, operands, i, true));
    return Math.abs(values[i]) > errors[i];
  }

  /** Replaces a slope by its exact value, rounded, and returns its sign. */
  private settle(value: number, i: number): -1 | 0 | 1 {
    this.settled++;
    const { values, errors } = this.values[value];
    const slope = this.exactly().at(value, i).slope;
    values[i] = dyadicToNumber(slope);
    errors[i] = slope.mantissa === 0n ? 0 : Math.abs(values[i]) * 2 ** -52 + Number.MIN_VALUE;
    return signOfDyadic(slope);
  }

  private largest(value: number, group: Int32Array): Int32Array {
    const { values, errors } = this.values[value];
    let floor = -Infinity;
    for (const i of group) floor = Math.max(floor, lowerOf(values[i], errors[i]));
    const candidates = group.filter((i) => !(upperOf(values[i], errors[i]) < floor));
    if (candidates.length === 1) return candidates;
    if (candidates.every((i) => errors[i] === 0)) {
      const best = candidates.reduce((most, i) => Math.max(most, values[i]), -Infinity);
      return candidates.filter((i) => values[i] === best);
    }
    const germs = this.exactly();
    const exact = Array.from(candidates, (i) => {
      this.settle(value, i);
      return germs.at(value, i).slope;
    });
    // All entries of a value share one exponent.
    const best = exact.reduce(
      (most, { mantissa }) => (mantissa > most ? mantissa : most),
      exact[0].mantissa,
    );
    return candidates.filter((_, n) => exact[n].mantissa === best);
  }

  private exactly(): ExactGerms {
    // Slopes do not depend on the origin, so any will do.
    this.exact ??= new ExactGerms(
      this.biasFree,
      Array.from(this.direction, () => ZERO),
      Array.from(this.direction, dyadicOf),
    );
    return this.exact;
  }
}

type Bend = Extract<Operation, { kind: 'rectifier' | 'clip' }>;

/** What a unit multiplies slopes by, far out, if its own pre-activation moves with this sign. */
function factorOf(operation: Bend, sign: -1 | 0 | 1, i: number): number {
  if (sign === 0) return 0;
  if (operation.kind === 'rectifier') return sign > 0 ? 1 : operation.negativeSlope[i];
  return Number.isFinite(sign > 0 ? operation.upper : operation.lower) ? 0 : 1;
}

function copy(from: CertifiedVector, i: number, to: CertifiedVector, o: number): void {
  to.values[o] = from.values[i];
  to.errors[o] = from.errors[i];
}

function lowerOf(value: number, error: number): number {
  return error === 0 ? value : lowerBound(value, error);
}

function upperOf(value: number, error: number): number {
  return error === 0 ? value : upperBound(value, error);
}
