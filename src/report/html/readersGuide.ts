import type { Verdict } from '../../claims/verdict.js';
import type { Evidence } from '../../evidence/evidence.js';
import { grouped } from '../../page/countWords.js';
import { html, type Markup } from '../../page/markup.js';
import { mathText } from '../../page/mathText.js';
import type { RepositoryView } from '../repositoryView.js';
import { SYMBOLS } from '../symbols.js';
import { AXIOM_WORDS, REFERENCES, shortCommit, VERDICT_MEANINGS, verdictWords } from '../words.js';
import { repositoryLink } from './repositoryLink.js';

/** How to read the page, what its numbers are, and what made it. */
export function readersGuide(
  { tool, seed, runsPerClaim, environment, timing }: Evidence,
  view: RepositoryView,
  remarks: Markup | null,
): Markup {
  const verdicts = Object.keys(VERDICT_MEANINGS) as Verdict[];
  return html`<section class="guide" aria-labelledby="guide">
<h2 id="guide">How to read this</h2>
<h3>Verdicts</h3>
<dl>${verdicts.map((verdict) => html`<dt>${verdictWords(verdict)}</dt><dd>${VERDICT_MEANINGS[verdict]}</dd>\n`)}</dl>
<p>“Holds” says that no counterexample was found; only a formal proof says that there is none. “Refuted as printed” says that the statement as the paper words it is false; the repaired statement says what is true instead.</p>
<h3>Arithmetic</h3>
<dl>
<dt>exact</dt><dd>doubles are read as the fractions they are, and every verdict, t*, regime and counterexample is decided in whole numbers of any size</dd>
<dt>float64</dt><dd>double precision in formulas that stay accurate at saturation: curves, probabilities, danger scales (rounded up)</dd>
<dt>high precision</dt><dd>floating point with as many digits as are given, tested against mathjs, on the network itself, as a check of the other two</dd>
</dl>
<p>The function analysed is the real-number function of the stored weights; what float32 or float64 evaluation makes of it far out is another matter.</p>
<h3 id="symbols">Symbols</h3>
<dl class="symbols">${SYMBOLS.map(({ symbol, meaning }) => html`<dt>${mathText(symbol)}</dt><dd>${mathText(meaning)}</dd>\n`)}</dl>
<p class="note">A ray is followed to infinity, so “far out” means for all t beyond some point. ${repositoryLink(view, 'docs/theory.md#notation', 'More on notation')}.</p>
<h3>Controls and proofs</h3>
<p>Before a check decides generated cases it has to tell controls: cases of known outcome, some with a wrong answer of an engine planted. A check that gets one wrong decides nothing. Coq has checked the formal proofs; ${repositoryLink(view, 'proofs/README.md', 'the development')} rests on four axioms of its classical real numbers and on nothing else: ${AXIOM_WORDS.map(({ name, words }, k) => html`${k > 0 ? ', ' : ''}${words} (<code>${name}</code>)`)}.</p>
${remarks}
<h3>Papers</h3>
<ul>${REFERENCES.map(({ name, title, link }) => html`<li>${name}: ${link === null ? repositoryLink(view, 'docs/theory.md', title) : html`<a href="${link}">${title}</a>`}</li>`)}</ul>
<h3>This run</h3>
<dl>
<dt>seed</dt><dd>${seed}</dd>
<dt>cases a claim</dt><dd>${grouped(runsPerClaim)}</dd>
<dt>versions</dt><dd>farfield ${tool.version}${environment.commit === undefined ? null : html` (commit <code>${environment.commit}</code>)`}, fast-check ${tool.fastCheck}, mathjs ${tool.mathjs}</dd>
<dt>environment</dt><dd>Node ${environment.node}, ${environment.platform}, ${environment.workers} ${environment.workers === 1 ? 'worker' : 'workers'}</dd>
<dt>started</dt><dd><time datetime="${timing.startedAt}">${timing.startedAt}</time></dd>
<dt>took</dt><dd>${(timing.durationMs / 1000).toFixed(1)} s</dd>
</dl>
<h3>How to cite</h3>
<p>farfield ${tool.version}${environment.commit === undefined ? null : html`, commit ${shortCommit(environment.commit)}`}, evidence with seed ${seed} and ${grouped(runsPerClaim)} cases a claim, of <time datetime="${timing.startedAt}">${timing.startedAt.slice(0, 10)}</time>. Version, seed and options make the evidence again, byte for byte. CITATION.cff in the repository has the entry for reference managers.</p>
<p class="note">Same version, seed and options give the same evidence, whatever the number of workers; only environment and times differ.</p>
</section>`;
}
