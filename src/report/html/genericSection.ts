import type { ClaimEvidence, Evidence, GenericEvidence } from '../../evidence/evidence.js';
import { formula } from '../../page/formula.js';
import { html, type Markup } from '../../page/markup.js';
import { mathText } from '../../page/mathText.js';
import {
  genericCases,
  genericSentences,
  genericWords,
  HEADS_MEANS,
  RADIUS_MEANS,
  withGeneric,
} from '../genericWords.js';
import { verdictWords } from '../words.js';

/** The three readings of every refuted claim side by side, under what they come to. */
export function genericSection(evidence: Evidence): Markup | null {
  const claims = withGeneric(evidence);
  if (claims.length === 0) return null;
  return html`<section aria-labelledby="readings">
<h2 id="readings">Robust, or on ties only?</h2>
${genericSentences(evidence).map((sentence) => html`<p>${sentence}</p>`)}
<div class="scroll" tabindex="0"><table class="numbers" aria-labelledby="readings">
<thead><tr><th scope="col">Claim</th><th scope="col">As printed</th><th scope="col">Repaired</th><th scope="col">In general</th></tr></thead>
<tbody>${claims.map(
    ({ id, asPrinted, repaired, generic }) =>
      html`<tr><th scope="row"><a href="#${id}"><code>${id}</code></a></th><td>${verdictWords(asPrinted.verdict)}</td><td>${repaired === null ? '–' : verdictWords(repaired.verdict)}</td><td>${genericWords(generic!)}</td></tr>\n`,
  )}</tbody></table></div>
<p class="note">${RADIUS_MEANS} ${HEADS_MEANS}</p>
</section>`;
}

/** The third reading of a claim: verdict, statement, witness. */
export function genericCard({ generic, flaw }: ClaimEvidence): Markup | null {
  if (generic === null) return null;
  const { statement, hyperplanes, asArgued } = generic;
  return html`<div class="reading">
<h4>In general: ${genericWords(generic)}</h4>
<p>${mathText(capital(statement))}</p>
${witnessLines(generic, flaw)}
${hyperplanes.length === 0 ? null : html`<p>The counterexample above lies on ${mathText(hyperplanes.join('; '))}.</p>`}
${
  asArgued
    ? html`<p>As its proof argues: ${mathText(asArgued.statement)}</p>
${witnessLines(asArgued, flaw)}`
    : null
}
<p class="note">${genericCases(generic)}</p>
</div>`;
}

function witnessLines(
  { witness, radius }: Pick<GenericEvidence, 'witness' | 'radius'>,
  flaw: string | null,
): Markup | null {
  if (witness === null) return null;
  const { reason: _, explanation, ...values } = witness;
  return html`<ol class="steps">${explanation
    .filter((line) => line !== flaw)
    .map((line) => html`<li>${mathText(line)}</li>\n`)}</ol>
${radius === null ? null : formula(`\\|\\theta - \\theta_0\\|_\\infty \\le ${radiusLatex(radius)}`)}
<details class="values"><summary>Recorded values of the middle of the box</summary>
<pre tabindex="0">${JSON.stringify(values).slice(0, 8_000)}</pre></details>`;
}

function radiusLatex(radius: string): string {
  const [above, below] = radius.split('/');
  return below === '1' ? above : `\\tfrac{${above}}{${below}}`;
}

function capital(text: string): string {
  return /^[a-z]{2,}/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
