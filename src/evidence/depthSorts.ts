import type { ClaimEvidence } from './evidence.js';

/**
 * The names in a claim's coverage for cases that it decided: all of them, or those of a regime; and
 * of these, those whose ray crosses kinks of two hidden layers or more.
 */
export function depthSorts(regime?: string): { readonly decided: string; readonly deep: string } {
  const decided = regime === undefined ? 'decided' : `decided, ${regime}`;
  return { decided, deep: `${decided}, deep` };
}

/** How many cases were decided, and how many of them are deep; null where nothing was counted. */
export function depthIn(
  coverage: ClaimEvidence['coverage'],
  regime?: string,
): { readonly decided: number; readonly deep: number } | null {
  const { decided, deep } = depthSorts(regime);
  if (!coverage[decided]) return null;
  return { decided: coverage[decided], deep: coverage[deep] ?? 0 };
}

/** The name in the coverage of claims about detectors: CEA with its defaults exceeds its threshold. */
export const EXCEEDING = 'mean g above 0';
