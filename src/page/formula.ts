import katex from 'katex';
import { html, type Markup, trusted } from './markup.js';
import { mathMarkup } from './mathMarkup.js';

/**
 * A formula as MathML, which browsers set and screen readers read; KaTeX reads the LaTeX. Long formulas
 * break after relations and between words; what cannot break scrolls by itself. A formula KaTeX cannot
 * read is shown as its source.
 *
 * @param latex - as in display mode
 */
export function formula(latex: string): Markup {
  const set = setFormula(breakable(latex)) ?? setFormula(latex);
  return set === null
    ? html`<div class="formula" tabindex="0"><code class="unset">${latex}</code></div>`
    : html`<div class="formula" tabindex="0">${set}</div>`;
}

function setFormula(latex: string): Markup | null {
  try {
    const options = {
      displayMode: false,
      output: 'mathml',
      throwOnError: true,
      // A character KaTeX does not know is an error: better its source than a gap.
      strict: (problem: string) => (problem === 'unknownSymbol' ? 'error' : 'ignore'),
      trust: () => {
        throw new Error('links and images have no place in a formula');
      },
      maxExpand: 1000,
      maxSize: 20,
    } as const;
    return trusted(mathMarkup(katex.renderToString(`\\displaystyle ${latex}`, options)));
  } catch {
    return null;
  }
}

/** Lets words in a formula break between lines too. */
function breakable(latex: string): string {
  return latex.replace(/(?<![_^])\\text\{([^{}\\$]*)\}/g, (whole, words: string) => {
    const parts = words.match(/\s*\S+\s*/g);
    if (!parts || parts.length < 2) return whole;
    return parts.map((part) => `\\text{${part}}`).join('\\allowbreak ');
  });
}
