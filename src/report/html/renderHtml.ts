import type { Evidence } from '../../check/evidence.js';
import type { Exporter } from '../exporter.js';
import { summarize } from '../summary.js';

/** Writes the report as one self-contained page. */
export async function renderHtml(evidence: Evidence): Promise<string> {
  return `<!doctype html>\n<title>farfield evidence</title>\n<p>${summarize(evidence).ran} claims</p>\n`;
}

/** Writes report.html. */
export const htmlExporter: Exporter = { fileName: 'report.html', write: renderHtml };
