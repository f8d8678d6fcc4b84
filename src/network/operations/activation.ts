import type { Domain } from '../domain.js';
import type { LinearDomain, OperationOver } from '../operationOver.js';
import type { UnivariateFunction } from '../univariate.js';

/** `y_i = f_i(x_i)`: a function of one variable at every unit. */
export class ActivationOperation implements OperationOver {
  readonly kind = 'activation';

  /**
   * @param functions - the different functions of its units
   * @param which - for each unit its function; null if all have the first
   */
  constructor(
    readonly size: number,
    readonly functions: readonly UnivariateFunction[],
    readonly which: Int32Array | null = null,
  ) {}

  /** The function of a unit. */
  functionOf(unit: number): UnivariateFunction {
    return this.functions[this.which ? this.which[unit] : 0];
  }

  forEachRead(unit: number, visit: (input: number, entry: number) => void): void {
    visit(0, unit);
  }

  output<X>(unit: number, inputs: readonly ArrayLike<X>[], domain: Domain<X>, node: number): X {
    return domain.apply(this.functionOf(unit), inputs[0][unit], { node, unit });
  }

  pullBack<X>(
    above: ArrayLike<X>,
    _input: number,
    domain: LinearDomain<X>,
    below: X[],
    node: number,
  ): void {
    for (let unit = 0; unit < this.size; unit++) {
      if (domain.isZero(above[unit])) continue;
      const passed = domain.timesSlope(this.functionOf(unit), above[unit], { node, unit });
      if (!domain.isZero(passed)) below[unit] = domain.addScaled(below[unit], passed, 1, null);
    }
  }
}
