import { checkArguments } from '../errors/checkArguments.js';
import { text } from '../errors/kinds.js';
import { lawList } from './argumentKinds.js';
import type { Law } from './law.js';
import { type LawReport, lawReport } from './lawReport.js';
import { checkLaw, type LawResult } from './lawResult.js';

/**
 * Checks laws over a subject, one after the other, and reports each. An exception of the subject is
 * a finding. For detectors `runDetectorLaws` does more.
 *
 * @param laws - for example `METRIC_LAWS`
 *
 * @example
 * ```ts
 * const metrics = { name: 'mine', auroc: (id, ood) => auroc(id, ood) };
 * (await runLaws('mine', metrics, METRIC_LAWS)).failed; // 0
 * ```
 */
export async function runLaws<Subject>(
  name: string,
  subject: Subject,
  laws: readonly Law<Subject>[],
): Promise<LawReport> {
  checkArguments('runLaws', { name: [name, text], laws: [laws, lawList] });
  const results: LawResult[] = [];
  for (const law of laws) results.push(await checkLaw(law, subject));
  return lawReport(name, results);
}
