import {
  anything,
  flag,
  list,
  named,
  nullable,
  number,
  object,
  oneOf,
  type ReportProblem,
  record,
  type Shape,
  text,
  textLike,
} from '../schema/shape.js';
import type {
  EmpiricalClaimEvidence,
  ExperimentEvidence,
  ExperimentSettings,
  FigureEvidence,
  IntervalEvidence,
  Measured,
  MissingDataSet,
  ScoreEvidence,
  TableEvidence,
} from './experimentEvidence.js';

const WORDS: readonly unknown[] = ['NaN', 'Infinity', '-Infinity'];
const count = number({ minimum: 0, whole: true });
const finite = number();
const slug = textLike(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'cea-tabular');

const measured: Shape<Measured> = named(
  'measured',
  {
    check(value, path, report) {
      if (typeof value !== 'string') finite.check(value, path, report);
      else if (!WORDS.includes(value)) {
        const rule = 'must be a number, "NaN", "Infinity" or "-Infinity"';
        report('not_a_number', path, value, rule, 'write such a value');
      }
    },
    schema: () => ({ anyOf: [{ type: 'number' }, { enum: WORDS }] }),
  },
  'A number; those that are not finite are words.',
);

const interval = named(
  'interval',
  object<IntervalEvidence>(
    { lower: measured, upper: measured },
    ({ lower, upper }, path, report) => {
      if (Number(lower) > Number(upper)) {
        const rule = `must be at most upper=${upper}`;
        report('inconsistent', `${path}.lower`, lower, rule, 'take the file as farfield wrote it');
      }
    },
  ),
  'An interval of 95 % confidence, or of what was observed.',
);

/** What an experiment was run with. */
export const experimentSettingsShape = object<ExperimentSettings>({
  dataSets: list(text),
  seeds: list(count, 1),
  epochs: number({ minimum: 1, whole: true }),
  rows: nullable(count),
  fullSize: flag,
  variant: nullable(oneOf('paper', 'cea-2024')),
});

const claim = object<EmpiricalClaimEvidence>({
  id: slug,
  source: text,
  statement: text,
  scope: text,
  verdict: oneOf('holds', 'refuted', 'inconclusive'),
  expected: nullable(oneOf('holds')),
  quantity: text,
  estimate: measured,
  interval,
  basis: oneOf('seeds', 'rows', 'observed'),
  remark: nullable(text),
});

const table = object<TableEvidence>(
  {
    title: text,
    shows: oneOf('limits', 'results'),
    repeats: flag,
    head: list(text, 1),
    rows: list(list(text)),
    note: nullable(text),
  },
  ({ head, rows }, path, report) => {
    rows.forEach((row, k) => {
      if (row.length === head.length) return;
      const place = `${path}.rows[${k}].length`;
      const rule = `must equal head.length=${head.length}`;
      report('shape_mismatch', place, row.length, rule, 'give every column a cell');
    });
  },
);

const figure = object<FigureEvidence>({
  name: slug,
  title: text,
  specification: record(anything),
});

const score = object<ScoreEvidence>({
  dataSet: text,
  variant: text,
  setting: text,
  detector: text,
  ood: text,
  auroc: measured,
  interval,
  basis: oneOf('seeds', 'rows'),
  auroc2024: nullable(measured),
  notFinite: count,
  seeds: number({ minimum: 1, whole: true }),
});

/** The shape of one experiment in evidence.json. */
export const experimentShape: Shape<ExperimentEvidence> = object<ExperimentEvidence>(
  {
    name: slug,
    title: text,
    source: text,
    status: oneOf('run', 'not-run'),
    settings: named(
      'experiment-settings',
      experimentSettingsShape,
      'What an experiment was run with.',
    ),
    missing: list(object<MissingDataSet>({ dataSet: text, remedy: text })),
    backend: text,
    claims: list(named('empirical-claim', claim, 'A statement about data, and what the data say.')),
    tables: list(named('table', table, 'A table as people read it.')),
    figures: list(named('figure', figure, 'A Vega-Lite specification, its data inside.')),
    notes: list(text),
    scores: list(named('score', score, "A detector's mean AUROC over seeds.")),
  },
  (experiment, path, report) => {
    if (experiment.status === 'run') return;
    for (const field of ['claims', 'tables', 'figures', 'scores'] as const) {
      const { length } = experiment[field];
      if (length === 0) continue;
      const rule = 'must be empty, since the status is not-run';
      report(
        'inconsistent',
        `${path}.${field}`,
        `${length} items`,
        rule,
        'take the file as farfield wrote it',
      );
    }
  },
);

/** What the experiments of one run must have in common, and what must differ. */
export function checkExperiments(
  experiments: readonly ExperimentEvidence[],
  path: string,
  report: ReportProblem,
): void {
  const names = new Map<string, string>();
  const once = (kind: string, name: string, place: string) => {
    const first = names.get(`${kind} ${name}`);
    if (first === undefined) names.set(`${kind} ${name}`, place);
    else report('duplicate', place, name, `is ${first} too`, 'give each a name of its own');
  };
  const common = ({ seeds, epochs, rows, fullSize, variant }: ExperimentSettings) =>
    JSON.stringify([seeds, epochs, rows, fullSize, variant]);
  const trained = experiments.find(({ backend }) => backend !== 'none');
  experiments.forEach((experiment, k) => {
    const place = `${path}[${k}]`;
    const { name, settings, backend, figures } = experiment;
    once('experiment', name, `${place}.name`);
    figures.forEach((one, n) => {
      once('figure', one.name, `${place}.figures[${n}].name`);
    });
    if (common(settings) !== common(experiments[0].settings)) {
      const rule = `must equal those of ${path}[0], but for the data sets`;
      report('inconsistent', `${place}.settings`, settings, rule, 'run all of them at once');
    }
    if (backend !== 'none' && backend !== trained!.backend) {
      const rule = `must be ${JSON.stringify(trained!.backend)}, as that of ${trained!.name}`;
      report('inconsistent', `${place}.backend`, backend, rule, 'run all of them at once');
    }
  });
}
