import type { Network } from '../network/network.js';
import { unknownOperation } from '../network/operation.js';
import type { ActivationOperation } from '../network/operations/activation.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import type { MaximumOperation } from '../network/operations/maximum.js';
import { recession } from '../network/recession.js';
import type { FloatLines } from '../network/univariate.js';
import { certifiedAffine } from './certifiedAffine.js';
import { CertifiedVector } from './certifiedVector.js';
import { exactGerms } from './exactGerms.js';
import type { GermSource } from './germ.js';
import { nearestWithError } from './nearestWithError.js';
import { boundActivation, boundMaximum } from './slopeBounds.js';
import { boundsDecideSign } from './slopeSign.js';
import { decideTop } from './topSet.js';

/** The sign of a slope that the network's constants, known between two fractions, leave open. */
export const UNDECIDED = 2;

/** Which entries of a maximum's group end with the largest slope. */
export interface Winners {
  /** All that may have it where `known` is false. */
  readonly entries: readonly number[];
  readonly known: boolean;
}

/**
 * The piece every unit ends on along a direction, as far as that does not depend on the input.
 *
 * A unit whose slope is not 0 ends on the same piece from every input; one whose slope is 0 stays
 * where its intercept puts it. One walk of a direction therefore serves any number of inputs.
 */
export interface UnitSlopes {
  /** For each value: slopes, with errors. Overwritten by the next walk of the same `SlopeWalk`. */
  readonly values: readonly CertifiedVector[];
  /** For each activation: the sign of the slope of what each unit reads, exact, or `UNDECIDED`. */
  readonly signs: readonly (Int8Array | null)[];
  /** For each maximum: per group the entries with the largest slope. Exact. */
  readonly winners: readonly (readonly Winners[] | null)[];
  /** How many slopes had to be computed in exact integers. */
  readonly settledExactly: number;
}

/** How a walk passes kinks: by bounds alone, or by the piece each unit ends on. */
interface Kinks {
  activation(operation: ActivationOperation, node: number, input: number): void;
  maximum(operation: MaximumOperation, node: number, input: number): void;
}

/**
 * Walks directions through a network without its biases: the slopes of every value, from every
 * input at once.
 *
 * Two ways through kinks. `bounds` decides no unit, which is all that the regime of a direction
 * takes; `along` decides the piece of every unit. (The walk of one ray, `certifiedWalk`, is apart:
 * there pieces hang on intercepts, which it computes beside the slopes. A second walk of slopes
 * would cost it a forward pass.)
 *
 * Arithmetic: certified float64; exact integers where the bounds do not decide.
 *
 * Source: claim `slopes-ignore-input` (F3).
 */
export class SlopeWalk {
  /** The network that is walked. */
  readonly biasFree: Network;
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

  /**
   * The slopes of the logits. Overwritten by the next walk.
   *
   * @param direction - shape [D], finite, not all zero
   */
  bounds(direction: ArrayLike<number>): CertifiedVector {
    const { values } = this;
    this.walk(direction, {
      activation: (operation, node, input) => {
        boundActivation(operation, values[input], values[node + 1]);
      },
      maximum: (operation, node, input) => {
        boundMaximum(operation, values[input], values[node + 1]);
      },
    });
    return values[this.biasFree.output];
  }

  /**
   * The slopes of every value, and the piece of every unit.
   *
   * @param direction - shape [D], finite, not all zero
   */
  along(direction: ArrayLike<number>): UnitSlopes {
    const signs: (Int8Array | null)[] = this.biasFree.nodes.map(() => null);
    const winners: (readonly Winners[] | null)[] = this.biasFree.nodes.map(() => null);
    this.walk(direction, {
      activation: (operation, node, input) => {
        signs[node] = this.bend(operation, input, this.values[node + 1]);
      },
      maximum: (operation, node, input) => {
        winners[node] = operation.groups.map((group, g) => this.largest(input, group, node, g));
      },
    });
    return { values: this.values, signs, winners, settledExactly: this.settled };
  }

  /** The slopes along the last direction as exactly as the network's constants are known. */
  exactly(): GermSource {
    // Slopes do not depend on the origin, so any will do.
    this.exact ??= exactGerms(this.biasFree, null, this.direction);
    return this.exact;
  }

  private walk(direction: ArrayLike<number>, kinks: Kinks): void {
    const { biasFree, values } = this;
    this.exact = undefined;
    this.direction = direction;
    this.settled = 0;
    values[0].setExact(direction);
    biasFree.nodes.forEach(({ operation, inputs }, node) => {
      const out = values[node + 1];
      switch (operation.kind) {
        case 'affine': {
          const operands = inputs.map((v) => values[v]);
          certifiedAffine(operation, operands, true, out);
          return;
        }
        case 'maximum':
          kinks.maximum(operation, node, inputs[0]);
          break;
        case 'activation':
          kinks.activation(operation, node, inputs[0]);
          break;
        case 'general':
          throw beyondPiecewiseAffine(operation.name, 'SlopeWalk');
        default:
          unknownOperation(operation, 'SlopeWalk');
      }
      out.listActive();
    });
  }

  private bend(operation: ActivationOperation, input: number, out: CertifiedVector): Int8Array {
    const x = this.values[input];
    const signs = new Int8Array(operation.size);
    for (let i = 0; i < signs.length; i++) {
      const sign = this.signOf(input, i);
      signs[i] = sign;
      const { slopes, exact } = linesOf(operation, i);
      if (sign === 0) {
        out.setEntry(i, 0);
      } else if (sign === UNDECIDED && slopes.length > 1) {
        // On either side: at most the larger of the two.
        const steepest = Math.max(...Array.from(slopes, Math.abs));
        const most = (Math.abs(x.values[i]) + x.errors[i]) * steepest * (1 + 2 ** -50);
        out.values[i] = 0;
        out.errors[i] = Number.isFinite(most) ? most + Number.MIN_VALUE : Infinity;
      } else {
        const factor = slopes[sign > 0 ? slopes.length - 1 : 0];
        if (exact && factor === 1) out.copyEntry(i, x, i);
        else if (exact && factor === 0) out.setEntry(i, 0);
        else scale(x, i, factor, out);
      }
    }
    return signs;
  }

  private signOf(value: number, i: number): -1 | 0 | 1 | typeof UNDECIDED {
    const { values, errors } = this.values[value];
    if (boundsDecideSign(this.biasFree, this.values, value, i)) return values[i] > 0 ? 1 : -1;
    if (errors[i] === 0) return 0;
    this.settled++;
    const { slope } = this.exactly().at(value, i);
    const nearest = nearestWithError(slope);
    values[i] = nearest.value;
    errors[i] = nearest.error;
    return slope.sign ?? UNDECIDED;
  }

  /** The entries of a group with the largest slope, which becomes the maximum's. */
  private largest(value: number, group: Int32Array, node: number, g: number): Winners {
    const x = this.values[value];
    const slope = (i: number) => this.exactly().at(value, i).slope;
    const difference = (i: number, j: number) => slope(i).subtract(slope(j));
    const { top, known, settled } = decideTop(x, { slope, difference }, group);
    this.settled += settled;
    const out = this.values[node + 1];
    if (known) {
      out.copyEntry(g, x, top[0]);
    } else {
      // The largest is one of them, so it lies within all their bounds.
      const lower = Math.min(...top.map((i) => x.lowerOf(i)));
      const upper = Math.max(...top.map((i) => x.upperOf(i)));
      out.setInterval(g, lower, upper);
    }
    return { entries: top, known };
  }
}

/** The pieces of a unit of a bias-free network: a slope on the left, and one on the right. */
function linesOf(operation: ActivationOperation, i: number): FloatLines {
  const f = operation.functionOf(i);
  if (f.kind === 'piecewise' && f.lines) return f.lines;
  throw beyondPiecewiseAffine(f.name, 'SlopeWalk');
}

/** Entry i times a factor, which may be the double nearest to the right one. */
function scale(x: CertifiedVector, i: number, factor: number, out: CertifiedVector): void {
  const value = x.values[i] * factor;
  const inherited = x.errors[i] * Math.abs(factor);
  const tiny = Math.abs(value) < 2 ** -900 || !Number.isFinite(value);
  out.values[i] = value;
  // The product's rounding, and that of a factor that is no double.
  out.errors[i] = tiny ? Infinity : (inherited + Math.abs(value) * 2 ** -52) * (1 + 2 ** -50);
}
