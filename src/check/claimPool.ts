import { Piscina } from 'piscina';
import { compiledModule } from '../files/compiledModule.js';
import type { TimedEvidence } from './claimWorker.js';
import type { Settings } from './settings.js';

/** Cases of each kind that all threads together keep for the claims to come: about 600 MB. */
const KEPT_IN_ALL = 2000;

/** Threads that check claims, one claim at a time each. */
export class ClaimPool {
  private readonly pool: Piscina;

  constructor(threads: number) {
    this.pool = new Piscina({
      // Exact numbers live for one case: with more room for the young, few are copied in vain.
      resourceLimits: { maxYoungGenerationSizeMb: 64 },
      filename: compiledModule('./claimWorker.js', import.meta.url).href,
      workerData: { kept: Math.ceil(KEPT_IN_ALL / threads) },
      minThreads: threads,
      maxThreads: threads,
    });
  }

  /** Checks the claim of the catalogue with this id. */
  check(claim: string, settings: Settings): Promise<TimedEvidence> {
    return this.pool.run({ claim, settings });
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}
