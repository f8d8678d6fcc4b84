import type { Domain } from '../domain.js';
import { GeneralOperation } from './general.js';

/** `y_i = 1 where x_i > 0, else 0`: what comparisons of computed values make. */
export class StepOperation extends GeneralOperation {
  readonly name = 'a comparison of computed values';

  constructor(readonly size: number) {
    super();
  }

  forEachRead(unit: number, visit: (input: number, entry: number) => void): void {
    visit(0, unit);
  }

  output<X>(unit: number, [x]: readonly ArrayLike<X>[], domain: Domain<X>): X {
    return this.beyond(domain).choose(
      x[unit],
      () => domain.constant(1, null),
      () => domain.constant(0, null),
    );
  }
}
