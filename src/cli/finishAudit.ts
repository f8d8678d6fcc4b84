import { isAbsolute, relative, resolve } from 'node:path';
import { writeAudit, writeShard } from '../audit/auditReports.js';
import type { Audit, AuditRun } from '../audit/auditRun.js';
import { auditTable } from '../audit/auditTable.js';
import { type BaselineComparison, compareAudits, openRegressions } from '../audit/baseline.js';
import { guardAdvice } from '../audit/guardAdvice.js';
import type { ImageShape } from '../audit/imageShape.js';
import { readAcceptances, readBaseline } from '../audit/readBaseline.js';
import { auditJson } from '../audit/serializeAudit.js';
import { tellContinuousIntegration } from './auditInCi.js';
import { baselineLines } from './baselineLines.js';
import type { Terminal } from './terminal.js';
import { writeIndex } from './writeIndex.js';

/** Where an audit goes, and what it is compared with. */
export interface AuditEnd {
  readonly terminal: Terminal;
  /** The path of the network as given. */
  readonly path: string;
  readonly shape: ImageShape | null;
  readonly out?: string;
  readonly baseline?: string;
  readonly accept?: string;
}

/**
 * Writes the reports of an audit, compares it with its baseline, tells whoever watches, and sets the
 * exit code: 1 where a policy is violated or, beside a baseline, where something got worse.
 */
export async function finishAudit(run: AuditRun, end: AuditEnd): Promise<void> {
  const { terminal, path, shape, out } = end;
  const { audit } = run;
  if (audit.shard) {
    if (out !== undefined) await writeShard(out, run, path);
    terminal.result(auditJson(audit), () => auditLines(run, terminal, out ?? null, path));
    process.exitCode = 0;
    return;
  }
  if (out !== undefined) {
    await writeAudit(out, run, { shape, network: fromHere(path) });
    await writeIndex(out);
  }
  const comparison = await comparisonOf(audit, end);
  await tellContinuousIntegration(audit, comparison, { network: path, env: process.env });
  terminal.result(
    comparison ? { ...auditJson(audit), baseline: comparison } : auditJson(audit),
    () => [
      ...auditLines(run, terminal, out ?? null, path),
      ...(comparison ? ['', ...baselineLines(comparison, terminal)] : []),
    ],
  );
  // Beside a baseline only what got worse is a finding.
  const findings = comparison
    ? [...openRegressions(comparison), ...comparison.policies]
    : audit.violations;
  process.exitCode = findings.length > 0 ? 1 : 0;
}

/** Relative to the current folder, where it lies in it: as code scanning tools want paths. */
function fromHere(path: string): string {
  const found = relative(process.cwd(), resolve(path));
  return isAbsolute(path) && !found.startsWith('..') && !isAbsolute(found) ? found : path;
}

/** The audit beside the older one of `--baseline`; null without one. */
async function comparisonOf(
  found: Audit,
  { baseline, accept }: AuditEnd,
): Promise<BaselineComparison | null> {
  if (baseline === undefined) return null;
  const accepted = accept === undefined ? [] : await readAcceptances(accept);
  return compareAudits(await readBaseline(baseline, found), found, accepted);
}

/** The audit as lines of a terminal. */
function auditLines(
  { audit: found }: AuditRun,
  terminal: Terminal,
  out: string | null,
  path: string,
) {
  const advice = guardAdvice(found, path);
  const table = auditTable(found, out);
  return [
    ...table.findings.map((sentence, n) => (n === 0 ? terminal.paint('bold', sentence) : sentence)),
    '',
    ...(table.rows.length > 0 ? [...terminal.table(table.rows)] : []),
    ...(table.more ? [table.more] : []),
    ...(table.rows.length > 0 ? [''] : []),
    ...(table.matrix.length > 0 ? [...terminal.table(table.matrix), ''] : []),
    ...(table.detectors.length > 0 ? [...terminal.table(table.detectors), ''] : []),
    ...table.basis.map((line) => terminal.paint('dim', line)),
    ...(found.policies.length > 0 && !found.shard ? ['', ...policyLines(found, terminal)] : []),
    ...(advice ? [`A guard that ends this: ${advice.command}`] : []),
    ...(out === null
      ? []
      : found.shard
        ? [`Of this part: ${out}/audit.json, audit.curves.json`]
        : [
            `Reports: ${out}/audit.html, audit.json, audit.md, audit.sarif, audit.junit.xml, directions.csv`,
          ]),
  ];
}

function policyLines({ policies, violations }: Audit, terminal: Terminal): string[] {
  return policies.map((policy) => {
    const violation = violations.find((candidate) => candidate.policy === policy);
    return violation
      ? `${terminal.paint('red', 'violated')}  ${policy}: ${violation.message}`
      : `${terminal.paint('green', 'kept')}      ${policy}`;
  });
}
