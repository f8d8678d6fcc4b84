import type { AuditedDirection, AuditGround } from './auditGround.js';
import type { AuditRay } from './auditRay.js';
import type { FittingSplit } from './fittedDetectors.js';

/** Directions next to each other, as many as a thread gets at a time. */
export interface AuditPart {
  readonly rays: readonly AuditRay[];
  readonly firstIndex: number;
}

/** What detectors are fitted with. A fitted one holds functions, which no message can carry. */
export interface FittingRequest {
  readonly split: FittingSplit;
  readonly ids: readonly string[];
  readonly lenient: boolean;
  readonly flagRate: number;
}

/** Threads among which the directions of an audit can be shared out. */
export interface AuditThreads {
  /** How many an audit takes that does not say. */
  readonly most: number;
  /** What detectors are fitted with, in memory of all threads. */
  share(split: FittingSplit): FittingSplit;
  /**
   * Audits directions on threads.
   *
   * @param request - its split is shared
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
