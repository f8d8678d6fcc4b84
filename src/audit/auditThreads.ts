import type { Batch } from '../detectors/index.js';
import type { AuditedDirection, AuditGround } from './auditGround.js';
import type { AuditRay } from './auditRay.js';

/** Directions next to each other, as many as a thread gets at a time. */
export interface AuditPart {
  readonly rays: readonly AuditRay[];
  readonly firstIndex: number;
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

/** Threads among which the directions of an audit can be shared out. */
export interface AuditThreads {
  /** How many an audit takes that does not say. */
  readonly most: number;
  /**
   * Audits directions on threads.
   *
   * @param note - told how many directions are done, part by part
   */
  audit(
    threads: number,
    ground: AuditGround,
    request: FittingRequest | null,
    parts: readonly AuditPart[],
    note: (done: number) => void,
  ): Promise<AuditedDirection[]>;
}
