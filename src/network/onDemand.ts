import { type Network, sizeOfValue } from './network.js';

/**
 * A walk that makes the entries asked for, and what these depend on, and no more.
 *
 * First marks backwards, then computes forwards: no recursion, so depth is no limit.
 */
export abstract class OnDemandWalk {
  /** How many entries have been computed. */
  computed = 0;

  constructor(readonly network: Network) {}

  /** Whether an entry has been made. */
  protected abstract has(value: number, index: number): boolean;

  /** Makes output `unit` of a node, all that it reads having been made. */
  protected abstract make(node: number, unit: number): void;

  /** Makes entries of a value; all of them if none are named. */
  protected require(value: number, indices?: readonly number[]): void {
    const { nodes } = this.network;
    const wanted: (Set<number> | undefined)[] = [];
    const want = (v: number, i: number) => {
      if (!this.has(v, i)) (wanted[v] ??= new Set()).add(i);
    };
    if (indices) for (const i of indices) want(value, i);
    else for (let i = 0; i < sizeOfValue(this.network, value); i++) want(value, i);
    for (let v = value; v >= 1; v--) {
      const marked = wanted[v];
      if (!marked) continue;
      const { operation, inputs } = nodes[v - 1];
      const read = (input: number, entry: number) => want(inputs[input], entry);
      for (const unit of marked) operation.forEachRead(unit, read);
    }
    for (let v = 1; v <= value; v++) {
      const marked = wanted[v];
      if (!marked) continue;
      this.computed += marked.size;
      for (const unit of marked) this.make(v - 1, unit);
    }
  }
}
