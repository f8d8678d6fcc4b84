import { appendFile } from 'node:fs/promises';
import type { Audit } from '../audit/auditRun.js';
import { type BaselineComparison, openRegressions } from '../audit/baseline.js';
import { renderAuditMarkdown } from '../audit/renderAuditMarkdown.js';
import { InputError } from '../errors/inputError.js';
import { changeWords } from './baselineLines.js';

/** Annotations of one run: services show few. */
const MOST_ANNOTATIONS = 10;

/**
 * Tells a continuous integration service what it can show: a summary of the job, where it names a
 * file for that (`GITHUB_STEP_SUMMARY`), and an annotation for each violated policy and regression,
 * where it reads them (`GITHUB_ACTIONS`).
 *
 * Annotations go to stderr, which such services read as well: stdout may be JSON.
 *
 * @throws InputError `failed` if the summary cannot be written
 */
export async function tellContinuousIntegration(
  audit: Audit,
  comparison: BaselineComparison | null,
  { network, env }: { readonly network: string; readonly env: NodeJS.ProcessEnv },
): Promise<void> {
  const open = comparison ? openRegressions(comparison) : [];
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_ACTIONS: actions } = env;
  if (summary) {
    const list = open.map((change) => `- ${changeWords(change)}`);
    const regressions =
      comparison === null
        ? []
        : ['## Against the baseline', '', ...(list.length > 0 ? list : ['No regressions.']), ''];
    const text = [renderAuditMarkdown(audit), ...regressions].join('\n');
    await appendFile(summary, `${text}\n`).catch((error: NodeJS.ErrnoException) => {
      throw new InputError('GITHUB_STEP_SUMMARY', [
        {
          code: 'failed',
          path: summary,
          rule: `must be a file that can be written (${error.code})`,
          remedy: 'leave the variable out',
        },
      ]);
    });
  }
  if (actions !== 'true') return;
  const messages = [
    ...audit.violations.map(({ policy, message }) => ({
      title: `farfield: policy ${policy} is violated`,
      message,
    })),
    ...open.map((change) => ({
      title: 'farfield: regression against the baseline',
      message: changeWords(change),
    })),
  ];
  for (const { title, message } of messages.slice(0, MOST_ANNOTATIONS)) {
    const properties = `file=${property(network)},title=${property(title)}`;
    process.stderr.write(`::error ${properties}::${escaped(message)}\n`);
  }
}

function escaped(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return escaped(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
