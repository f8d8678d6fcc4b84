import type { ClaimEvidence, ProofEvidence } from '../../evidence/evidence.js';
import { html, type Markup } from '../../page/markup.js';
import { mathText } from '../../page/mathText.js';

/** What formal models leave out: many theorems leave out the same, which is said once and numbered. */
export interface Remarks {
  /** That of a theorem: a link to its place in the list. */
  of(theorem: ProofEvidence['statements'][number]): Markup;
  /** All of them; nothing without theorems. */
  readonly list: Markup | null;
}

/** Numbers the remarks of all claims in the order of the page. */
export function remarksOf(claims: readonly ClaimEvidence[]): Remarks {
  const numbers = new Map<string, number>();
  for (const { leavesOut } of claims.flatMap(({ proof }) => proof.statements)) {
    if (!numbers.has(leavesOut)) numbers.set(leavesOut, numbers.size + 1);
  }
  return {
    of: ({ leavesOut }) => {
      const number = numbers.get(leavesOut)!;
      return html`<a href="#out${number}">[${number}]</a>`;
    },
    list:
      numbers.size === 0
        ? null
        : html`<h3 id="left-out">What the formal models leave out</h3>
<p>Behind each theorem stands, in brackets, the number of what its model leaves out. All theorems as Coq states them: <code>farfield explain CLAIM</code>, or <code>statements</code> in evidence.json.</p>
<ol>${[...numbers].map(([remark, number]) => html`<li id="out${number}">${mathText(remark)}</li>\n`)}</ol>`,
  };
}
