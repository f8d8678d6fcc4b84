import type { Evidence } from '../evidence/evidence.js';

/** Writes evidence in one format. A pure function of the evidence: same evidence, same bytes. */
export interface Exporter {
  readonly fileName: string;
  write(evidence: Evidence): string | Promise<string>;
}
