import type { ClaimEvidence } from '../../evidence/evidence.js';
import { grouped } from '../../page/countWords.js';
import { html, type Markup } from '../../page/markup.js';
import { hardnessWords } from '../words.js';

/** How many generated cases were of each sort, as bars with their numbers, and how hard they were. */
export function coverageBars(claim: Pick<ClaimEvidence, 'kind' | 'coverage'>): Markup {
  const { coverage } = claim;
  const entries = Object.entries(coverage).sort(
    ([name, count], [other, others]) => others - count || (name < other ? -1 : 1),
  );
  if (entries.length === 0) return html`<p class="note">No cases were generated.</p>`;
  const most = Math.max(1, ...entries.map(([, count]) => count));
  return html`<ul class="coverage">${entries.map(
    ([name, count]) =>
      html`<li><span class="sort">${name}</span><span class="bar" aria-hidden="true"><i style="width:${((100 * count) / most).toFixed(1)}%"></i></span><span class="count">${grouped(count)}</span></li>\n`,
  )}</ul>${hardnessWords(claim).map((line) => html`<p class="note">${line}</p>`)}`;
}
