import type { Network } from '../network/network.js';
import { recession } from '../network/recession.js';
import type { CertifiedVector } from './certifiedVector.js';
import { exactGerms } from './exactGerms.js';
import type { GermSource } from './germ.js';
import { type GermWorkspace, workspaceOf } from './germWorkspace.js';
import { nearestWithError } from './nearestWithError.js';
import { boundsDecideSign } from './slopeSign.js';

/** Says that float64 and exact slopes leave something open: expansions have to tell. */
export class UndecidedGerm extends Error {}

/**
 * What values of a network of activations with asymptotes are far out on a ray, in certified
 * float64: `intercepts[v] + t·slopes[v] + o(1)`, as far as a walk has come (`smoothWalk`).
 *
 * Only the sign of a slope is ever decided. Where its bound leaves that open the slope is computed
 * exactly, from the bias-free network alone: so a slope that counts as 0, or as tied, is, by
 * identity and never by closeness. Intercepts are enclosed and decide nothing.
 *
 * The vectors live in a workspace that the next walk over the same network overwrites.
 */
export class SmoothGerms {
  readonly intercepts: readonly CertifiedVector[];
  readonly slopes: readonly CertifiedVector[];
  /** For each node, the vectors its operation reads. */
  readonly operands: GermWorkspace['operands'];
  /** How many comparisons the bounds decided, and how many needed exact slopes. */
  readonly decisions = { certified: 0, exact: 0 };
  private source: GermSource | undefined;

  constructor(
    readonly network: Network,
    origin: Float64Array,
    private readonly direction: Float64Array,
  ) {
    const { intercepts, slopes, operands } = workspaceOf(network);
    this.intercepts = intercepts;
    this.slopes = slopes;
    this.operands = operands;
    intercepts[0].setExact(origin);
    slopes[0].setExact(direction);
  }

  /** The exact germs of the bias-free network, made when first needed: its slopes are these. */
  get exact(): GermSource {
    this.source ??= exactGerms(recession(this.network), null, this.direction);
    return this.source;
  }

  /** Sees to it that the sign of a slope is that of its double. @throws UndecidedGerm */
  decideSlope(value: number, i: number): void {
    const isZero = this.slopes[value].values[i] === 0 && this.slopes[value].errors[i] === 0;
    if (isZero || boundsDecideSign(this.network, this.slopes, value, i)) {
      this.decisions.certified++;
    } else {
      this.settle(value, i);
    }
  }

  /** Replaces a slope by its exact value, rounded to the nearest double. @throws UndecidedGerm */
  settle(value: number, i: number): void {
    this.decisions.exact++;
    const { slope } = this.exact.at(value, i);
    // Of a network whose constants are enclosed only.
    if (slope.sign === null) throw new UndecidedGerm();
    const nearest = nearestWithError(slope);
    this.slopes[value].values[i] = nearest.value;
    this.slopes[value].errors[i] = nearest.error;
  }
}
