import type { ResultTable } from './experiment.js';
import type { ExperimentReport } from './runExperiment.js';

/** An experiment's result as Markdown, figures linked by file name. Deterministic. */
export function renderReport(report: ExperimentReport): string {
  const { settings, environment } = report;
  const data = settings.dataSets.length > 0 ? `Data: ${settings.dataSets.join(', ')}. ` : '';
  const lines = [
    `# ${report.title}`,
    '',
    `${report.source}. ${data}Seeds: ${settings.seeds.join(', ')}; ${settings.epochs} epochs${settings.rows === null ? '' : `; ${settings.rows} rows of each data set`}; backend ${environment.backend}.`,
    '',
  ];
  if (report.claims.length > 0) {
    lines.push(
      ...markdownTable({
        title: 'What the data say of the claims',
        head: ['claim', 'scope', 'verdict', 'estimate', '95 % interval', 'remark'],
        rows: report.claims.map((claim) => [
          `${claim.statement} (${claim.source})`,
          claim.scope,
          claim.verdict,
          claim.estimate.toFixed(4),
          `${claim.interval.lower.toFixed(4)} … ${claim.interval.upper.toFixed(4)}${claim.basis === 'rows' ? ', rows only' : ''}`,
          claim.remark ?? claim.quantity,
        ]),
      }),
    );
  }
  for (const table of report.tables) lines.push(...markdownTable(table));
  for (const { name, title } of report.figures) lines.push(`![${title}](${name}.svg)`, '');
  if (report.notes.length > 0) {
    lines.push('## Notes', '', ...report.notes.map((note) => `- ${note}`), '');
  }
  return lines.join('\n');
}

function markdownTable({ title, head, rows, note }: ResultTable): string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    `## ${title}`,
    '',
    ...(rows.length === 0
      ? ['None.']
      : [line(head), line(head.map(() => '---')), ...rows.map(line)]),
    '',
    ...(note ? [note, ''] : []),
  ];
}
