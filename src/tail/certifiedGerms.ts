import type { Network } from '../network/network.js';
import type { CertifiedVector } from './certifiedVector.js';
import { exactGerms } from './exactGerms.js';
import type { Germ, GermSource } from './germ.js';
import { type GermWorkspace, workspaceOf } from './germWorkspace.js';
import { LastChange } from './lastChange.js';
import { nearestWithError } from './nearestWithError.js';

/**
 * The germs at infinity along a ray in float64 with certified error bounds, as far as a walk has
 * come (`certifiedWalk`); what the bounds cannot decide is decided exactly, unit by unit.
 *
 * `intercepts[v]` and `slopes[v]` are those of value v. The vectors live in a workspace that the next
 * walk over the same network overwrites: copy what is to be kept.
 */
export class CertifiedGerms {
  readonly intercepts: readonly CertifiedVector[];
  readonly slopes: readonly CertifiedVector[];
  readonly pattern: (Int32Array | null)[] = [];
  /** Null: not known. */
  boundary: boolean | null = false;
  /** The last change of piece: an estimate, and bounds of the exact value. */
  readonly from = new LastChange();
  /** How many comparisons the bounds decided, and how many went to exact integers. */
  readonly decisions = { certified: 0, exact: 0 };
  /** For each node, the vectors its operation reads. */
  readonly operands: GermWorkspace['operands'];
  /** Where the ray starts; one array for rays from one point that follow each other. */
  readonly origin: Float64Array;
  /** Which intercepts depend on the origin alone, and are there before the walk. */
  readonly start: GermWorkspace['start'];
  private exactGerms: GermSource | undefined;

  constructor(
    readonly network: Network,
    origin: ArrayLike<number>,
    private readonly direction: ArrayLike<number>,
  ) {
    const workspace = workspaceOf(network);
    this.intercepts = workspace.intercepts;
    this.slopes = workspace.slopes;
    this.operands = workspace.operands;
    this.start = workspace.start;
    this.origin = this.start.place(origin, workspace);
    this.slopes[0].setExact(direction);
  }

  /** The exact germs along the same ray, made when first needed. */
  get exact(): GermSource {
    this.exactGerms ??= exactGerms(this.network, this.origin, this.direction);
    return this.exactGerms;
  }

  /** Replaces a germ by its exact value, rounded to the nearest doubles. */
  settle(value: number, i: number): void {
    this.decisions.exact++;
    this.setGerm(value, i, this.exact.at(value, i));
  }

  /** Sets a germ to an exact one, rounded to the nearest doubles. */
  setGerm(value: number, i: number, { intercept, slope }: Germ): void {
    for (const [vector, exact] of [
      [this.intercepts[value], intercept],
      [this.slopes[value], slope],
    ] as const) {
      const { value: nearest, error } = nearestWithError(exact);
      vector.values[i] = nearest;
      vector.errors[i] = error;
    }
  }
}
