import type { Verdict } from '../../claims/verdict.js';
import type { ReadingEvidence } from '../../evidence/evidence.js';
import { html, type Markup, trusted } from '../../page/markup.js';
import { isAsExpected, verdictWords } from '../words.js';

/** A verdict as a labelled badge: sign, word and colour, and what was expected if that differs. */
export function verdictBadge(
  reading: ReadingEvidence,
  words = verdictWords(reading.verdict),
): Markup {
  const { verdict, expected } = reading;
  return isAsExpected(reading)
    ? html`<span class="badge ${verdict}">${verdictSign(verdict)}${words}</span>`
    : html`<span class="badge unexpected">${verdictSign(verdict)}${words}</span> <strong class="alarm">expected: ${verdictWords(expected)}</strong>`;
}

const SIGNS: Readonly<Record<Verdict, string>> = {
  holds: 'M3 8.5l3.5 3.5L13 4.5',
  refuted: 'M4 4l8 8M12 4l-8 8',
  vacuous: 'M8 3a5 5 0 1 0 0 10a5 5 0 0 0 0-10M4 12l8-8',
  inconclusive: 'M5.5 6a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M8 12.6v.1',
  'not-run': 'M4 8h8',
};

/** The sign of a verdict: a tick, a cross, …. */
export function verdictSign(verdict: Verdict): Markup {
  return trusted(
    `<svg class="sign" viewBox="0 0 16 16" aria-hidden="true"><path d="${SIGNS[verdict]}"/></svg>`,
  );
}
