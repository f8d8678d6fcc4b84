import type { Domain } from '../domain.js';
import { GeneralOperation } from './general.js';

/** `y_i = x_i where condition_i > 0, else z_i`: inputs condition, x and z, of one size. */
export class ChoiceOperation extends GeneralOperation {
  readonly name = 'a choice by a computed condition';

  constructor(readonly size: number) {
    super();
  }

  forEachRead(unit: number, visit: (input: number, entry: number) => void): void {
    for (const input of [0, 1, 2]) visit(input, unit);
  }

  output<X>(unit: number, [condition, x, z]: readonly ArrayLike<X>[], domain: Domain<X>): X {
    return this.beyond(domain).choose(
      condition[unit],
      () => x[unit],
      () => z[unit],
    );
  }
}
