import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { Batch, LabelledObservations } from '../detectors/index.js';
import { selectObservations } from '../detectors/observations.js';
import { compiledModule } from '../files/compiledModule.js';
import type { Network } from '../network/network.js';
import { shared, shareNetwork } from '../network/sharedNetwork.js';
import { mapConcurrently } from '../threads/mapConcurrently.js';
import { type AuditOptions, audit } from './audit.js';
import type { AuditedDirection } from './auditGround.js';
import type { AuditRun } from './auditRun.js';
import type { AuditPart, AuditThreads } from './auditThreads.js';
import type { WorkerGround } from './auditWorker.js';

/**
 * Audits a network as `audit` of `farfield/core` does, on threads if there is much to do or
 * `workers` asks for them. The findings are the same, whatever the number of threads.
 *
 * @throws InputError for data, detectors or policies that do not fit the network or each other
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * const { audit: found } = await audit(network, { workers: 0 });
 * found.summary.saturating; // how many directions end in certainty
 * ```
 */
export function auditOnThreads(network: Network, options: AuditOptions = {}): Promise<AuditRun> {
  return audit(network, options, THREADS);
}

/**
 * Megabytes that a thread lets new objects take before it looks which are still used. Left alone V8
 * takes 48 a thread, and saves no time by it here: most of what a direction makes are typed arrays,
 * which lie elsewhere and are freed by the same look.
 */
const YOUNG_MEGABYTES = 12;

/** Worker threads on one copy of weights and data. */
const THREADS: AuditThreads = {
  most: Math.min(availableParallelism(), 8),
  share: ({ train, validation }) => ({
    train: sharedObservations(train),
    validation: sharedObservations(validation),
  }),
  async audit(threads, ground, request, parts, note) {
    const workers = Math.min(threads, parts.length);
    const workerData: WorkerGround = {
      ...ground,
      network: shareNetwork(ground.network),
      rows: ground.rows.map(shared),
      fitting: request && {
        split: request.split,
        ids: request.ids,
        lenient: request.lenient,
        flagRate: request.flagRate,
      },
    };
    const pool = new Piscina<AuditPart, AuditedDirection[]>({
      filename: compiledModule('./auditWorker.js', import.meta.url).href,
      minThreads: workers,
      maxThreads: workers,
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    });
    try {
      const audited = await mapConcurrently(parts, workers, async (part) => {
        const found = await pool.run(part);
        note(found.length);
        return found;
      });
      return audited.flat();
    } finally {
      await pool.destroy();
    }
  },
};

/** What was observed once, for all threads. */
function sharedObservations({ labels, ...observations }: LabelledObservations) {
  const part = (batch: Batch) => ({ ...batch, values: shared(batch.values) });
  return { ...selectObservations(observations, part), labels };
}
