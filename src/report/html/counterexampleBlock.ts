import type { LogitsCase } from '../../claims/cases.js';
import type { Counterexample, ReadingEvidence } from '../../evidence/evidence.js';
import { grouped } from '../../page/countWords.js';
import { html, type Markup } from '../../page/markup.js';
import { mathText } from '../../page/mathText.js';
import { softmax } from '../../uncertainty/softmax.js';
import { numberWords } from '../plots/numberWords.js';

/** Longer texts are cut: the page is to be read, and evidence.json has the whole. Characters. */
const LONGEST_LINE = 2_000;
const MOST_LINES = 60;
const LONGEST_VALUES = 8_000;

/** A counterexample as mathematics a reader can follow, and its values. */
export function counterexampleBlock(
  counterexample: Counterexample,
  { verifiedExactly, shrinks, runs }: ReadingEvidence,
  flaw: string | null,
): Markup {
  const { reason, explanation, ...values } = counterexample;
  // The flaw of the printed proof, with which an explanation ends, has a place of its own below.
  const lines = explanation.filter((line) => line !== flaw);
  const steps = lines.slice(0, MOST_LINES);
  const left = lines.length - steps.length;
  return html`<div class="counterexample">
<h4>Counterexample</h4>
<p>${mathText(cut(sentence(reason), LONGEST_LINE))}</p>
${steps.length === 0 ? null : html`<ol class="steps">${steps.map((line) => html`<li>${mathText(cut(line, LONGEST_LINE))}</li>\n`)}</ol>`}
${left === 0 ? null : html`<p class="note">${grouped(left)} more lines in evidence.json.</p>`}
${'logits' in values ? logitsTable(values) : null}
<p class="note">${
    verifiedExactly
      ? 'Verified in exact arithmetic from the recorded values.'
      : html`<strong class="alarm">Not verified: its recorded values do not fail again.</strong>`
  } Found among ${grouped(runs)} generated cases${shrinks > 0 ? html`, then made smaller ${grouped(shrinks)} times` : null}.</p>
<details class="values"><summary>Recorded values (doubles, read exactly)</summary>
<pre tabindex="0">${cut(JSON.stringify(values), LONGEST_VALUES)}</pre></details>
</div>`;
}

/** Logits and the probabilities they give. */
function logitsTable({ logits }: LogitsCase): Markup {
  const shown = logits.slice(0, 8).map((row) => row.slice(0, 8));
  const probabilities = logits.slice(0, 8).map((row) => softmax(row));
  return html`<p class="note">Logits (exact) and their softmax (float64):</p>
<div class="scroll" tabindex="0"><table class="numbers" aria-label="Logits and their softmax">
<thead><tr><th scope="col">member</th>${shown[0].map((_, c) => html`<th scope="col">f<sub>${c}</sub></th>`)}${shown[0].map((_, c) => html`<th scope="col">p<sub>${c}</sub></th>`)}</tr></thead>
<tbody>${shown.map(
    (row, k) =>
      html`<tr><th scope="row">${k + 1}</th>${row.map((value) => html`<td>${String(value).replace('-', '−')}</td>`)}${row.map((_, c) => html`<td>${mathText(numberWords(probabilities[k][c]))}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)} … (the rest is in evidence.json)`;
}

/** With a capital and a full stop. */
function sentence(text: string): string {
  // A symbol in first place keeps its case.
  const first = /^[a-z]{4,} /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?…]$/.test(first) ? first : `${first}.`;
}
