import type { ClaimEvidence, OracleEvidence, ProofEvidence } from '../../evidence/evidence.js';
import { grouped } from '../../page/countWords.js';
import { html, type Markup, trusted } from '../../page/markup.js';
import { mathText } from '../../page/mathText.js';
import type { Figure, FigurePanel, LegendEntry } from '../plots/figure.js';
import { confirmedWords, KIND_WORDS, proofWords, sourceWords } from '../words.js';
import { coverageBars } from './coverageBars.js';
import { genericCard } from './genericSection.js';
import { readingCard } from './readingCard.js';

/** Everything about one claim. */
export function claimSection(claim: ClaimEvidence, figures: readonly Figure[]): Markup {
  const { id, title, source, kind, hypotheses, flaw, asPrinted, repaired } = claim;
  return html`<section class="claim" id="${id}" aria-labelledby="${id}-heading">
<h3 id="${id}-heading">${mathText(title)}</h3>
<p class="meta"><code>${id}</code> · ${sourceWords(source)} · about ${KIND_WORDS[kind]} · theory: <code>docs/theory.md#${id}</code> · by itself: <code>farfield explain ${id}</code>${
    asPrinted.counterexample === null
      ? null
      : html` · again: <code>farfield refute ${id}</code>, <code>farfield replay evidence.json ${id}</code>`
  }</p>
${
  hypotheses.length === 0
    ? null
    : html`<div class="hypotheses"><h4>Hypotheses</h4><ul>${hypotheses.map((text) => html`<li>${mathText(text)}</li>`)}</ul></div>`
}
${readingCard(asPrinted, 'as printed', claim)}
${flaw === null ? null : html`<div class="flaw"><h4>Why the printed proof fails</h4><p>${mathText(flaw)}</p></div>`}
${repaired === null ? null : readingCard(repaired, 'repaired', claim)}
${genericCard(claim)}
${figures.map(figureMarkup)}
${theoremDetails(claim.proof)}
<div class="facts">
<div><h4>Coverage</h4>${coverageBars(claim)}</div>
<div><h4>Oracles</h4>${oraclesList(claim.oracles)}</div>
<div><h4>Formal proof</h4>${proofList(claim)}</div>
</div>
</section>
`;
}

function figureMarkup({ id, title, caption, panels }: Figure): Markup {
  return html`<figure id="${id}" class="${panels.length === 1 ? 'single' : 'several'}" aria-labelledby="${id}-caption">
<figcaption id="${id}-caption"><h4>${mathText(title)}</h4>${caption.map((text) => html`<p>${mathText(text)}</p>`)}</figcaption>
${panels.length === 0 ? null : html`<div class="panels">${panels.map(panelMarkup)}</div>`}
</figure>
`;
}

function panelMarkup({ title, svg, legend }: FigurePanel): Markup {
  return html`<div class="panel"><p class="panel-title">${mathText(title)}</p>
${trusted(svg)}
${legend.length === 0 ? null : html`<ul class="legend">${legend.map(legendItem)}</ul>`}</div>
`;
}

function legendItem({ name, color, dash }: LegendEntry): Markup {
  return html`<li><svg class="sample" viewBox="0 0 28 8" aria-hidden="true"><path d="M1 4h26" stroke="${color}" stroke-dasharray="${dash.join(' ')}"/></svg>${mathText(name)}</li>`;
}

function oraclesList({ exact, float64, highPrecision, disagreements }: OracleEvidence): Markup {
  return html`<dl>
<dt>exact decisions</dt><dd>${grouped(exact.cases)}</dd>
<dt>confirmed in float64</dt><dd>${confirmedWords(float64)}</dd>
<dt>confirmed with ${highPrecision.digits} digits</dt><dd>${confirmedWords(highPrecision)}</dd>
<dt>disagreements</dt><dd>${disagreements.length === 0 ? 'none' : html`<strong class="alarm">${grouped(disagreements.length)}</strong>`}</dd>
</dl>
${disagreements.length === 0 ? null : html`<ul class="alarm">${disagreements.map((text) => html`<li>${mathText(text)}</li>`)}</ul>`}`;
}

function proofList({ proof, repaired }: ClaimEvidence): Markup {
  const { theorems, axioms } = proof;
  const names = (list: readonly string[]) =>
    list.map((name, k) => html`${k > 0 ? ', ' : ''}<code>${name}</code>`);
  return html`<p>${mathText(capital(proofWords(proof, repaired === null)))}.</p>
${theorems.length === 0 ? null : html`<p>Theorems: ${names(theorems)}.</p>`}
${theorems.length === 0 ? null : html`<p class="note">Axioms: ${axioms.length === 0 ? 'none' : names(axioms)}.</p>`}`;
}

/** The formal statements next to the paper's, closed at first: they are long. */
function theoremDetails({ statements }: ProofEvidence): Markup | null {
  if (statements.length === 0) return null;
  const count =
    statements.length === 1 ? 'The formal theorem' : `The ${statements.length} formal theorems`;
  return html`<details class="theorems"><summary>${count}, as Coq states ${statements.length === 1 ? 'it' : 'them'}</summary>
${statements.map(
  ({ theorem, statement, plain, leavesOut }) => html`<h4><code>${theorem}</code></h4>
<p>${mathText(plain)}</p>
<pre>${statement}</pre>
<p class="note">What the formal model leaves out: ${mathText(leavesOut)}</p>
`,
)}</details>
`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
