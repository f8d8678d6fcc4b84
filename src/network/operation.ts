import type { Domain, UnitPlace } from './domain.js';
import type { ActivationOperation } from './operations/activation.js';
import type { AffineOperation } from './operations/affine.js';
import type { GeneralOperation } from './operations/general.js';
import type { MaximumOperation } from './operations/maximum.js';
import type { UnivariateFunction } from './univariate.js';

/**
 * The operations a network is made of, one file each in `operations/`.
 *
 * Most layers are one of them or a few in a row: a dense layer, a convolution, batch
 * normalisation, average pooling, concatenation and a residual sum are affine; ReLU, a clip and
 * GELU are activations, functions of one variable; max-pooling is a maximum. All else (products,
 * quotients, softmax, trees) is general: what no engine has a way of its own for. An engine that
 * has a faster way for some operation tells them apart by `kind`, and ends its list with
 * `unknownOperation`.
 */
export type Operation = AffineOperation | ActivationOperation | MaximumOperation | GeneralOperation;

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

/**
 * Ends an engine's list of operations: does not compile while one is missing from it, and refuses
 * to run on one.
 */
export function unknownOperation(operation: never, engine: string): never {
  const { kind } = operation as { kind: string };
  throw new RangeError(`${engine}: knows no operation of kind ${JSON.stringify(kind)}`);
}
