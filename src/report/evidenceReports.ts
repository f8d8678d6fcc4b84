import { checkArguments } from '../errors/checkArguments.js';
import { list, optional, record, text } from '../errors/kinds.js';
import type { Evidence } from '../evidence/evidence.js';
import { parseEvidence } from '../evidence/parseEvidence.js';
import { type NamedText, refuseFileAsFolder, writeTogether } from '../files/writeTogether.js';
import { compactHtml } from '../page/compactHtml.js';
import { type ReportFormat, reportFiles } from '../page/reportFormat.js';
import { renderHtml } from './html/renderHtml.js';
import { renderJunit } from './renderJunit.js';
import { renderMarkdown } from './renderMarkdown.js';
import { NO_PLACE, type RepositoryView, repositoryView } from './repositoryView.js';
import { serializeEvidence } from './serializeEvidence.js';

/** A run, and what its reports can link to from where they will lie. */
interface Placed {
  readonly evidence: Evidence;
  readonly view: RepositoryView;
}

/** What a run writes; add a format by adding a line. */
const FORMATS: readonly ReportFormat<Placed>[] = [
  { fileName: 'evidence.json', write: ({ evidence }) => serializeEvidence(evidence) },
  {
    fileName: 'report.html',
    write: async ({ evidence, view }) => compactHtml(await renderHtml(evidence, view)),
  },
  { fileName: 'report.md', write: ({ evidence }) => renderMarkdown(evidence) },
  { fileName: 'junit.xml', write: ({ evidence }) => renderJunit(evidence) },
];

/**
 * The reports of a run: `evidence.json`, `report.html`, `report.md` and `junit.xml`. The same
 * evidence gives the same bytes.
 *
 * @param only - names of the files wanted; all four if absent
 * @throws InputError with everything that is wrong with the evidence; `unknown_value` for a name
 *
 * @example
 * ```ts
 * const evidence = await verifyClaims({ claims: ['softmax-increasing'], runs: 5, workers: 0 });
 * const [{ text }] = await evidenceReports(evidence, ['report.md']);
 * text.split('\n')[0]; // '# farfield: evidence'
 * ```
 */
export async function evidenceReports(
  evidence: Evidence,
  only?: readonly string[],
): Promise<NamedText[]> {
  checkArguments('evidenceReports', {
    evidence: [evidence, record({})],
    only: [only, optional(list(text))],
  });
  return filesOf(parseEvidence(evidence, 'evidence'), only);
}

/**
 * Writes the reports of a run to a folder, made if need be, all or none.
 *
 * @returns the paths written
 * @throws InputError `failed` if the folder or a file in it cannot be written
 */
export async function writeReports(folder: string, evidence: Evidence): Promise<string[]> {
  await refuseFileAsFolder(folder);
  return writeTogether(folder, await filesOf(evidence, undefined, repositoryView(folder)));
}

/** What is in evidence.json, and nothing else: a run, and a merge of files, write the same reports. */
function filesOf(
  evidence: Evidence,
  only?: readonly string[],
  view: RepositoryView = NO_PLACE,
): Promise<NamedText[]> {
  return reportFiles({ evidence: JSON.parse(serializeEvidence(evidence)), view }, FORMATS, only);
}
