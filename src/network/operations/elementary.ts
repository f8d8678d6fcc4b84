import type { Domain } from '../domain.js';
import type { ElementaryFunction } from '../elementaryFunction.js';
import { GeneralOperation } from './general.js';

/** `y_i = f(x_i)` for a function without asymptotes: a power, exp, log, sin, cos. */
export class ElementaryOperation extends GeneralOperation {
  readonly name: string;

  constructor(
    readonly size: number,
    readonly f: ElementaryFunction,
  ) {
    super();
    this.name = f.kind === 'power' ? `a power of ${f.exponent}` : f.kind;
  }

  forEachRead(unit: number, visit: (input: number, entry: number) => void): void {
    visit(0, unit);
  }

  output<X>(unit: number, [x]: readonly ArrayLike<X>[], domain: Domain<X>): X {
    return this.beyond(domain).elementary(this.f, x[unit]);
  }
}
