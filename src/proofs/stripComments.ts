/**
 * Removes Coq's comments, which nest, and the insides of its strings.
 *
 * Line breaks stay, so that line numbers keep their meaning.
 *
 * @example
 * ```ts
 * stripComments('Qed. (* no (* nested *) Admitted *)'); // 'Qed. '
 * ```
 */
export function stripComments(text: string): string {
  let depth = 0;
  let quoted = false;
  let out = '';
  for (let n = 0; n < text.length; n++) {
    const here = text[n];
    const pair = text.slice(n, n + 2);
    // Coq reads strings inside comments too: a quoted "*)" does not end one.
    if (here === '"') {
      quoted = !quoted;
      if (depth === 0) out += here;
    } else if (quoted) {
      if (here === '\n') out += here;
    } else if (pair === '(*') {
      depth++;
      n++;
    } else if (pair === '*)' && depth > 0) {
      depth--;
      n++;
    } else if (depth === 0 || here === '\n') {
      out += here;
    }
  }
  return out;
}
