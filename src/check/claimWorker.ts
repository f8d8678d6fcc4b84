import { claimById } from '../claims/claimById.js';
import { checkClaim } from './checkClaim.js';
import type { ClaimEvidence } from './evidence.js';
import type { Settings } from './settings.js';

/** What a worker thread runs: checks one claim of the catalogue. */
export default function checkOne(task: {
  readonly claim: string;
  readonly settings: Settings;
}): Promise<ClaimEvidence> {
  return checkClaim(claimById(task.claim), task.settings);
}
