import { writeTogether } from '../files/writeTogether.js';
import type { AuditRun } from './auditRun.js';
import { renderAuditHtml } from './html/renderAuditHtml.js';
import type { ImageShape } from './imageShape.js';
import { renderMarkdown } from './renderMarkdown.js';
import { renderSarif } from './renderSarif.js';
import { serializeAudit } from './serializeAudit.js';

/** What reports show beside the findings. */
export interface ReportContext {
  readonly shape: ImageShape | null;
  /** The path of the network as given: where SARIF places its results. */
  readonly network: string;
}

/**
 * Writes audit.json, audit.html, audit.md and audit.sarif to a folder, all or none.
 *
 * @returns the paths written
 * @throws InputError `failed` if the folder or a file in it cannot be written
 */
export async function writeAudit(
  folder: string,
  run: AuditRun,
  { shape, network }: ReportContext,
): Promise<string[]> {
  return writeTogether(folder, [
    { name: 'audit.json', text: serializeAudit(run.audit) },
    { name: 'audit.html', text: renderAuditHtml(run, shape) },
    { name: 'audit.md', text: renderMarkdown(run.audit) },
    { name: 'audit.sarif', text: renderSarif(run.audit, network) },
  ]);
}
