import { InternalError } from '../errors/internalError.js';
import type {
  ExperimentEvidence,
  ExperimentSettings,
  Measured,
  TableEvidence,
} from '../evidence/experimentEvidence.js';
import type { ResultTable } from './experiment.js';
import type { PlannedExperiment } from './planExperiments.js';
import type { ExperimentReport } from './runExperiment.js';

/**
 * What evidence keeps of an experiment's result: all but what belongs to the machine and the day.
 *
 * Numbers that are not finite become words, for JSON has none for them.
 *
 * @example
 * ```ts
 * experimentEvidence(await runExperiment('norms', { seeds: [0] })).claims;
 * ```
 */
export function experimentEvidence(
  report: ExperimentReport,
  missing: ExperimentEvidence['missing'] = [],
): ExperimentEvidence {
  const { settings } = report;
  return {
    name: report.experiment,
    title: report.title,
    source: report.source,
    status: 'run',
    settings: { ...settings, dataSets: [...settings.dataSets], seeds: [...settings.seeds] },
    missing,
    backend: report.environment.backend,
    claims: report.claims.map((claim) => ({
      id: claim.id,
      source: claim.source,
      statement: claim.statement,
      scope: claim.scope,
      verdict: claim.verdict,
      expected: claim.expected ?? null,
      quantity: claim.quantity,
      estimate: measured(claim.estimate),
      interval: intervalOf(claim.interval),
      basis: claim.basis,
      remark: claim.remark ?? null,
    })),
    tables: report.tables.map(tableEvidence),
    figures: report.figures.map(({ name, title, specification }) => ({
      name,
      title,
      specification: plain(specification, name) as Readonly<Record<string, unknown>>,
    })),
    notes: [...report.notes],
    scores: report.scores.map((row) => ({
      dataSet: row.dataSet,
      variant: row.variant,
      setting: row.setting,
      detector: row.detector,
      ood: row.ood,
      auroc: measured(row.auroc),
      interval: intervalOf(row.interval),
      basis: row.basis,
      auroc2024: row.auroc2024 === null ? null : measured(row.auroc2024),
      notFinite: row.notFinite,
      seeds: row.seeds,
    })),
  };
}

/** An experiment that is not part of this run. */
export function experimentNotRun(
  { experiment, dataSets, missing }: PlannedExperiment,
  settings: Omit<ExperimentSettings, 'dataSets'>,
): ExperimentEvidence {
  const { name, title, source } = experiment;
  return {
    name,
    title,
    source,
    status: 'not-run',
    settings: { ...settings, dataSets },
    missing,
    backend: 'none',
    claims: [],
    tables: [],
    figures: [],
    notes: [],
    scores: [],
  };
}

function tableEvidence({ title, head, rows, note, shows, repeats }: ResultTable): TableEvidence {
  return {
    title,
    shows: shows ?? 'results',
    repeats: repeats ?? false,
    head: [...head],
    rows: rows.map((row) => [...row]),
    note: note ?? null,
  };
}

function intervalOf({ lower, upper }: { readonly lower: number; readonly upper: number }) {
  return { lower: measured(lower), upper: measured(upper) };
}

/** A number as JSON can hold it; −0 is 0 there. */
function measured(value: number): Measured {
  if (Number.isFinite(value)) return value + 0;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

/** A value as it comes back from JSON. */
function plain(value: unknown, path: string): unknown {
  if (typeof value === 'number') return measured(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item, k) => plain(item, `${path}[${k}]`));
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, of]) => of !== undefined)
        .map(([key, of]) => [key, plain(of, `${path}.${key}`)]),
    );
  }
  throw new InternalError(`the specification of ${path} holds what JSON cannot`);
}
