import { html, type Markup } from '../../page/markup.js';
import type { Audit } from '../auditRun.js';
import { directionColumns } from '../directionColumns.js';
import type { DirectionFinding } from '../directionFinding.js';
import { flagText, percentText } from '../numberText.js';
import { scrollBox } from './scrollBox.js';

/** Detectors that get a column; the matrix has all. */
const MOST_COLUMNS = 6;

/**
 * The directions that end in certainty, ranked: a table that can be read without scripts, and
 * sorted, searched and filtered with them.
 */
export function directionsTable(audit: Audit, ranked: readonly DirectionFinding[]): Markup {
  const detectors = audit.detectors.slice(0, MOST_COLUMNS);
  const told = directionColumns(audit, ranked);
  const headings = [
    'direction',
    ...told.map(({ heading }) => heading),
    ...detectors.map(({ name }) => `${name} flags from`),
  ];
  return scrollBox(
    'Directions that end in certainty',
    html`<table class="directions" id="directions"><thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead><tbody>
${ranked.map((direction) => {
  const { index, label, detectors: found } = direction;
  return html`<tr data-i="${index}"><th scope="row">${label}</th>${told.map(({ text, value, isWords }) => html`<td class="${isWords ? 'words' : 'number'}" data-v="${sortable(value(direction))}">${text(direction)}</td>`)}${detectors.map(
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
})}</tbody></table>`,
    true,
  );
}

/** A sort key that scripts read back as a number. */
function sortable(value: number): string {
  return value === Infinity ? '1e999' : String(value);
}
