import type { Source } from '../claims/claim.js';

/** "A, Lemma 4", "farfield". */
export function sourceOf({ source: { paper, label } }: { readonly source: Source }): string {
  return `${paper}, ${label}`;
}
