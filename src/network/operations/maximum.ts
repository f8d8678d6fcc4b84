import type { Domain } from '../domain.js';
import type { LinearDomain, OperationOver } from '../operationOver.js';

/** `y_g = max over i in groups[g] of x_i`; no group is empty. */
export class MaximumOperation implements OperationOver {
  readonly kind = 'maximum';
  readonly size: number;

  constructor(readonly groups: readonly Int32Array[]) {
    this.size = groups.length;
  }

  forEachRead(unit: number, visit: (input: number, entry: number) => void): void {
    for (const i of this.groups[unit]) visit(0, i);
  }

  output<X>(unit: number, inputs: readonly ArrayLike<X>[], domain: Domain<X>, node: number): X {
    return domain.maximum(this.groups[unit], inputs[0], { node, unit });
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
      const winner = domain.winnerAt({ node, unit });
      below[winner] = domain.addScaled(below[winner], above[unit], 1, null);
    }
  }
}
