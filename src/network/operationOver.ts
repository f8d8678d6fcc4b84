import type { Domain, UnitPlace } from './domain.js';
import type { UnivariateFunction } from './univariate.js';

/** What every operation is: a way to make outputs from inputs, over any kind of numbers. */
export interface OperationOver {
  readonly kind: string;
  /** The number of outputs. */
  readonly size: number;

  /** Tells which entries of its inputs output `unit` depends on. */
  forEachRead(unit: number, visit: (input: number, entry: number) => void): void;

  /**
   * Output `unit`, over a domain.
   *
   * @param inputs - the values the node reads, in order
   * @param node - the node's number, for domains that record choices
   */
  output<X>(unit: number, inputs: readonly ArrayLike<X>[], domain: Domain<X>, node: number): X;

  /**
   * Adds what cotangents of the outputs are for one of the inputs: one step of a backward walk.
   *
   * @param above - one cotangent per output
   * @param input - which of the inputs
   * @param below - one per entry of that input, added to
   * @param node - the node's number
   */
  pullBack<X>(
    above: ArrayLike<X>,
    input: number,
    domain: LinearDomain<X>,
    below: X[],
    node: number,
  ): void;
}

/** Numbers that cotangents are, and the linear map that each unit is near the point in question. */
export interface LinearDomain<X> extends Pick<Domain<X>, 'addScaled'> {
  readonly zero: X;
  isZero(x: X): boolean;
  /** f′·x at a unit. */
  timesSlope(f: UnivariateFunction, x: X, place: UnitPlace): X;
  /** The entry a maximum takes at a unit. */
  winnerAt(place: UnitPlace): number;
}
