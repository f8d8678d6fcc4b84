import type { ClaimEvidence, ReadingEvidence } from '../../evidence/evidence.js';
import { counted } from '../../page/countWords.js';
import { formula } from '../../page/formula.js';
import { html, type Markup } from '../../page/markup.js';
import { mathText } from '../../page/mathText.js';
import { casesWords } from '../columns.js';
import { verdictWords } from '../words.js';
import { counterexampleBlock } from './counterexampleBlock.js';
import { verdictBadge } from './verdictBadge.js';

/** That the check was put to cases of known outcome first. */
function controlsSentence({ controls: { told, missed } }: ReadingEvidence): string {
  if (missed.length > 0) {
    return ` The check is not fit to decide: it got ${counted(missed.length, 'control')} wrong.`;
  }
  if (told === 0) return '';
  return ` Before that it told ${counted(told, 'control')}.`;
}

/** One reading of a claim: statement, verdict, cases, counterexample. */
export function readingCard(
  reading: ReadingEvidence,
  name: 'as printed' | 'repaired',
  { source, flaw }: Pick<ClaimEvidence, 'source' | 'flaw'>,
): Markup {
  const { latex, plain, verdict, counterexample } = reading;
  const printed = name === 'as printed';
  const words = verdictWords(verdict);
  const own = source.paper === 'farfield';
  const heading = printed ? (own ? 'Statement' : 'As printed') : 'Repaired';
  return html`<div class="reading">
<h4>${heading} ${verdictBadge(reading, printed && verdict === 'refuted' ? 'refuted as printed' : words)}</h4>
${formula(latex)}
<p>${mathText(plain)}</p>
<p class="note">${
    verdict === 'not-run'
      ? 'Not part of this run.'
      : html`Checked on ${casesWords(reading)}.${controlsSentence(reading)}`
  }</p>
${counterexample === null ? null : counterexampleBlock(counterexample, reading, flaw)}
</div>`;
}
