import { readFileSync } from 'node:fs';
import type { AnyClaim, Source } from '../claims/claim.js';

/** A claim as `farfield list` shows it. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  readonly source: Source;
  readonly expected: { readonly asPrinted: string; readonly repaired: string | null };
}

/**
 * The catalogue. The build writes it down beside the command, for to load every claim with its engines
 * takes longer than to print the list; without what it wrote the claims are loaded.
 */
export async function catalogue(): Promise<readonly CatalogueEntry[]> {
  try {
    return JSON.parse(readFileSync(new URL('../catalogue.json', import.meta.url), 'utf8'));
  } catch {
    const { CLAIMS } = await import('../claims/registry.js');
    return CLAIMS.map(entryOf);
  }
}

/** What the catalogue holds of a claim. */
export function entryOf({ id, title, source, asPrinted, repaired }: AnyClaim): CatalogueEntry {
  const expected = { asPrinted: asPrinted.expected, repaired: repaired?.expected ?? null };
  return { id, title, source, expected };
}
