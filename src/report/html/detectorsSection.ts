import type { ClaimEvidence } from '../../evidence/evidence.js';
import { html, type Markup } from '../../page/markup.js';
import { mathText } from '../../page/mathText.js';
import { detectorsAtInfinity, sharedHypotheses } from '../detectorsAtInfinity.js';
import { verdictBadge } from './verdictBadge.js';

/** The table of what each detector does infinitely far out; nothing without such claims. */
export function detectorsSection(claims: readonly ClaimEvidence[]): Markup | null {
  const rows = detectorsAtInfinity(claims);
  if (rows.length === 0) return null;
  const shared = sharedHypotheses(claims);
  return html`<section aria-labelledby="detectors-heading">
<h2 id="detectors-heading">Detectors at infinity</h2>
<p>What the score of each post-hoc detector does where the network becomes certain of a class, however far out. Scores are novelty scores, higher is more out-of-distribution: a detector is blind in a direction if its score does not end above the threshold.</p>
${shared.length === 0 ? null : html`<p id="detectors-hypotheses">Hypotheses of most of them (a claim with others lists its own): ${mathText(shared.join('; '))}.</p>`}
<table class="claims lines" role="table" aria-labelledby="detectors-heading">
<thead role="rowgroup"><tr role="row">${HEADINGS.map(
    (heading) => html`<th role="columnheader" scope="col">${heading}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">
${rows.map(
  ({ id, detector, blindness, endings, asPrinted, repaired }) =>
    html`<tr role="row">${[
      html`<a href="#${id}">${mathText(detector)}</a>`,
      mathText(blindness),
      html`${endings}`,
      html`<span>${verdictBadge(asPrinted)}${repaired === null ? null : html` repaired: ${verdictBadge(repaired)}`}</span>`,
    ].map(
      (cell, k) =>
        html`<td role="${k === 0 ? 'rowheader' : 'cell'}" data-heading="${HEADINGS[k]}">${cell}</td>`,
    )}</tr>\n`,
)}</tbody>
</table>
<p class="note">Whether a score grows, and which way, is decided in exact arithmetic for the fitted parameters as stored. How often generated cases end which way says nothing about networks in use.</p>
</section>`;
}

const HEADINGS = ['Detector', 'Blind?', 'Generated cases', 'Verdict'] as const;
