import type { ExperimentEvidence, TableEvidence } from '../check/experimentEvidence.js';

/** Longer tables of results are folded away. */
const SHORT = 12;

/**
 * Whether a table is shown or folded away: short tables of results, and of the limits that are decided
 * and measured, the main result, those of the first seed.
 */
export function isShown({ shows, title, rows }: TableEvidence, experiment: ExperimentEvidence) {
  const seed = /, seed (\d+)\b/.exec(title)?.[1];
  const first = seed === undefined || seed === String(experiment.settings.seeds[0]);
  return first && (shows === 'limits' || rows.length <= SHORT);
}
