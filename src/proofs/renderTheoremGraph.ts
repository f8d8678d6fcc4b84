import type { Audit, AuditedTheorem } from './readAudit.js';

/** Sizes in pixels. */
const COLUMN = 330;
const ROW = 13;
const MARGIN = 16;
const FONT = 10;

/** Where a theorem stands. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Draws which theorem uses which, as SVG.
 *
 * A theorem stands one column to the right of the last one it uses, so that all lines lead from
 * left to right. Refutations are set in italics; the file and the statement are in the tooltip.
 *
 * @example
 * ```ts
 * renderTheoremGraph(readAudit()).startsWith('<svg'); // true
 * ```
 */
export function renderTheoremGraph({ theorems }: Audit): string {
  const depth = depths(theorems);
  const rows = new Map<number, number>();
  const places = new Map<string, Place>();
  for (const { name } of theorems) {
    const column = depth.get(name)!;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    places.set(name, { x: MARGIN + column * COLUMN, y: MARGIN + (row + 1) * ROW });
  }
  const width = 2 * MARGIN + Math.max(1, rows.size) * COLUMN;
  const height = 2 * MARGIN + (Math.max(1, ...rows.values()) + 1) * ROW;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="${FONT}">`,
    '<title>Which theorem uses which</title>',
    '<rect width="100%" height="100%" fill="#fff"/>',
    '<g fill="none" stroke="#4a6fa5" stroke-opacity="0.35" stroke-width="0.7">',
    ...theorems.flatMap(({ name, uses }) =>
      uses.map((used) => edge(places.get(used)!, places.get(name)!, used)),
    ),
    '</g>',
    '<g fill="#222">',
    ...theorems.map((theorem) => label(theorem, places.get(theorem.name)!)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** The length of the longest chain of theorems that ends in each. */
function depths(theorems: readonly AuditedTheorem[]): ReadonlyMap<string, number> {
  const uses = new Map(theorems.map((theorem) => [theorem.name, theorem.uses]));
  const known = new Map<string, number>();
  const depthOf = (name: string): number => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const depth = Math.max(-1, ...(uses.get(name) ?? []).map(depthOf)) + 1;
    known.set(name, depth);
    return depth;
  };
  for (const { name } of theorems) depthOf(name);
  return known;
}

function edge(from: Place, to: Place, name: string): string {
  const start = from.x + Math.min(COLUMN - 30, 8 + name.length * FONT * 0.56);
  const middle = (start + to.x) / 2;
  const [y, end] = [from.y - FONT / 3, to.y - FONT / 3];
  const at = (value: number) => value.toFixed(1);
  return `<path d="M${at(start)} ${at(y)}C${at(middle)} ${at(y)} ${at(middle)} ${at(end)} ${at(to.x - 3)} ${at(end)}"/>`;
}

function label({ name, file, statement, verdict }: AuditedTheorem, { x, y }: Place): string {
  const style = verdict === 'refuted-formally' ? ' font-style="italic"' : '';
  const tooltip = escapeXml(`${file}: ${statement}`);
  return `<text x="${x}" y="${y}"${style}>${escapeXml(name)}<title>${tooltip}</title></text>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
