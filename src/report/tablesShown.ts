import type { ExperimentEvidence, TableEvidence } from '../evidence/experimentEvidence.js';

/** Longer tables of results are folded away: of experiments with figures, and of those without. */
const SHORT = { besideFigures: 12, alone: 20 };

/**
 * Whether a table is shown or folded away: short tables of results, and of the limits that are decided
 * and measured, the main result, those of the first seed.
 */
export function isShown(
  { shows, repeats, rows }: TableEvidence,
  { figures }: ExperimentEvidence,
): boolean {
  const most = figures.length > 0 ? SHORT.besideFigures : SHORT.alone;
  return !repeats && (shows === 'limits' || rows.length <= most);
}
