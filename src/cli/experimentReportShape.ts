import { experimentSettingsShape } from '../evidence/experimentShape.js';
import type { EmpiricalClaim } from '../experiments/empiricalClaim.js';
import type { ResultTable } from '../experiments/experiment.js';
import type { ExperimentReport } from '../experiments/runExperiment.js';
import type { ScoreRow } from '../experiments/scoreTable.js';
import {
  anything,
  flag,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  record,
  type Shape,
  text,
} from '../schema/shape.js';

/** A report as it is printed: of a figure name and title, for its picture is a file of its own. */
type PrintedReport = Omit<ExperimentReport, 'figures'> & {
  readonly figures: readonly { readonly name: string; readonly title: string }[];
};

const count = number({ minimum: 0, whole: true });
/** A number that, not being finite, JSON has as null. */
const finite = nullable(number()) as Shape<unknown> as Shape<number>;
const interval = object<{ lower: number; upper: number }>({ lower: finite, upper: finite });

/** The shape of what `farfield experiment --json` prints and writes. */
export const experimentReportShape: Shape<PrintedReport> = object<PrintedReport>({
  schemaVersion: oneOf(1),
  experiment: text,
  title: text,
  source: text,
  settings: experimentSettingsShape,
  environment: object<ExperimentReport['environment']>({
    backend: text,
    node: text,
    processor: text,
    threads: count,
  }),
  timing: object<ExperimentReport['timing']>({
    seconds: number({ minimum: 0 }),
    cells: count,
    fromCache: count,
    rowsPerSecond: object<ExperimentReport['timing']['rowsPerSecond']>({
      training: nullable(number()),
      scoring: nullable(number()),
    }),
    perCell: list(
      object<ExperimentReport['timing']['perCell'][number]>({ cell: text, seconds: number() }),
    ),
  }),
  scores: list(
    object<ScoreRow>({
      dataSet: text,
      variant: text as Shape<ScoreRow['variant']>,
      setting: text,
      detector: text,
      ood: text,
      auroc: finite,
      interval,
      basis: oneOf('seeds', 'rows'),
      auroc2024: nullable(number()),
      notFinite: count,
      seeds: count,
    }),
  ),
  claims: list(
    object<EmpiricalClaim>({
      id: text,
      source: text,
      statement: text,
      scope: text,
      verdict: oneOf('holds', 'refuted', 'inconclusive'),
      expected: optional(oneOf('holds')),
      quantity: text,
      estimate: finite,
      interval,
      basis: oneOf('seeds', 'rows', 'observed'),
      remark: optional(text),
    }),
  ),
  tables: list(
    object<ResultTable>({
      title: text,
      head: list(text),
      rows: list(list(text)),
      note: optional(text),
      shows: optional(oneOf('limits')),
      repeats: optional(flag),
    }),
  ),
  figures: list(object<PrintedReport['figures'][number]>({ name: text, title: text })),
  other: record(anything),
  notes: list(text),
});
