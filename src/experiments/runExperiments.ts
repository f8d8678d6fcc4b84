import type { ExperimentEvidence } from '../evidence/experimentEvidence.js';
import { experimentEvidence, experimentNotRun } from './experimentEvidence.js';
import type { PlannedExperiment } from './planExperiments.js';
import {
  type RunExperimentOptions,
  runExperiment,
  settingsFrom,
  settingsTakenBy,
} from './runExperiment.js';

/** How planned experiments are run. */
export interface RunExperimentsOptions
  extends Omit<RunExperimentOptions, 'dataSets' | 'onCell' | 'onShare'> {
  /** Called when a part of an experiment is finished. */
  readonly onCell?: (experiment: string, done: number, total: number, what: string) => void;
  /** Called inside parts too. */
  readonly onShare?: (experiment: string, done: number, total: number, what: string) => void;
}

/** What the experiments of a run found. */
export interface ExperimentsRun {
  /** One for each planned experiment, in order. */
  readonly experiments: readonly ExperimentEvidence[];
  /** How long each took, by name. */
  readonly experimentsMs: Readonly<Record<string, number>>;
}

/**
 * Runs the planned experiments, one after the other; their finished parts are kept and resumed.
 *
 * @throws InputError `out_of_range` for settings
 *
 * @example
 * ```ts
 * await runExperiments(await planExperiments({ names: ['figure-2'] }), { workers: 0 });
 * ```
 */
export async function runExperiments(
  plan: readonly PlannedExperiment[],
  options: RunExperimentsOptions = {},
): Promise<ExperimentsRun> {
  const { onCell, onShare, ...shared } = options;
  const settings = settingsFrom(shared);
  const experiments: ExperimentEvidence[] = [];
  const experimentsMs: Record<string, number> = {};
  for (const planned of plan) {
    const { name } = planned.experiment;
    if (!planned.runs) {
      experiments.push(experimentNotRun(planned, settings));
      continue;
    }
    const report = await runExperiment(name, {
      // What has no effect on this one has on another.
      ...settingsTakenBy(planned.experiment, shared),
      dataSets: planned.dataSets,
      onCell: (done, total, what) => onCell?.(name, done, total, what),
      onShare: (done, total, what) => onShare?.(name, done, total, what),
    });
    // Settings are those of the run, the same for all, whether or not they had an effect on this one.
    const asked = { ...settings, dataSets: report.settings.dataSets };
    experiments.push(experimentEvidence({ ...report, settings: asked }, planned.missing));
    experimentsMs[name] = Math.round(1000 * report.timing.seconds);
  }
  return { experiments, experimentsMs };
}
