import { html, type Markup } from '../../page/markup.js';

/**
 * What may be wider than a screen: it scrolls, by keyboard too, and a hint says so where it does. On
 * paper all of it is there.
 *
 * @param label - what it is, for people who do not see it
 */
export function scrollBox(label: string, content: Markup, tall = false): Markup {
  return html`<p class="scroll-hint" aria-hidden="true">There is more to the right: scroll sideways. →</p><div class="scroll${tall ? ' tall' : ''}" role="region" tabindex="0" aria-label="${label}">${content}</div>`;
}
