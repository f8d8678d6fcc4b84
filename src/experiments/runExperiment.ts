import { availableParallelism, cpus } from 'node:os';
import { DATA_SETS, parseTableName } from '../data/index.js';
import type { Variant } from '../detectors/index.js';
import { didYouMean } from '../errors/didYouMean.js';
import { InputError } from '../errors/inputError.js';
import { unknownKind } from '../errors/unknownKind.js';
import { backend } from '../training/index.js';
import { experimentNamed } from './catalogue/registry.js';
import type { Cell, CellOutcome, TrainResult } from './cell.js';
import { CellPool } from './cellPool.js';
import { ContentCache } from './contentCache.js';
import {
  type Experiment,
  type ExperimentFindings,
  type ExperimentSettings,
  type SettingName,
  USUAL_SETTINGS,
} from './experiment.js';
import { isImage } from './preparedData.js';
import { MOST_COLUMNS, type ScoreResult } from './scoreCell.js';

/** How an experiment is run. */
export interface RunExperimentOptions {
  /** Of the experiment's data sets if absent. */
  readonly dataSets?: readonly string[];
  /** 0 to 4 if absent: with fewer than five nothing is decided. */
  readonly seeds?: readonly number[];
  /** 10 if absent, as in paper B. */
  readonly epochs?: number;
  readonly rows?: number;
  /** The paper's FT-Transformer, or a small one that trains fast and is not the paper's; true if absent. */
  readonly fullSize?: boolean;
  /** Of an experiment that scores two definitions of detectors, one alone; both if absent. */
  readonly variant?: Extract<Variant, 'paper' | 'cea-2024'>;
  /** Threads; one per core if absent, 0 for none. */
  readonly workers?: number;
  /** Where finished cells are kept; the cache folder if absent. */
  readonly cache?: string;
  readonly onCell?: (done: number, total: number, what: string) => void;
  /** Called inside cells too: how many are done, those begun in part. */
  readonly onShare?: (done: number, total: number, what: string) => void;
}

/**
 * The result of an experiment. Everything outside `environment` and `timing` is the same for the
 * same code, data, settings and backend, whatever the number of threads.
 */
export interface ExperimentReport extends ExperimentFindings {
  readonly schemaVersion: 1;
  readonly experiment: string;
  readonly title: string;
  readonly source: string;
  readonly settings: ExperimentSettings;
  readonly environment: {
    /** float32 arithmetic differs in the last digits between backends, and so may results. */
    readonly backend: string;
    readonly node: string;
    readonly processor: string;
    readonly threads: number;
  };
  readonly timing: {
    readonly seconds: number;
    readonly cells: number;
    readonly fromCache: number;
    /** Of the cells that were computed; null where there were none. */
    readonly rowsPerSecond: { readonly training: number | null; readonly scoring: number | null };
    /** Per cell, in the order of the plan. */
    readonly perCell: readonly { readonly cell: string; readonly seconds: number }[];
  };
}

/**
 * Runs one of the papers' experiments. Finished cells are kept on disk: a run that was interrupted
 * goes on where it stopped, and a repeated one only concludes.
 *
 * @throws InputError `unknown_value` for the name of an experiment or a data set; `not_found` for
 *   data that is not here, with the command that fetches it
 *
 * @example
 * ```ts
 * (await runExperiment('norms', { seeds: [0] })).claims;
 * ```
 */
export async function runExperiment(
  name: string,
  options: RunExperimentOptions = {},
): Promise<ExperimentReport> {
  const experiment = experimentNamed(name);
  refuseIdle(experiment, options);
  const settings = {
    dataSets: options.dataSets ?? experiment.dataSets,
    ...settingsFrom(options),
  };
  checkDataSets(experiment, settings);
  const threads = options.workers ?? availableParallelism();
  const stages = experiment.plan(settings);
  const total = stages.flat().length;
  const pool = new CellPool(new ContentCache(options.cache), Math.min(threads, total));
  const started = performance.now();
  const outcomes: CellOutcome[][] = [];
  let done = 0;
  const begun = new Map<Cell, number>();
  try {
    for (const cells of stages) {
      outcomes.push(
        await pool.runAll(
          cells,
          (cell, outcome) => {
            done++;
            begun.delete(cell);
            const how = outcome.cached ? 'cached' : `${outcome.seconds.toFixed(1)} s`;
            options.onCell?.(done, total, `${describeCell(cell)} (${how})`);
          },
          (cell, share) => {
            begun.set(cell, share);
            const parts = [...begun.values()].reduce((sum, part) => sum + part, done);
            options.onShare?.(parts, total, describeCell(cell));
          },
        ),
      );
    }
  } finally {
    await pool.close();
  }
  const findings = experiment.conclude(settings, outcomes);
  const cells = stages.flat();
  const finished = outcomes.flat();
  return {
    schemaVersion: 1,
    experiment: name,
    title: experiment.title,
    source: experiment.source,
    settings,
    ...findings,
    environment: {
      backend: total === 0 ? 'none' : (await backend()).name,
      node: process.version,
      processor: cpus()[0]?.model ?? 'unknown',
      threads,
    },
    timing: {
      seconds: (performance.now() - started) / 1000,
      cells: total,
      fromCache: finished.filter(({ cached }) => cached).length,
      rowsPerSecond: {
        training: speedOf('train', cells, finished),
        scoring: speedOf('score', cells, finished),
      },
      perCell: cells.map((cell, n) => ({
        cell: describeCell(cell),
        seconds: finished[n].seconds,
      })),
    },
  };
}

/**
 * The settings that are the same for all experiments, with their defaults.
 *
 * @throws InputError `out_of_range`, with all that is wrong
 */
export function settingsFrom(options: RunExperimentOptions): Omit<ExperimentSettings, 'dataSets'> {
  const settings = {
    seeds: options.seeds ?? [0, 1, 2, 3, 4],
    epochs: options.epochs ?? 10,
    rows: options.rows ?? null,
    fullSize: options.fullSize ?? true,
    variant: options.variant ?? null,
  };
  checkSettings(settings);
  return settings;
}

/** Rows through training (once per epoch) or scoring (by all detectors) a second and thread. */
function speedOf(
  kind: 'train' | 'score',
  cells: readonly Cell[],
  outcomes: readonly CellOutcome[],
): number | null {
  let rows = 0;
  let seconds = 0;
  cells.forEach((cell, n) => {
    const outcome = outcomes[n];
    if (cell.kind !== kind || outcome.cached) return;
    seconds += outcome.seconds;
    if (cell.kind === 'train') {
      rows += (outcome.value as TrainResult).trainingRows * cell.spec.epochs;
    } else if (cell.kind === 'score') {
      for (const { testRows, columns } of outcome.value as readonly ScoreResult[]) {
        for (const { kind: ood } of cell.spec.ood) {
          rows += testRows * (ood === 'scale' ? Math.min(columns, MOST_COLUMNS) : 1);
        }
      }
    }
  });
  return seconds > 0 ? rows / seconds : null;
}

/** "score dry-bean, seed 0, cea-2024". */
function describeCell(cell: Cell): string {
  switch (cell.kind) {
    case 'train':
      return `train ${cell.spec.architecture.kind} on ${cell.spec.dataSet}, seed ${cell.spec.seed}`;
    case 'score': {
      const { subject, variants } = cell.spec;
      return `score ${subject.architecture.kind} on ${subject.dataSet}, seed ${subject.seed}, ${variants.join(' and ')}`;
    }
    case 'theory':
    case 'ends': {
      const { subject, variant } = cell.spec;
      return `${cell.kind} ${subject.architecture.kind} on ${subject.dataSet}, seed ${subject.seed}, ${variant}`;
    }
    case 'grid':
      return `${cell.spec.model} on ${cell.spec.dataSet}, seed ${cell.spec.seed}`;
    default:
      return unknownKind(cell);
  }
}

function checkSettings({ seeds, epochs, rows }: Omit<ExperimentSettings, 'dataSets'>): void {
  const whole = (value: number, least: number) => Number.isSafeInteger(value) && value >= least;
  const problems = [
    ...(seeds.length === 0 ? [{ path: 'seeds', value: seeds, rule: 'must not be empty' }] : []),
    ...(new Set(seeds).size < seeds.length
      ? [{ path: 'seeds', value: seeds, rule: 'must differ from each other' }]
      : []),
    ...(whole(epochs, 1) ? [] : [{ path: 'epochs', value: epochs, rule: 'must be at least 1' }]),
    ...(rows === null || whole(rows, 30)
      ? []
      : [{ path: 'rows', value: rows, rule: 'must be at least 30' }]),
  ];
  if (problems.length === 0) return;
  throw new InputError(
    'experiment',
    problems.map((problem) => ({
      code: 'out_of_range' as const,
      ...problem,
      remedy: 'see farfield experiment --help',
    })),
  );
}

/** A setting without effect is a mistake. */
function refuseIdle(experiment: Experiment, options: RunExperimentOptions): void {
  const { name, takes = USUAL_SETTINGS } = experiment;
  const idle = ALL_SETTINGS.filter(
    (setting) => options[setting] !== undefined && !takes.includes(setting),
  );
  if (idle.length === 0) return;
  throw new InputError(
    'experiment',
    idle.map((setting) => ({
      code: 'inconsistent' as const,
      path: setting === 'fullSize' ? 'reduced' : setting,
      rule: `has no effect on ${name}`,
      remedy:
        takes.length > 0
          ? `leave it out; ${name} takes ${takes.map((one) => (one === 'fullSize' ? 'reduced' : one)).join(', ')}`
          : `leave it out; ${name} takes no settings`,
    })),
  );
}

/** Only those of the settings that have an effect: for a run of several experiments. */
export function settingsTakenBy(
  { takes = USUAL_SETTINGS }: Experiment,
  options: RunExperimentOptions,
): RunExperimentOptions {
  const idle = ALL_SETTINGS.filter((setting) => !takes.includes(setting));
  return Object.fromEntries(
    Object.entries(options).filter(([key]) => !(idle as readonly string[]).includes(key)),
  );
}

const ALL_SETTINGS: readonly SettingName[] = [...USUAL_SETTINGS, 'fullSize', 'variant'];

function checkDataSets(experiment: Experiment, { dataSets }: ExperimentSettings): void {
  const choices =
    experiment.choices ?? DATA_SETS.map(({ name }) => name).filter((name) => !isImage(name));
  const problems = dataSets
    .filter((name) => !choices.includes(name))
    .filter((name) => experiment.choices !== undefined || parseTableName(name) === null)
    .map((value) => ({
      code: 'unknown_value' as const,
      path: 'data',
      value,
      rule: `must be a data set that ${experiment.name} can use`,
      remedy:
        choices.length > 0
          ? `${didYouMean(value, choices)}one of ${choices.join(', ')}${experiment.choices ? '' : ', or the path of a table with --label'}`
          : 'it uses none',
    }));
  if (problems.length > 0) throw new InputError('experiment', problems);
}
