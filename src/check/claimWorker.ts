import { workerData } from 'piscina';
import { claimById } from '../claims/claimById.js';
import type { ClaimEvidence } from '../evidence/evidence.js';
import { checkClaim } from './checkClaim.js';
import type { Settings } from './settings.js';
import { SharedCases } from './sharedCases.js';

/** For as long as the thread lives. */
const cases = new SharedCases(workerData?.kept);

/** A claim's evidence and how long it took. */
export interface TimedEvidence {
  readonly evidence: ClaimEvidence;
  readonly durationMs: number;
}

/** What a worker thread runs: checks one claim of the catalogue. */
export default function checkOne(task: {
  readonly claim: string;
  readonly settings: Settings;
}): TimedEvidence {
  const start = performance.now();
  const evidence = checkClaim(claimById(task.claim), task.settings, cases);
  return { evidence, durationMs: performance.now() - start };
}
