/** Elements whose end may be left out where one of the same kind, or their parent's end, follows. */
const OPTIONAL_ENDS: Readonly<Record<string, RegExp>> = {
  li: /^\s*(?:<li[\s>]|<\/[uo]l>)/,
  dt: /^\s*<(?:dt|dd)[\s>]/,
  dd: /^\s*(?:<(?:dt|dd)[\s>]|<\/dl>)/,
  p: /^\s*(?:<(?:p|ul|ol|dl|div|table|h[1-6]|section|figure|pre|details)[\s>]|<\/(?:div|section|figcaption|details|header|dd|li)>)/,
  td: /^\s*(?:<(?:td|th)[\s>]|<\/tr>)/,
  th: /^\s*(?:<(?:td|th)[\s>]|<\/tr>)/,
  tr: /^\s*(?:<tr[\s>]|<\/(?:tbody|thead)>)/,
};

/**
 * The same page in fewer bytes, by what HTML lets a writer leave out: quotes around plain values, the
 * ends of list items, cells and paragraphs, the escapes of characters that mean nothing where they
 * stand, and line breaks between blocks. A browser makes the same document of it, but for white space
 * between blocks; a test compares them.
 *
 * @param page - as the templates of this folder write it: attributes in double quotes
 */
export function compactHtml(page: string): string {
  return page
    .split(/(<style>[\s\S]*?<\/style>|<pre[\s>][\s\S]*?<\/pre>)/)
    .map((part, k) => (k % 2 === 0 ? withoutEnds(part) : part))
    .map((part) => (part.startsWith('<style>') ? part : plain(part)))
    .join('');
}

/** Ends that may be left out, and line breaks beside tags of blocks. */
function withoutEnds(text: string): string {
  return text
    .replace(
      /\n+(?=<\/?(?:p|ul|ol|dl|dt|dd|li|table|thead|tbody|tr|td|th|div|section|figure|figcaption|h[1-6]|details|header|main|nav|body|fieldset)[\s>])/g,
      '',
    )
    .replace(
      /(<\/?(?:p|ul|ol|dl|dt|dd|li|table|thead|tbody|tr|div|section|figure|h[1-6]|details|header|main|nav|fieldset)(?: [^<>]*)?>)\n+/g,
      '$1',
    )
    .replace(/<\/(li|dt|dd|p|td|th|tr)>/g, (end: string, name: string, at: number, all: string) =>
      OPTIONAL_ENDS[name].test(all.slice(at + end.length, at + end.length + 40)) ? '' : end,
    );
}

/** Attributes without quotes, texts without needless escapes. */
function plain(text: string): string {
  return text.replace(/<[a-zA-Z][^<>]*>|[^<]+(?=<|$)/g, (token) =>
    token.startsWith('<') ? plainTag(token) : plainText(token),
  );
}

function plainTag(tag: string): string {
  // In `<path d=x/>` the slash would belong to the value.
  return tag.replace(/="([^"\s'=<>`&]+)"(?=([ >]))/g, '=$1');
}

function plainText(text: string): string {
  return text.replaceAll('&gt;', '>').replaceAll('&#39;', "'").replaceAll('&quot;', '"');
}
