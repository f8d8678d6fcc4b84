import type { Source } from '../claims/claim.js';

/** "A, Lemma 4"; "Theory, F1" for what `docs/theory.md` states. */
export function sourceOf({ source: { paper, label } }: { readonly source: Source }): string {
  return `${paper === 'farfield' ? 'Theory' : paper}, ${label}`;
}
