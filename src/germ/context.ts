import { Interval } from '../exact/interval.js';
import type { Real } from '../exact/real.js';
import { Atoms } from './atoms.js';
import { Coefficient } from './coefficient.js';
import {
  addExpansions,
  constantExpansion,
  type Expansion,
  type Precision,
  remainderOf,
} from './expansion.js';
import { VANISHING } from './monomial.js';

/** What one walk of expansions shares: how far they are carried, and its transcendental numbers. */
export class Context implements Precision {
  /**
   * Whether some value is known to be bounded but not to converge: limits are then those of
   * subsequences, any of which has one that converges.
   */
  unsteady = false;
  /** Whether some function was met exactly on a kink for ever. */
  boundary = false;
  /** Whether some periodic function of a growing argument was met. */
  periodic = false;

  /**
   * @param phase - the t from which periodic functions are followed in steps of their period; null
   *   where they are only known to be bounded
   */
  constructor(
    readonly depth: number,
    readonly atoms: Atoms = new Atoms(),
    readonly phase: Real | null = null,
  ) {}

  /** A function that stays between two numbers, of which no more is known. */
  bounded(range: Real): Expansion {
    this.unsteady = true;
    return addExpansions(
      constantExpansion(Coefficient.atom(Interval.ofReal(range))),
      remainderOf(VANISHING),
      this,
    );
  }
}
