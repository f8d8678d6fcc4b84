import type { Network } from '../network/network.js';
import type { AffineOperation, Operation } from '../network/operation.js';
import { certifiedAffine } from './certifiedAffine.js';
import { clip } from './certifiedClip.js';
import { CertifiedGerms } from './certifiedGerms.js';
import { takeMaximum } from './certifiedMaximum.js';
import { rectify } from './certifiedRectifier.js';

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
  origin: Float64Array,
  direction: Float64Array,
): CertifiedGerms {
  const germs = new CertifiedGerms(network, origin, direction);
  for (let k = 0; k < network.nodes.length; k++) {
    const { operation, inputs } = network.nodes[k]!;
    if (operation.kind === 'affine') {
      const { a, b } = germs.operands[k]!;
      certifiedAffine(operation, a, false, germs.intercepts[k + 1]!);
      certifiedAffine(operation, b, true, germs.slopes[k + 1]!);
      germs.pattern.push(null);
    } else {
      visit(germs, operation, inputs[0]!, k + 1);
    }
  }
  return germs;
}

type KinkedOperation = Exclude<Operation, AffineOperation>;

/** Makes value `out` from value `input` by an operation that has kinks. */
function visit(germs: CertifiedGerms, operation: KinkedOperation, input: number, out: number) {
  const states = new Int32Array(operation.size);
  germs.pattern.push(states);
  switch (operation.kind) {
    case 'rectifier':
      rectify(germs, operation, input, out, states);
      break;
    case 'clip':
      clip(germs, operation, input, out, states);
      break;
    case 'maximum':
      takeMaximum(germs, operation, input, out, states);
      break;
  }
  germs.intercepts[out]!.listActive();
  germs.slopes[out]!.listActive();
}
