import { html, type Markup } from '../../page/markup.js';
import type { Audit } from '../auditRun.js';
import type { DirectionFinding } from '../directionFinding.js';
import { flagText, percentText, scaleText, seenText } from '../numberText.js';

/** Detectors that get a column; the matrix has all. */
const MOST_COLUMNS = 6;

/**
 * The directions that end in certainty, ranked: a table that can be read without scripts, and
 * sorted, searched and filtered with them.
 */
export function directionsTable(audit: Audit, ranked: readonly DirectionFinding[]): Markup {
  const detectors = audit.detectors.slice(0, MOST_COLUMNS);
  const distances = ranked.some(({ scales }) => scales[0].distance !== null);
  const headings = [
    'direction',
    'class',
    'γ at least',
    '99 % from',
    ...(distances ? ['in σ'] : []),
    'range',
    'box bound',
    '99.9 % from',
    'certainty',
    ...detectors.map(({ name }) => `${name} flags from`),
  ];
  return html`<div class="scroll tall"><table class="directions" id="directions"><thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead><tbody>
${ranked.map(({ index, label, top, gap, scales: [first, second], seen, detectors: found }) => {
  const values: readonly (readonly [number | string, string])[] = [
    [top[0], String(top[0])],
    [gap?.lower ?? 0, scaleText(gap?.lower ?? null)],
    [first.median, scaleText(first.median)],
    ...(distances ? [[first.distance ?? Infinity, scaleText(first.distance)] as const] : []),
    [
      first.min,
      first.min === first.max ? '–' : `${scaleText(first.min)} … ${scaleText(first.max)}`,
    ],
    [first.bound ?? Infinity, scaleText(first.bound)],
    [second.median, scaleText(second.median)],
    [seen?.created?.beyond.median ?? Infinity, seenText(seen)],
  ];
  return html`<tr data-i="${index}"><th scope="row">${label}</th>${values.map(([value, text]) => html`<td data-v="${sortable(value)}">${text}</td>`)}${detectors.map(
    (_, d) => {
      const { blind, flagScale, limitAuroc } = found[d];
      const state =
        blind === null ? 'unknown' : blind ? 'blind' : found[d].timely ? 'timely' : 'late';
      const auroc =
        limitAuroc === null
          ? 'AUROC at infinity not known'
          : `AUROC at infinity ${percentText(limitAuroc)}`;
      return html`<td class="${state}" data-v="${sortable(blind ? Infinity : (flagScale ?? Infinity))}" title="${auroc}">${flagText(found[d])}</td>`;
    },
  )}</tr>
`;
})}</tbody></table></div>`;
}

/** A sort key that scripts read back as a number. */
function sortable(value: number | string): string {
  return value === Infinity ? '1e999' : String(value);
}
