import type { Domain } from '../domain.js';
import { GeneralOperation } from './general.js';

/** Softmax within groups of entries; every entry is in one group. */
export class SoftmaxOperation extends GeneralOperation {
  readonly name = 'softmax';
  readonly size: number;
  private readonly groupOf: Int32Array;
  private readonly positionOf: Int32Array;
  /** The shares of the groups of the last inputs, for one pass over the units. */
  private readonly shares = new WeakMap<object, Map<number, readonly unknown[]>>();

  constructor(readonly groups: readonly Int32Array[]) {
    super();
    this.size = groups.reduce((sum, group) => sum + group.length, 0);
    this.groupOf = new Int32Array(this.size);
    this.positionOf = new Int32Array(this.size);
    groups.forEach((group, g) => {
      group.forEach((entry, position) => {
        this.groupOf[entry] = g;
        this.positionOf[entry] = position;
      });
    });
  }

  forEachRead(unit: number, visit: (input: number, entry: number) => void): void {
    for (const entry of this.groups[this.groupOf[unit]]) visit(0, entry);
  }

  output<X>(unit: number, [x]: readonly ArrayLike<X>[], domain: Domain<X>): X {
    const group = this.groupOf[unit];
    let known = this.shares.get(x);
    if (!known) this.shares.set(x, (known = new Map()));
    let shares = known.get(group) as readonly X[] | undefined;
    if (!shares) {
      shares = this.beyond(domain).softmax(this.groups[group], x);
      known.set(group, shares);
    }
    return shares[this.positionOf[unit]];
  }
}
