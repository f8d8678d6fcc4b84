import type { ClaimEvidence, OracleEvidence } from '../../evidence/evidence.js';
import { counted, grouped } from '../../page/countWords.js';
import { html, type Markup, trusted } from '../../page/markup.js';
import { mathText } from '../../page/mathText.js';
import type { Figure, FigurePanel, LegendEntry } from '../plots/figure.js';
import type { RepositoryView } from '../repositoryView.js';
import { AXIOM_WORDS, confirmedWords, KIND_WORDS, proofWords, sourceWords } from '../words.js';
import { coverageBars } from './coverageBars.js';
import { genericCard } from './genericSection.js';
import { readingCard } from './readingCard.js';
import type { Remarks } from './remarks.js';
import { repositoryLink, theoremLink } from './repositoryLink.js';

/** What the sections of a page have in common. */
export interface PageContext {
  readonly view: RepositoryView;
  readonly seed: number;
  readonly runs: number;
  readonly remarks: Remarks;
  /** Hypotheses that stand with the table of detectors. */
  readonly shared: ReadonlySet<string>;
}

/** Everything about one claim. */
export function claimSection(
  claim: ClaimEvidence,
  figures: readonly Figure[],
  context: PageContext,
): Markup {
  const { view } = context;
  const { id, title, source, kind, flaw, asPrinted, repaired } = claim;
  return html`<section class="claim" id="${id}">
<h3>${mathText(title)}</h3>
<p class="meta"><code>${id}</code> · ${sourceWords(source)} · about ${KIND_WORDS[kind]} · ${repositoryLink(view, `docs/theory.md#${id}`, 'theory')}</p>
<p class="meta">Again: ${commandsOf(claim, context).map((command, k) => html`${k > 0 ? trusted(' · ') : ''}<code>${command}</code>`)}</p>
${hypothesesList(claim, context.shared)}
${readingCard(asPrinted, 'as printed', claim)}
${flaw === null ? null : html`<div class="flaw"><h4>Why the printed proof fails</h4><p>${mathText(flaw)}</p></div>`}
${repaired === null ? null : readingCard(repaired, 'repaired', claim)}
${genericCard(claim)}
${figures.map(figureMarkup)}
${theoremDetails(claim, context)}
<div class="facts">
<div><h4>Coverage</h4>${coverageBars(claim)}</div>
<div><h4>Oracles</h4>${oraclesList(claim.oracles)}</div>
<div><h4>Formal proof</h4>${proofList(claim, view)}</div>
</div>
</section>
`;
}

/** Hypotheses; those that most claims about detectors share stand with the table of them. */
function hypothesesList(
  { hypotheses, atInfinity }: ClaimEvidence,
  shared: ReadonlySet<string>,
): Markup | null {
  if (hypotheses.length === 0) return null;
  const isUsual =
    atInfinity !== null &&
    shared.size > 1 &&
    [...shared].every((text) => hypotheses.includes(text));
  const own = hypotheses.filter((text) => !isUsual || !shared.has(text));
  return html`<div class="hypotheses"><h4>Hypotheses</h4><ul>${
    isUsual ? html`<li><a href="#detectors-hypotheses">those of most detectors</a></li>` : null
  }${own.map((text) => html`<li>${mathText(text)}</li>`)}</ul></div>`;
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
  return html`<p>${grouped(exact.cases)} exact decisions. Confirmed in float64: ${confirmedWords(float64)}; with ${highPrecision.digits} digits: ${confirmedWords(highPrecision)}. ${disagreements.length === 0 ? 'No disagreement.' : html`<strong class="alarm">Disagreements: ${grouped(disagreements.length)}.</strong>`}</p>
${disagreements.length === 0 ? null : html`<ul class="alarm">${disagreements.map((text) => html`<li>${mathText(text)}</li>`)}</ul>`}`;
}

/** The theorems' names are links to their lines; those listed with their statements are linked there. */
function proofList({ proof, repaired }: ClaimEvidence, view: RepositoryView): Markup {
  const { theorems, axioms, statements } = proof;
  const listed = new Set(statements.map(({ theorem }) => theorem));
  const others = theorems.filter((name) => !listed.has(name));
  return html`<p>${mathText(capital(proofWords(proof, repaired === null)))}.${theorems.length === 0 ? null : ` Axioms: ${axiomsWords(axioms)}.`}</p>
${others.length === 0 ? null : html`<p>Theorems: ${others.map((name, k) => html`${k > 0 ? ', ' : ''}${theoremLink(name, view)}`)}.</p>`}`;
}

/** The guide lists all four, and on those most claims rest. */
function axiomsWords(axioms: readonly string[]): string {
  if (axioms.length === 0) return 'none';
  return axioms.length === AXIOM_WORDS.length ? 'all four' : axioms.join(', ');
}

/** What makes a claim's evidence again. */
function commandsOf({ id, asPrinted }: ClaimEvidence, { seed, runs }: PageContext): string[] {
  return asPrinted.counterexample === null
    ? [`farfield verify --claims ${id} --runs ${runs} --seed ${seed}`, `farfield explain ${id}`]
    : [`farfield refute ${id}`, `farfield replay evidence.json ${id}`];
}

/** A statement that is longer is read at its line. Characters. */
const LONGEST_STATEMENT = 150;

/**
 * What the formal theorems say, closed at first. The first one, and the first that refutes, as Coq states
 * them too where that is short; the others stand at their lines, in the evidence and in
 * `farfield explain`.
 */
function theoremDetails(
  { proof: { statements } }: ClaimEvidence,
  { view, remarks }: PageContext,
): Markup | null {
  if (statements.length === 0) return null;
  const isRefutation = ({ theorem }: { readonly theorem: string }) => theorem.endsWith('_false');
  const chosen = new Set([
    statements.find(isRefutation),
    statements.find((statement) => !isRefutation(statement)),
  ]);
  return html`<details class="theorems"><summary>${counted(statements.length, 'formal theorem')}</summary>
<dl>${statements.map(
    (given) =>
      html`<dt>${theoremLink(given.theorem, view)}</dt><dd>${mathText(given.plain)} ${remarks.of(given)}${
        chosen.has(given) && given.statement.length <= LONGEST_STATEMENT
          ? html`<pre>${given.statement}</pre>`
          : null
      }</dd>\n`,
  )}</dl>
</details>
`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
