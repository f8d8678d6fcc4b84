import type { Evidence } from '../../evidence/evidence.js';
import { html, type Markup } from '../../page/markup.js';
import { type Concern, concerns } from '../concerns.js';
import { experimentId } from './experimentId.js';

/** What could make a pass meaningless, first on the page; nothing if there is nothing. */
export function concernsSection(evidence: Evidence): Markup | null {
  const all = concerns(evidence);
  if (all.length === 0) return null;
  const part = (weight: Concern['weight'], heading: string) => {
    const some = all.filter((concern) => concern.weight === weight);
    if (some.length === 0) return null;
    return html`<section class="concerns ${weight}" aria-labelledby="${weight}s">
<h2 id="${weight}s">${heading}</h2>
<ul>${some.map((concern) => html`<li>${concern.text}${linksTo(concern.claims)}${linkTo(concern.experiment)}</li>\n`)}</ul>
</section>`;
  };
  return html`${part('finding', 'Findings')}
${part('caution', 'Before you rely on this report')}`;
}

/** More claims than this are folded away. */
const SHOWN = 3;

function linkTo(experiment: string | undefined): Markup | null {
  if (experiment === undefined) return null;
  return html` <span class="ids"><a href="#${experimentId(experiment)}"><code>${experiment}</code></a></span>`;
}

function linksTo(claims: readonly string[]): Markup | null {
  if (claims.length === 0) return null;
  const links = claims.map(
    (id, k) => html`${k > 0 ? ', ' : ''}<a href="#${id}"><code>${id}</code></a>`,
  );
  if (claims.length <= SHOWN) return html` <span class="ids">${links}</span>`;
  return html` <details class="ids"><summary>Which claims</summary>${links}</details>`;
}
