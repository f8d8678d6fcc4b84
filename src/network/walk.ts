import type { Domain } from './domain.js';
import type { Network } from './network.js';
import { OnDemandWalk } from './onDemand.js';

/**
 * Interprets a network over a domain: the one walk.
 *
 * @param input - shape [D]
 * @returns every value on the way: `values[0]` is the input, `values[k + 1]` what node k makes
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[2]], bias: [1] }] });
 * walk(network, EXACT, [Real.of(3)])[1][0].toString(); // '7/1'
 * ```
 */
export function walk<X>(
  network: Network,
  domain: Domain<X>,
  input: ArrayLike<X>,
): readonly ArrayLike<X>[] {
  const values: ArrayLike<X>[] = [input];
  network.nodes.forEach(({ operation, inputs }, node) => {
    const read = inputs.map((value) => values[value]);
    const out = new Array<X>(operation.size);
    for (let i = 0; i < out.length; i++) out[i] = operation.output(i, read, domain, node);
    values.push(out);
  });
  return values;
}

/** The same walk on demand. */
export class EntryWalk<X> extends OnDemandWalk {
  private readonly values: X[][];

  /** @param input - shape [D] */
  constructor(
    network: Network,
    private readonly domain: Domain<X>,
    input: readonly X[],
  ) {
    super(network);
    this.values = [
      [...input],
      ...network.nodes.map(({ operation }) => new Array<X>(operation.size)),
    ];
  }

  /** Every entry of a value. */
  of(value: number): readonly X[] {
    this.require(value);
    return this.values[value];
  }

  /** One entry of a value. */
  at(value: number, index: number): X {
    this.require(value, [index]);
    return this.values[value][index];
  }

  protected has(value: number, index: number): boolean {
    return this.values[value][index] !== undefined;
  }

  protected make(node: number, unit: number): void {
    const { operation, inputs } = this.network.nodes[node];
    const read = inputs.map((value) => this.values[value]);
    this.values[node + 1][unit] = operation.output(unit, read, this.domain, node);
  }
}
