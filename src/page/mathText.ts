import { escapeHtml, type Markup, trusted } from './markup.js';

/**
 * A line of mathematics in plain characters (`p_c → e^{−γt}`) with its subscripts and superscripts
 * set as such. Everything else is text.
 */
export function mathText(line: string): Markup {
  const escaped = escapeHtml(line).replaceAll('&#39;', '’');
  const set = escaped
    .replace(/\^\{([^{}]*)\}/g, '<sup>$1</sup>')
    .replace(/\^(\w|[−+]?\d+)/g, '<sup>$1</sup>')
    .replace(
      /(?<=[\p{L}\p{M})’])_(?:\{([^{}]*)\}|([\p{L}\d’]+(?:,\d+)?))/gu,
      (_, braced, plain) => {
        return `<sub>${braced ?? plain}</sub>`;
      },
    );
  return trusted(set);
}
