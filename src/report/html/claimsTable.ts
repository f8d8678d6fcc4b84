import type { ClaimEvidence } from '../../evidence/evidence.js';
import { html, type Markup, trusted } from '../../page/markup.js';
import { type Cell, COLUMNS } from '../columns.js';
import { verdictBadge } from './verdictBadge.js';

/** The table of claims. On narrow screens every row becomes a card: hence the explicit roles. */
export function claimsTable(claims: readonly ClaimEvidence[]): Markup {
  return html`<section aria-labelledby="claims-heading">
<h2 id="claims-heading">Claims</h2>
<table class="claims" role="table" aria-labelledby="claims-heading">
<thead role="rowgroup"><tr role="row">${COLUMNS.map(
    ({ heading }) => html`<th role="columnheader" scope="col">${heading}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">
${claims.map(
  (claim) =>
    html`<tr role="row">${COLUMNS.map(
      ({ heading, cell }, k) =>
        html`<td role="${k === 0 ? 'rowheader' : 'cell'}" data-heading="${heading}">${cellMarkup(cell(claim))}</td>`,
    )}</tr>\n`,
)}</tbody>
</table>
<p class="note">Verdicts are decided in exact arithmetic, on the real-number function of the stored weights. Cases checked: those that met the hypotheses, of those generated, first as printed, then repaired.</p>
</section>`;
}

function cellMarkup(cell: Cell): Markup {
  switch (cell.kind) {
    case 'claim':
      return html`<a href="#${cell.id}"><code>${cell.id}</code></a><br><span class="title">${cell.title}</span>`;
    case 'text':
      return html`${cell.text}`;
    case 'lines':
      return html`<span>${cell.lines.map((line, k) => html`${k > 0 ? trusted('<br>') : ''}<span class="line">${line}</span>`)}</span>`;
    case 'verdict':
      return verdictBadge(cell.reading);
  }
}
