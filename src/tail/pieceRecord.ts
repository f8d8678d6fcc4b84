import { Real } from '../exact/real.js';
import type { Network } from '../network/network.js';
import type { Pattern } from '../network/pattern.js';
import type { Germ } from './germ.js';
import { isSwitchedOff } from './switchedOff.js';

/** The state of a unit whose piece is not known. */
export const UNKNOWN_PIECE = -1;

/** What a walk of germs chose: the piece of every unit, the last change of piece, the boundary. */
export class PieceRecord {
  /** As `Pattern`; `UNKNOWN_PIECE` where an enclosure does not decide. */
  readonly pattern: Pattern;
  /** The last t ≥ 0 at which a unit changes piece along its germ; null: not known. */
  from: Real | null = Real.zero;
  /** Whether a unit stays exactly on a kink for ever; null: not known. */
  boundary: boolean | null = false;

  constructor(private readonly network: Network) {
    this.pattern = network.nodes.map(({ operation }) =>
      operation.kind === 'affine' ? null : new Int32Array(operation.size),
    );
  }

  /** Takes note of a germ whose sign decides a piece: it changes at t = −intercept/slope. */
  meet({ intercept, slope }: Germ): void {
    if (slope.sign === null) {
      this.from = null;
      if (intercept.sign === 0 || intercept.sign === null) this.boundary ||= null;
      return;
    }
    if (slope.sign === 0) {
      if (intercept.sign === 0) this.boundary = true;
      else if (intercept.sign === null) this.boundary ||= null;
      return;
    }
    if (intercept.sign === 0 || intercept.sign === slope.sign || !this.from) return;
    this.from = this.from.maximum(intercept.negate().divide(slope));
  }

  /** Whether a candidate of a maximum and its winner are both constant near the ray. */
  bothOff(value: number, i: number, winner: number): boolean {
    return [i, winner].every((j) => isSwitchedOff(this.network, this.pattern, value, j));
  }
}
