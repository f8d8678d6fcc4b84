import { grouped } from '../page/countWords.js';
import type { Audit } from './auditRun.js';
import { basisOf } from './auditTable.js';
import { directionColumns } from './directionColumns.js';
import { headlineOf, headlineParts } from './headline.js';
import { measuredText } from './measuredDetector.js';
import { aurocText, flagText, scaleText } from './numberText.js';
import { posteriorText } from './posteriorEnd.js';
import { rankedDirections } from './ranking.js';

/** Directions the Markdown report lists: a CI job summary may have 1 MiB. */
const MOST_ROWS = 200;
/** Detectors that get a column beside the directions. */
const MOST_COLUMNS = 8;

/** Writes an audit as GitHub-flavoured Markdown that fits a CI job summary. */
export function renderAuditMarkdown(audit: Audit): string {
  const { measured, posterior } = audit;
  const ranked = rankedDirections(audit.directions);
  const shown = ranked.slice(0, MOST_ROWS);
  const columns = audit.detectors.slice(0, MOST_COLUMNS);
  const told = directionColumns(audit, shown);
  const lines = [`# farfield: audit of ${escapeMarkdown(audit.network.name)}`, ''];
  if (audit.violations.length > 0) {
    lines.push('## Violated policies', '');
    for (const { policy, message, directions } of audit.violations) {
      const labels = directions
        .slice(0, 10)
        .map((index) => escapeMarkdown(audit.directions[index].label));
      const more = directions.length - labels.length;
      lines.push(
        `- **${escapeMarkdown(policy)}**: ${escapeMarkdown(message)}${labels.length > 0 ? `: ${labels.join(', ')}${more > 0 ? ` and ${grouped(more)} more` : ''}` : ''}`,
      );
    }
    lines.push('');
  } else if (audit.policies.length > 0) {
    lines.push(`All policies are kept: ${escapeMarkdown(audit.policies.join(', '))}.`, '');
  }
  const headline = headlineOf(audit);
  if (headline) {
    const parts = headlineParts(audit, headline).map((part) =>
      typeof part === 'string' ? escapeMarkdown(part) : `*${escapeMarkdown(part.emphasised)}*`,
    );
    lines.push(parts.join(''), '');
  }
  lines.push('## Summary', '', ...audit.summary.sentences.map((s) => `- ${escapeMarkdown(s)}`), '');
  if (audit.detectors.length > 0) {
    lines.push(
      '## Detectors',
      '',
      ...table(
        ['detector', 'blind', 'flags after t_ε', 'flags by t_ε', 'not known', 'flags at σ'],
        audit.detectors.map(({ name, blind, late, undecided, directions, flagDistance }) => [
          name,
          ...[blind, late, directions - blind - late - undecided, undecided].map(String),
          scaleText(flagDistance),
        ]),
      ),
      '',
    );
  }
  if (shown.length > 0) {
    lines.push(
      '## Directions that end in certainty',
      '',
      ...table(
        [
          'direction',
          ...told.map(({ heading }) => heading),
          ...columns.map(({ name }) => `${name} flags from`),
          ...(measured ? [`${measured.name} (measured)`] : []),
          ...(posterior ? ['posterior ends at'] : []),
        ],
        shown.map((direction) => [
          direction.label,
          ...told.map(({ text }) => text(direction)),
          ...columns.map((_, d) => {
            const found = direction.detectors[d];
            return [flagText(found), ...aurocText(found)].join(', ');
          }),
          ...(measured ? [measuredText(measured, direction.index)] : []),
          ...(posterior ? [posteriorText(posterior, direction.index)] : []),
        ]),
      ),
      '',
    );
    if (ranked.length > shown.length) {
      const left = grouped(ranked.length - shown.length);
      lines.push(`… and ${left} more in \`audit.html\` and \`audit.json\`.`, '');
    }
  }
  lines.push('## Basis', '', ...basisOf(audit).map((line) => `- ${escapeMarkdown(line)}`), '');
  lines.push('---', '', `farfield ${audit.tool.version}, seed ${audit.seed}.`);
  return `${lines.join('\n')}\n`;
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [line(headings), `|${headings.map(() => ' --- |').join('')}`, ...rows.map(line)];
}

/** Text that Markdown shows as it is, on one line. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]|~$#]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}
