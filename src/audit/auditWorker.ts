import { workerData } from 'piscina';
import { Classifier } from '../detectors/index.js';
import { networkOfShared, type SharedNetwork } from '../network/sharedNetwork.js';
import type { AuditedDirection, AuditGround, DirectionAuditor } from './auditGround.js';
import { auditorOf } from './auditorOf.js';
import type { AuditPart, FittingRequest } from './auditThreads.js';
import { type Fitting, fitDetectors } from './fittedDetectors.js';

/** What a thread needs to make the ground of an audit; weights and data are shared memory. */
export interface WorkerGround extends Omit<AuditGround, 'network' | 'fitting'> {
  readonly network: SharedNetwork;
  readonly fitting: FittingRequest | null;
}

let auditor: DirectionAuditor | undefined;

/** What a worker thread runs: audits some directions. */
export default function auditSome({ rays, firstIndex }: AuditPart): AuditedDirection[] {
  auditor ??= makeAuditor(workerData as WorkerGround);
  return auditor.audit(rays, firstIndex);
}

function makeAuditor({ network: plain, fitting: request, ...ground }: WorkerGround) {
  const network = networkOfShared(plain);
  const fitting: Fitting | null =
    request && fitDetectors(new Classifier(network), request.split, request.ids, request);
  return auditorOf({ ...ground, network, fitting });
}
