import { html, type Markup } from '../../page/markup.js';
import type { RepositoryView } from '../repositoryView.js';

/** A file of the repository: linked where the report lies in it, named where not. */
export function repositoryLink({ root }: RepositoryView, file: string, words: string): Markup {
  return root === null
    ? html`${words}: <code>${file}</code>`
    : html`<a href="${root}${file}">${words}</a>`;
}

/** A theorem's name and where it is stated. */
export function theoremLink(name: string, { root, theorems }: RepositoryView): Markup {
  const place = theorems.get(name);
  if (place === undefined) return html`<code>${name}</code>`;
  const where = `proofs/${place.file}`;
  return root === null
    ? html`<code>${name}</code> (${where}, line ${place.line})`
    : html`<a href="${root}${where}#L${place.line}">${name}</a>`;
}
