import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { list, nullable, optional, record, text, whole } from '../errors/kinds.js';
import { type NamedText, writeTogether } from '../files/writeTogether.js';
import { type ReportFormat, reportFiles } from '../page/reportFormat.js';
import type { AuditRun } from './auditRun.js';
import { renderAuditHtml } from './html/renderAuditHtml.js';
import type { ImageShape } from './imageShape.js';
import { renderAuditJunit } from './renderAuditJunit.js';
import { renderAuditMarkdown } from './renderAuditMarkdown.js';
import { renderDirectionsCsv } from './renderDirectionsCsv.js';
import { renderSarif } from './renderSarif.js';
import { serializeAudit, serializeCurves } from './serializeAudit.js';

/** What reports of an audit show beside the findings. */
export interface ReportContext {
  /** Draws heat maps if the inputs are an image. */
  readonly shape?: ImageShape | null;
  /** The path of the network as given, where SARIF places its results; its name if absent. */
  readonly network?: string;
}

type Reported = AuditRun & ReportContext;

/** What an audit writes; add a format by adding a line. */
const FORMATS: readonly ReportFormat<Reported>[] = [
  { fileName: 'audit.json', write: ({ audit }) => serializeAudit(audit) },
  { fileName: 'audit.html', write: (run) => renderAuditHtml(run, run.shape ?? null, run.network) },
  { fileName: 'audit.md', write: ({ audit }) => renderAuditMarkdown(audit) },
  {
    fileName: 'audit.sarif',
    write: ({ audit, network }) => renderSarif(audit, network ?? audit.network.name),
  },
  { fileName: 'directions.csv', write: ({ audit }) => renderDirectionsCsv(audit) },
  { fileName: 'audit.junit.xml', write: ({ audit }) => renderAuditJunit(audit) },
];

/**
 * The reports of an audit: `audit.json`, `audit.html`, `audit.md`, `audit.sarif`, `directions.csv`
 * and `audit.junit.xml`. The same run gives the same bytes.
 *
 * @param run - what `audit` gives
 * @param only - names of the files wanted; all if absent
 * @throws InputError `unknown_value` for a name
 *
 * @example
 * ```ts
 * const [{ text }] = await auditReports(await audit(network), {}, ['audit.md']);
 * text.split('\n')[0]; // '# farfield: audit of network'
 * ```
 */
export async function auditReports(
  run: AuditRun,
  context: ReportContext = {},
  only?: readonly string[],
): Promise<NamedText[]> {
  checkArguments('auditReports', {
    run: [run, auditRun],
    context: [context, reportContext],
    only: [only, optional(list(text))],
  });
  if (run.curves.length !== run.audit.directions.length) {
    throw new InputError('auditReports', [
      {
        code: 'shape_mismatch',
        path: 'run.curves.length',
        value: run.curves.length,
        rule: `must equal run.audit.directions.length=${run.audit.directions.length}`,
        remedy: 'pass what audit gave',
      },
    ]);
  }
  return reportFiles({ ...run, ...context }, FORMATS, only);
}

const auditRun = record({
  audit: record({ network: record({}), summary: record({}), directions: list(record({})) }),
  curves: list(nullable(record({}))),
});
const reportContext = record({
  shape: optional(nullable(record({ channels: whole(1), height: whole(1), width: whole(1) }))),
  network: optional(text),
});

/**
 * Writes the reports of an audit to a folder, all or none.
 *
 * @returns the paths written
 * @throws InputError `failed` if the folder or a file in it cannot be written
 */
export async function writeAudit(
  folder: string,
  run: AuditRun,
  context: ReportContext,
): Promise<string[]> {
  return writeTogether(folder, await auditReports(run, context));
}

/**
 * Writes what `mergeAudits` takes of a shard to a folder: its audit, and the curves of its directions.
 *
 * @param network - the path of the network as given
 * @throws InputError `failed` if the folder or a file in it cannot be written
 */
export async function writeShard(
  folder: string,
  { audit, curves }: AuditRun,
  network: string,
): Promise<string[]> {
  return writeTogether(folder, [
    { name: 'audit.json', text: serializeAudit(audit) },
    { name: 'audit.curves.json', text: serializeCurves({ schemaVersion: 1, network, curves }) },
  ]);
}
