import type { ReadingEvidence } from '../../evidence/evidence.js';
import { html, type Markup } from '../../page/markup.js';
import { isAsExpected, verdictWords } from '../words.js';

/** A verdict as a labelled badge: sign (by the style sheet), word and colour, and what was expected if that differs. */
export function verdictBadge(
  reading: ReadingEvidence,
  words = verdictWords(reading.verdict),
): Markup {
  const { verdict, expected } = reading;
  return isAsExpected(reading)
    ? html`<span class="badge ${verdict}">${words}</span>`
    : html`<span class="badge ${verdict} unexpected">${words}</span> <strong class="alarm">expected: ${verdictWords(expected)}</strong>`;
}
