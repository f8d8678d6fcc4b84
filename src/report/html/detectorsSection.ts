import type { ClaimEvidence } from '../../evidence/evidence.js';
import { html, type Markup } from '../../page/markup.js';
import { mathText } from '../../page/mathText.js';
import { detectorsAtInfinity } from '../detectorsAtInfinity.js';
import { verdictBadge } from './verdictBadge.js';

/** The table of what each detector does infinitely far out; nothing without such claims. */
export function detectorsSection(claims: readonly ClaimEvidence[]): Markup | null {
  const rows = detectorsAtInfinity(claims);
  if (rows.length === 0) return null;
  return html`<section aria-labelledby="detectors-heading">
<h2 id="detectors-heading">Detectors at infinity</h2>
<p>What the score of each post-hoc detector does where the network becomes certain of a class, however far out. Scores are novelty scores, higher is more out-of-distribution: a detector is blind in a direction if its score does not end above the threshold.</p>
<table class="claims" role="table" aria-labelledby="detectors-heading">
<thead role="rowgroup"><tr role="row">${HEADINGS.map(
    (heading) => html`<th role="columnheader" scope="col">${heading}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">
${rows.map(
  ({ id, detector, blindness, behaviour, endings, asPrinted, repaired }) =>
    html`<tr role="row"><td role="rowheader" data-heading="${HEADINGS[0]}"><a href="#${id}">${mathText(detector)}</a></td><td role="cell" data-heading="${HEADINGS[1]}">${mathText(blindness)}</td><td role="cell" data-heading="${HEADINGS[2]}"><span>${mathText(behaviour)}${endings === '' ? null : html` <span class="note">Generated: ${endings}.</span>`}</span></td><td role="cell" data-heading="${HEADINGS[3]}"><span>${verdictBadge(asPrinted)}${repaired === null ? null : html` <span class="line">repaired: ${verdictBadge(repaired)}</span>`}</span></td></tr>\n`,
)}</tbody>
</table>
<p class="note">Whether a score grows, and which way, is decided in exact arithmetic for the fitted parameters as stored. How often generated cases end which way says nothing about networks in use.</p>
</section>`;
}

const HEADINGS = ['Detector', 'Blind?', 'Behaviour', 'Verdict'] as const;
