/** A name in code type; one that no identifier looks like is plain text. */
export function code(content: string): string {
  return /^[\w.'-]+$/.test(content) ? `\`${content}\`` : escapeMarkdown(content);
}

/** Text that Markdown shows as it is, on one line. */
export function escapeMarkdown(content: string): string {
  return content
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]|~$#]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** A table of cells that are Markdown already. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
