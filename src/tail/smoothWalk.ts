import type { Network } from '../network/network.js';
import { certifiedAffine } from './certifiedAffine.js';
import { passActivation } from './smoothActivation.js';
import { SmoothGerms, UndecidedGerm } from './smoothGerms.js';
import { passMaximum } from './smoothMaximum.js';

/**
 * Walks once through a network of affine operations, maxima and activations with asymptotes, and
 * makes what every value is far out on a ray.
 *
 * Arithmetic: certified float64; signs of slopes exact where the bounds leave them open.
 *
 * @param origin - shape [D], finite
 * @param direction - shape [D], finite
 * @throws UndecidedGerm where that does not tell: other operations, activations exactly on a kink,
 *   constants that are known too little
 *
 * Source: claim `slopes-ignore-shape`.
 */
export function smoothWalk(
  network: Network,
  origin: Float64Array,
  direction: Float64Array,
): SmoothGerms {
  const germs = new SmoothGerms(network, origin, direction);
  for (let k = 0; k < network.nodes.length; k++) {
    const { operation, inputs } = network.nodes[k];
    const [a, b] = [germs.intercepts[k + 1], germs.slopes[k + 1]];
    switch (operation.kind) {
      case 'affine':
        // Intercepts are for reading: their bounds are worth a product more than those of slopes.
        certifiedAffine(operation, germs.operands[k].a, false, a, true);
        certifiedAffine(operation, germs.operands[k].b, true, b);
        continue;
      case 'activation':
        passActivation(germs, operation, inputs[0], k + 1);
        break;
      case 'maximum':
        passMaximum(germs, operation, inputs[0], k + 1);
        break;
      default:
        throw new UndecidedGerm();
    }
    a.listActive();
    b.listActive();
  }
  return germs;
}
