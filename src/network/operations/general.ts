import { InputError } from '../../errors/inputError.js';
import type { BeyondAffine, Domain } from '../domain.js';
import type { LinearDomain, OperationOver } from '../operationOver.js';

/**
 * An operation that is neither affine, nor a function of one variable, nor a maximum: a product, a
 * quotient, softmax, trees.
 *
 * Engines of piecewise-affine networks have one answer for all of these, `beyondPiecewiseAffine`;
 * a new one is a class of its own and touches no engine.
 */
export abstract class GeneralOperation implements OperationOver {
  readonly kind = 'general';
  /** What it is called in messages. */
  abstract readonly name: string;
  abstract readonly size: number;

  abstract forEachRead(unit: number, visit: (input: number, entry: number) => void): void;

  abstract output<X>(
    unit: number,
    inputs: readonly ArrayLike<X>[],
    domain: Domain<X>,
    node: number,
  ): X;

  /** No engine walks backwards through these: their slopes are not constant on pieces. */
  pullBack<X>(_above: ArrayLike<X>, _input: number, _domain: LinearDomain<X>): void {
    throw beyondPiecewiseAffine(this.name, 'pullBack');
  }

  protected beyond<X>({ beyond }: Domain<X>): BeyondAffine<X> {
    if (beyond) return beyond;
    throw beyondPiecewiseAffine(this.name, 'this analysis');
  }
}

/**
 * What an engine of piecewise-affine networks throws where a network holds something that it does
 * not decide: `unsupported`, by name.
 */
export function beyondPiecewiseAffine(name: string, engine: string): InputError {
  return new InputError(engine, [
    {
      code: 'unsupported',
      path: 'network',
      value: name,
      rule: 'is not piecewise affine, which this needs',
      remedy: 'use a network without it; its limits along rays are what `farfield tail` decides',
    },
  ]);
}
