import type { Evidence } from '../../evidence/evidence.js';
import { html, type Markup } from '../../page/markup.js';
import { detectorsAtInfinity } from '../detectorsAtInfinity.js';
import { isAsExpected, verdictWords } from '../words.js';
import { experimentId } from './experimentId.js';

/** Links to the parts of the page, beside it where there is room. */
export function contents({ claims, experiments }: Evidence): Markup {
  const ran = experiments.filter(({ status }) => status === 'run');
  return html`<nav class="contents" aria-label="Contents">
<ul>
<li><a href="#summary">Summary</a></li>
<li><a href="#claims-heading">Claims</a>
<ul>${claims
    .filter(({ atInfinity }) => atInfinity === null)
    .map(
      ({ id, asPrinted }) =>
        html`<li><a href="#${id}">${id}</a> <span class="${isAsExpected(asPrinted) ? asPrinted.verdict : 'alarm'}">${verdictWords(asPrinted.verdict)}</span></li>\n`,
    )}</ul></li>
${detectorsAtInfinity(claims).length === 0 ? null : html`<li><a href="#detectors-heading">Detectors at infinity</a></li>\n`}${
  ran.length === 0
    ? null
    : html`<li><a href="#experiments">Experiments</a>
<ul>${ran.map(({ name }) => html`<li><a href="#${experimentId(name)}">${name}</a></li>\n`)}</ul></li>\n`
}<li><a href="#guide">How to read this</a></li>
</ul>
</nav>`;
}
