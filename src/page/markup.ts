/** HTML that is safe to put into a page as it is. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | null | readonly Part[];

/**
 * A template of HTML: texts and numbers are escaped, markup is not, lists are joined and null is
 * nothing. The only way from a text to markup, so that none is forgotten.
 *
 * @example
 * ```ts
 * html`<b>${'a < b'}</b>`.text; // '<b>a &lt; b</b>'
 * ```
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = strings[0];
  parts.forEach((part, k) => {
    text += textOf(part) + strings[k + 1];
  });
  return new Markup(text);
}

/** Markup made elsewhere: by KaTeX, or an SVG element. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** Text that HTML shows as it is; control characters, which it may not hold, become U+FFFD. */
export function escapeHtml(text: string): string {
  return Array.from(text, (character) => (isShown(character) ? character : '\uFFFD'))
    .join('')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

function textOf(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return part.map(textOf).join('');
}

/** Everything but control characters, lone surrogates and noncharacters. */
function isShown(character: string): boolean {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  if (code >= 0x7f && code <= 0x9f) return false;
  if ((code >= 0xd800 && code <= 0xdfff) || (code >= 0xfdd0 && code <= 0xfdef)) return false;
  return (code & 0xfffe) !== 0xfffe;
}
