import { workerData } from 'piscina';
import { type Batch, Classifier } from '../detectors/index.js';
import { type AuditedDirection, type AuditGround, DirectionAuditor } from './auditDirections.js';
import type { AuditRay } from './auditRay.js';
import { type Fitting, fitDetectors } from './fittedDetectors.js';
import { networkOfShared, type SharedNetwork } from './sharedNetwork.js';

/** What a thread needs to make the ground of an audit; weights and data are shared memory. */
export interface WorkerGround extends Omit<AuditGround, 'network' | 'fitting'> {
  readonly network: SharedNetwork;
  readonly fitting: FittingRequest | null;
}

/** What detectors are fitted with. A fitted one holds functions, which no message can carry. */
export interface FittingRequest {
  readonly inputs: Batch;
  readonly labels: Int32Array | null;
  readonly ids: readonly string[];
  readonly seed: number;
  readonly lenient: boolean;
  readonly flagRate: number;
}

/** Directions next to each other. */
export interface AuditTask {
  readonly rays: readonly AuditRay[];
  readonly firstIndex: number;
}

let auditor: DirectionAuditor | undefined;

/** What a worker thread runs: audits some directions. */
export default function auditSome({ rays, firstIndex }: AuditTask): AuditedDirection[] {
  auditor ??= makeAuditor(workerData as WorkerGround);
  return auditor.audit(rays, firstIndex);
}

function makeAuditor({ network: plain, fitting: request, ...ground }: WorkerGround) {
  const network = networkOfShared(plain);
  const fitting: Fitting | null =
    request &&
    fitDetectors(new Classifier(network), request.inputs, request.labels, request.ids, request);
  return new DirectionAuditor({ ...ground, network, fitting });
}
