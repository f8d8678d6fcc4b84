import type { ClaimEvidence } from '../../evidence/evidence.js';
import { counted } from '../../page/countWords.js';
import { html, type Markup } from '../../page/markup.js';
import { mathText } from '../../page/mathText.js';
import { genericWord } from '../genericWords.js';
import { PROOF_WORD_MEANS, proofWord, shortSource } from '../words.js';
import { verdictBadge } from './verdictBadge.js';

interface Column {
  readonly heading: string;
  cell(claim: ClaimEvidence): Markup | string;
}

/** A line a claim: what does not fit one is in the claim's section. */
const COLUMNS: readonly Column[] = [
  {
    heading: 'Claim',
    cell: ({ id, title }) => html`<a href="#${id}">${mathText(title)}</a>`,
  },
  { heading: 'Source', cell: ({ source }) => shortSource(source) },
  { heading: 'As printed', cell: ({ asPrinted }) => verdictBadge(asPrinted) },
  {
    heading: 'Repaired',
    cell: ({ repaired }) => (repaired === null ? '' : verdictBadge(repaired)),
  },
  {
    heading: 'In general',
    cell: ({ generic }) => (generic === null ? '' : genericWord(generic)),
  },
  { heading: 'Proof', cell: ({ proof }) => proofWord(proof) },
];

/**
 * The table of claims, but for those about single detectors, which have one of their own; a reader
 * chooses between all, the refuted ones, and those of this project. On narrow screens every row becomes
 * a card: hence the explicit roles.
 */
export function claimsTable(claims: readonly ClaimEvidence[]): Markup {
  const rows = claims.filter(({ atInfinity }) => atInfinity === null);
  const left = claims.length - rows.length;
  const refuted = rows.filter(isRefuted);
  const ours = rows.filter(isOurs);
  return html`<section class="catalogue" aria-labelledby="claims-heading">
<h2 id="claims-heading">Claims</h2>
<fieldset class="filter"><legend>Show</legend>
<label><input type="radio" name="show" checked> all ${rows.length}</label>
<label><input type="radio" name="show" class="refuted"> refuted as printed: ${refuted.length}</label>
<label><input type="radio" name="show" class="ours"> ours: ${ours.length}</label>
</fieldset>
<table class="claims lines catalogued" role="table" aria-labelledby="claims-heading">
<thead role="rowgroup"><tr role="row">${COLUMNS.map(
    ({ heading }) => html`<th role="columnheader" scope="col">${heading}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">
${rows.map(
  (claim) =>
    html`<tr role="row"${classOf(claim)}>${COLUMNS.map(
      ({ heading, cell }, k) =>
        html`<td role="${k === 0 ? 'rowheader' : 'cell'}" data-heading="${heading}">${cell(claim)}</td>`,
    )}</tr>\n`,
)}</tbody>
</table>
${left === 0 ? null : html`<p class="note">${counted(left, 'claim')} about single detectors: see <a href="#detectors-heading">detectors at infinity</a>.</p>`}
<p class="note">Verdicts are decided in exact arithmetic, on the real-number function of the stored weights. In general: whether a refutation is robust, with its radius, or lives on ties. ${PROOF_WORD_MEANS}</p>
</section>`;
}

function isRefuted({ asPrinted }: ClaimEvidence): boolean {
  return asPrinted.verdict === 'refuted';
}

function isOurs({ source }: ClaimEvidence): boolean {
  return source.paper === 'farfield';
}

/** What the filter goes by. */
function classOf(claim: ClaimEvidence): Markup | null {
  const names = [...(isRefuted(claim) ? ['refuted'] : []), ...(isOurs(claim) ? ['ours'] : [])];
  return names.length === 0 ? null : html` class="${names.join(' ')}"`;
}
