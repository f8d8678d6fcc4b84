import type { ExperimentEvidence } from '../check/experimentEvidence.js';
import { experimentEvidence, experimentNotRun } from './experimentEvidence.js';
import type { PlannedExperiment } from './planExperiments.js';
import { type RunExperimentOptions, runExperiment, settingsFrom } from './runExperiment.js';

/** How planned experiments are run. */
export interface RunExperimentsOptions
  extends Omit<RunExperimentOptions, 'dataSets' | 'fullSize' | 'onCell'> {
  /** Called when a part of an experiment is finished. */
  readonly onCell?: (experiment: string, done: number, total: number, what: string) => void;
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
  const { onCell, ...shared } = options;
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
      ...shared,
      dataSets: planned.dataSets,
      onCell: (done, total, what) => onCell?.(name, done, total, what),
    });
    experiments.push(experimentEvidence(report, planned.missing));
    experimentsMs[name] = Math.round(1000 * report.timing.seconds);
  }
  return { experiments, experimentsMs };
}
