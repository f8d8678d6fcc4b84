import {
  contradictsTheory,
  type EmpiricalClaimEvidence,
} from '../../evidence/experimentEvidence.js';
import type { Markup } from '../../page/markup.js';
import { html } from '../../page/markup.js';

/** What the data say of a statement, as a badge; one that contradicts the theory stands out. */
export function empiricalBadge(claim: EmpiricalClaimEvidence): Markup {
  const { verdict, expected } = claim;
  return contradictsTheory(claim)
    ? html`<span class="badge ${verdict} unexpected">${verdict}</span> <strong class="alarm">expected: ${expected}</strong>`
    : html`<span class="badge ${verdict}">${verdict}</span>`;
}
