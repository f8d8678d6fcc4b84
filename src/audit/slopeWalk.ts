import type { Network } from '../network/network.js';
import { unknownOperation } from '../network/operation.js';
import type { ActivationOperation } from '../network/operations/activation.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import { recession } from '../network/recession.js';
import { certifiedAffine, sharperError } from '../tail/certifiedAffine.js';
import { CertifiedVector, lowerBound, upperBound } from '../tail/certifiedVector.js';
import { exactGerms } from '../tail/exactGerms.js';
import type { GermSource } from '../tail/germ.js';
import { nearestWithError } from '../tail/nearestWithError.js';

/**
 * The piece every unit ends on along a direction, as far as that does not depend on the input.
 *
 * A unit whose slope is not 0 ends on the same piece from every input; one whose slope is 0 stays
 * where its intercept puts it. One walk of a direction therefore serves any number of inputs.
 */
export interface UnitSlopes {
  /** For each value: slopes, float64. Overwritten by the next walk of the same `SlopeWalk`. */
  readonly slopes: readonly Float64Array[];
  /** For each value: how far each slope may be off. Overwritten like them. */
  readonly errors: readonly Float64Array[];
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
  private exact: GermSource | undefined;
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
      switch (operation.kind) {
        case 'affine': {
          const operands = inputs.map((v) => values[v]);
          certifiedAffine(operation, operands, true, out);
          break;
        }
        case 'maximum':
          nodeWinners = operation.groups.map((group) => this.largest(inputs[0], group));
          nodeWinners.forEach((tied, g) => {
            copy(values[inputs[0]], tied[0], out, g);
          });
          out.listActive();
          break;
        case 'activation':
          nodeSigns = this.bend(operation, inputs[0], out);
          out.listActive();
          break;
        case 'general':
          throw beyondPiecewiseAffine(operation.name, 'SlopeWalk');
        default:
          unknownOperation(operation, 'SlopeWalk');
      }
      signs.push(nodeSigns);
      winners.push(nodeWinners);
    });
    return {
      slopes: values.map((vector) => vector.values),
      errors: values.map((vector) => vector.errors),
      signs,
      winners,
      settledExactly: this.settled,
    };
  }

  private bend(operation: ActivationOperation, input: number, out: CertifiedVector): Int8Array {
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
        // The product's rounding, and that of a factor that is no double.
        out.errors[i] = tiny ? Infinity : (inherited + Math.abs(value) * 2 ** -52) * (1 + 2 ** -50);
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
    const { slope } = this.exactly().at(value, i);
    const nearest = nearestWithError(slope);
    this.values[value].values[i] = nearest.value;
    this.values[value].errors[i] = nearest.error;
    // Where the network's constants leave the sign open, the unit is taken to rest: what depends on
    // it in float64 is as near as anything; decisions are made elsewhere.
    return slope.sign ?? 0;
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
    const exact = new Map(
      Array.from(candidates, (i) => {
        this.settle(value, i);
        return [i, germs.at(value, i).slope];
      }),
    );
    return candidates.filter(
      (i) => !candidates.some((j) => exact.get(j)!.compare(exact.get(i)!) === 1),
    );
  }

  private exactly(): GermSource {
    // Slopes do not depend on the origin, so any will do.
    this.exact ??= exactGerms(this.biasFree, null, this.direction);
    return this.exact;
  }
}

/** What a unit multiplies slopes by, far out, if its own pre-activation moves with this sign. */
function factorOf(operation: ActivationOperation, sign: -1 | 0 | 1, i: number): number {
  const f = operation.functionOf(i);
  if (f.kind !== 'piecewise' || !f.lines) {
    throw beyondPiecewiseAffine(f.name, 'SlopeWalk');
  }
  const { slopes } = f.lines;
  return sign === 0 ? 0 : slopes[sign > 0 ? slopes.length - 1 : 0];
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
