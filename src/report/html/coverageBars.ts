import type { ClaimEvidence } from '../../evidence/evidence.js';
import { grouped } from '../../page/countWords.js';
import { html, type Markup } from '../../page/markup.js';
import { hardnessWords, isHardness } from '../words.js';

/**
 * How many generated cases were of each sort, as bars with their numbers, and how hard they were. Sorts
 * that the sentence about hardness counts have no bar of their own.
 */
export function coverageBars(claim: Pick<ClaimEvidence, 'kind' | 'coverage'>): Markup {
  const { coverage } = claim;
  const entries = Object.entries(coverage)
    .filter(([name]) => !isHardness(name, claim))
    .sort(([name, count], [other, others]) => others - count || (name < other ? -1 : 1));
  if (entries.length === 0) return html`<p class="note">No cases were generated.</p>`;
  const most = Math.max(1, ...entries.map(([, count]) => count));
  return html`<ul class="coverage">${entries.map(
    ([name, count]) =>
      html`<li style="--share:${Math.round((100 * count) / most)}%">${name} <b>${grouped(count)}</b></li>\n`,
  )}</ul>${hardnessWords(claim).map((line) => html`<p class="note">${line}</p>`)}`;
}
