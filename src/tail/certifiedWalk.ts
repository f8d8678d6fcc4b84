import type { Network } from '../network/network.js';
import { unknownOperation } from '../network/operation.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import { activate, isRectifier, rectify } from './certifiedActivation.js';
import { certifiedAffine } from './certifiedAffine.js';
import { CertifiedGerms } from './certifiedGerms.js';
import { takeMaximum } from './certifiedMaximum.js';

/**
 * Walks once through the network and makes the germs of every value along a ray, the pattern at
 * infinity, the last change of piece and the boundary flag.
 *
 * Arithmetic: certified float64, exact where the bounds cannot decide. Decisions are always right;
 * values carry their errors.
 *
 * @param origin - shape [D], finite
 * @param direction - shape [D], finite
 *
 * Source: claim `eventually-affine` (F1).
 */
export function certifiedWalk(
  network: Network,
  origin: ArrayLike<number>,
  direction: ArrayLike<number>,
): CertifiedGerms {
  const germs = new CertifiedGerms(network, origin, direction);
  for (let k = 0; k < network.nodes.length; k++) {
    const { operation, inputs } = network.nodes[k];
    const [a, b] = [germs.intercepts[k + 1], germs.slopes[k + 1]];
    const states = operation.kind === 'affine' ? null : new Int32Array(operation.size);
    germs.pattern.push(states);
    switch (operation.kind) {
      case 'affine':
        if (!germs.start.has(k + 1)) certifiedAffine(operation, germs.operands[k].a, false, a);
        certifiedAffine(operation, germs.operands[k].b, true, b);
        continue;
      case 'activation':
        if (isRectifier(operation)) {
          rectify(germs, operation, inputs[0], k + 1, states!);
          continue;
        }
        activate(germs, operation, inputs[0], k + 1, states!);
        break;
      case 'maximum':
        takeMaximum(germs, operation, inputs[0], k + 1, states!);
        break;
      case 'general':
        throw beyondPiecewiseAffine(operation.name, 'certifiedWalk');
      default:
        unknownOperation(operation, 'certifiedWalk');
    }
    a.listActive();
    b.listActive();
  }
  return germs;
}
