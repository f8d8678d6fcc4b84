import { Piscina } from 'piscina';
import type { AuditedDirection } from './auditDirections.js';
import type { AuditRay } from './auditRay.js';
import type { AuditTask, WorkerGround } from './auditWorker.js';

/** Threads that audit directions, on one copy of the weights. */
export class AuditPool {
  private readonly pool: Piscina<AuditTask, AuditedDirection[]>;

  constructor(threads: number, ground: WorkerGround) {
    this.pool = new Piscina({
      filename: new URL('./auditWorker.js', import.meta.url).href,
      minThreads: threads,
      maxThreads: threads,
      workerData: ground,
    });
  }

  audit(rays: readonly AuditRay[], firstIndex: number): Promise<AuditedDirection[]> {
    return this.pool.run({ rays, firstIndex });
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}
