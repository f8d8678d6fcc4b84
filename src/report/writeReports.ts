import type { Evidence } from '../evidence/evidence.js';
import { type NamedText, writeTogether } from '../files/writeTogether.js';
import type { Exporter } from './exporter.js';
import { htmlExporter } from './html/renderHtml.js';
import { junitExporter } from './renderJunit.js';
import { markdownExporter } from './renderMarkdown.js';
import { jsonExporter, serializeEvidence } from './serializeEvidence.js';

/** What a run writes; add a format by adding a line. */
export const EXPORTERS: readonly Exporter[] = [
  jsonExporter,
  htmlExporter,
  markdownExporter,
  junitExporter,
];

/**
 * Writes evidence.json, report.html, report.md and junit.xml to a directory, made if need be.
 *
 * Nothing there is replaced before all new files are complete: see {@link writeTogether}.
 *
 * @returns the paths written
 * @throws InputError `failed` if the directory or a file in it cannot be written
 *
 * @example
 * ```ts
 * await writeReports('reports', evidence); // ['reports/evidence.json', 'reports/report.html', …]
 * ```
 */
export async function writeReports(directory: string, evidence: Evidence): Promise<string[]> {
  // What is in evidence.json, and nothing else: a run, and a merge of files, write the same reports.
  const recorded: Evidence = JSON.parse(serializeEvidence(evidence));
  const files: NamedText[] = [];
  for (const exporter of EXPORTERS) {
    files.push({ name: exporter.fileName, text: await exporter.write(recorded) });
  }
  return writeTogether(directory, files);
}
