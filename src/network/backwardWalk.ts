import { type Network, sizeOfValue } from './network.js';
import type { LinearDomain } from './operationOver.js';

/**
 * The vector-Jacobian product `cotangentᵀ · ∂f/∂x`, in one backward walk over a domain.
 *
 * @param cotangent - shape [C]
 * @returns shape [D]
 */
export function walkBack<X>(
  network: Network,
  domain: LinearDomain<X>,
  cotangent: ArrayLike<X>,
): X[] {
  const zeros = (value: number) => new Array<X>(sizeOfValue(network, value)).fill(domain.zero);
  const cotangents: (X[] | undefined)[] = [];
  cotangents[network.output] = Array.from(cotangent);
  for (let node = network.nodes.length - 1; node >= 0; node--) {
    const above = cotangents[node + 1];
    if (!above) continue;
    const { operation, inputs } = network.nodes[node];
    inputs.forEach((value, input) => {
      const below = (cotangents[value] ??= zeros(value));
      operation.pullBack(above, input, domain, below, node);
    });
  }
  return cotangents[0] ?? zeros(0);
}
