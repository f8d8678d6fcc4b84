import type { Evidence } from '../../evidence/evidence.js';
import { grouped } from '../../page/countWords.js';
import { html, type Markup } from '../../page/markup.js';
import { concerns } from '../concerns.js';
import { summarize } from '../summary.js';

/** The run in four numbers and a sentence each. */
export function summarySection(evidence: Evidence): Markup {
  const { ran, holding, refuted, repaired, clean, sentences } = summarize(evidence);
  const outcome = !clean
    ? 'There are findings: see above.'
    : concerns(evidence).length > 0
      ? 'Everything is as expected.'
      : 'Everything is as expected, and there is nothing to warn of.';
  const figures: [number, string, string][] = [
    [ran, 'checked', 'ran'],
    [holding, holding === 1 ? 'holds as printed' : 'hold as printed', 'holds'],
    [refuted, 'refuted as printed', 'refuted'],
    [repaired, repaired === 1 ? 'holds once repaired' : 'hold once repaired', 'holds'],
  ];
  return html`<section class="summary" aria-labelledby="summary">
<h2 id="summary">Summary</h2>
<p class="outcome ${clean ? 'clean' : 'alarm'}">${outcome}</p>
<ul class="tiles" aria-hidden="true">${figures.map(
    ([count, label, kind]) =>
      html`<li class="tile ${kind}"><b>${grouped(count)}</b><span>${label}</span></li>`,
  )}</ul>
<ul class="sentences">${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>
</section>`;
}
