import { capabilityOf } from '../network/capability.js';
import type { Network } from '../network/network.js';
import { AffineAuditor } from './affineAuditor.js';
import type { AuditGround, DirectionAuditor } from './auditGround.js';
import { LimitAuditor } from './limitAuditor.js';

/** Whether rays of a network are decided by germs a + t·b of its logits. */
export function hasGerms(network: Network): boolean {
  return capabilityOf(network).piecewiseAffine && network.outputs !== 'probabilities';
}

/** The auditor that decides most of a network: by germs where it has them, else by limits. */
export function auditorOf(ground: AuditGround): DirectionAuditor {
  return hasGerms(ground.network) ? new AffineAuditor(ground) : new LimitAuditor(ground);
}
