import { dyadicOf } from '../exact/dyadic.js';
import type { Network } from '../network/network.js';
import type { AffineOperation, Operation } from '../network/operation.js';
import { certifiedAffine } from './certifiedAffine.js';
import { clip } from './certifiedClip.js';
import { takeMaximum } from './certifiedMaximum.js';
import { rectify } from './certifiedRectifier.js';
import type { CertifiedVector } from './certifiedVector.js';
import { ExactGerms } from './exactGerms.js';
import { workspaceOf } from './germWorkspace.js';
import { LastChange } from './lastChange.js';
import { nearestWithError } from './nearestWithError.js';

/**
 * The germs at infinity along a ray in float64 with certified error bounds; what the bounds cannot
 * decide is decided in exact integers, unit by unit.
 *
 * One walk makes `intercepts[v]`, `slopes[v]` for every value v, the pattern at infinity, the last
 * change of piece and the boundary flag. Decisions are always right; values carry their errors.
 *
 * The vectors live in a workspace that the next walk over the same network overwrites: copy what
 * is to be kept.
 */
export class CertifiedGerms {
  readonly intercepts: readonly CertifiedVector[];
  readonly slopes: readonly CertifiedVector[];
  readonly pattern: (Int32Array | null)[] = [];
  boundary = false;
  /** The last change of piece: an estimate, and bounds of the exact value. */
  readonly from = new LastChange();
  /** How many comparisons the bounds decided, and how many went to exact integers. */
  readonly decisions = { certified: 0, exact: 0 };
  private exactGerms: ExactGerms | undefined;

  constructor(
    readonly network: Network,
    private readonly origin: Float64Array,
    private readonly direction: Float64Array,
  ) {
    const { intercepts, slopes, operands } = workspaceOf(network);
    this.intercepts = intercepts;
    this.slopes = slopes;
    intercepts[0]!.setExact(origin);
    slopes[0]!.setExact(direction);
    for (let k = 0; k < network.nodes.length; k++) {
      const { operation, inputs } = network.nodes[k]!;
      if (operation.kind === 'affine') {
        const { a, b } = operands[k]!;
        certifiedAffine(operation, a, false, intercepts[k + 1]!);
        certifiedAffine(operation, b, true, slopes[k + 1]!);
        this.pattern.push(null);
      } else {
        this.visit(operation, inputs[0]!, k + 1);
      }
    }
  }

  /** The exact germs along the same ray, made when first needed. */
  get exact(): ExactGerms {
    this.exactGerms ??= new ExactGerms(
      this.network,
      Array.from(this.origin, dyadicOf),
      Array.from(this.direction, dyadicOf),
    );
    return this.exactGerms;
  }

  /** Replaces a germ by its exact value, rounded to the nearest doubles. */
  settle(value: number, i: number): void {
    this.decisions.exact++;
    const { intercept, slope } = this.exact.at(value, i);
    for (const [vector, exact] of [
      [this.intercepts[value]!, intercept],
      [this.slopes[value]!, slope],
    ] as const) {
      const { value: nearest, error } = nearestWithError(exact);
      vector.values[i] = nearest;
      vector.errors[i] = error;
    }
  }

  /** Makes value `out` from value `input` by an operation that has kinks. */
  private visit(operation: KinkedOperation, input: number, out: number): void {
    const states = new Int32Array(operation.size);
    this.pattern.push(states);
    switch (operation.kind) {
      case 'rectifier':
        rectify(this, operation, input, out, states);
        break;
      case 'clip':
        clip(this, operation, input, out, states);
        break;
      case 'maximum':
        takeMaximum(this, operation, input, out, states);
        break;
    }
    this.intercepts[out]!.listActive();
    this.slopes[out]!.listActive();
  }
}

type KinkedOperation = Exclude<Operation, AffineOperation>;
