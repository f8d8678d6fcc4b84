/** Attributes of an element. */
export function attributes(values: Record<string, string | number>): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        `${name}="${escapeXml(String(value)).replace(/[\n\t]/g, (c) => `&#${c.charCodeAt(0)};`)}"`,
    )
    .join(' ');
}

/** Text as XML 1.0 allows it: what it has no way to hold becomes U+FFFD. */
export function escapeXml(text: string): string {
  return Array.from(text, (character) => (isAllowed(character) ? character : '\uFFFD'))
    .join('')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\r/g, '&#13;');
}

/** The characters of XML 1.0, section 2.2: no other control characters, no lone surrogates. */
function isAllowed(character: string): boolean {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
}
