import type { Evidence } from '../src/evidence/evidence.js';
import type {
  EmpiricalClaimEvidence,
  ExperimentEvidence,
} from '../src/evidence/experimentEvidence.js';
import { warningsAbout } from '../src/evidence/warnings.js';
import { exampleEvidence, NASTY } from './reportExample.js';

const settings = {
  dataSets: ['dry-bean'],
  seeds: [0, 1],
  epochs: 10,
  rows: null,
  fullSize: true,
  variant: null,
};

const LIMIT: EmpiricalClaimEvidence = {
  id: 'limit-auroc',
  source: 'farfield, section 4',
  statement: 'the AUROC goes to the limit that is decided at infinity',
  scope: 'dry-bean, seed 0 (paper)',
  verdict: 'holds',
  expected: 'holds',
  quantity: 'largest gap at α = 1e15 over 32 detectors',
  estimate: 5e-16,
  interval: { lower: 0, upper: 5e-16 },
  basis: 'observed',
  remark: 'every predicted limit lies in the interval measured',
};

function empirical(more: Partial<EmpiricalClaimEvidence>): EmpiricalClaimEvidence {
  return {
    ...LIMIT,
    id: 'cea-never-lowers',
    source: 'B, section 4',
    statement: 'adding CEA never lowers the AUROC by more than noise',
    scope: 'dry-bean (paper)',
    verdict: 'refuted',
    expected: null,
    quantity: 'the worst change over 48 detectors and scales',
    estimate: -0.024,
    interval: { lower: -0.03, upper: -0.019 },
    basis: 'seeds',
    remark: null,
    ...more,
  };
}

const RAN: ExperimentEvidence = {
  name: 'cea-tabular',
  title: 'Sixteen detectors, with and without CEA',
  source: 'B, Fig. 2 and 5',
  status: 'run',
  settings,
  missing: [{ dataSet: 'wine-color', remedy: 'run `farfield data pull wine-quality`' }],
  backend: 'wasm',
  claims: [
    LIMIT,
    { ...LIMIT, scope: 'dry-bean, seed 1 (paper)' },
    empirical({}),
    empirical({
      id: 'cea-auc-rises',
      statement: 'with CEA the AUROC rises as α grows',
      verdict: 'holds',
      estimate: 0.1,
      interval: { lower: 0.08, upper: 0.12 },
      remark: 'not so: KLM',
    }),
    empirical({
      id: 'temperature-changes-little',
      statement: 'temperature changes little',
      verdict: 'inconclusive',
      estimate: 'NaN',
      interval: { lower: '-Infinity', upper: 'Infinity' },
    }),
  ],
  tables: [
    limitTable(0),
    limitTable(1),
    {
      title: 'Dry Bean: AUROC × 100, base / cea',
      shows: 'results',
      repeats: false,
      head: ['detector', 'scale 2', 'scale 3'],
      rows: [['MSP', '47.2 / 62.7', '39.9 / 68.6']],
      note: null,
    },
    {
      title: 'Where scores are deleted',
      shows: 'results',
      repeats: false,
      head: ['detector'],
      rows: [],
      note: null,
    },
    {
      title: 'Where the columns lead',
      shows: 'results',
      repeats: false,
      head: ['column', 'growing', '99 % certain from α'],
      rows: Array.from({ length: 16 }, (_, k) => [`column ${k}`, 'saturating: BOMBAY', '1.27e+3']),
      note: 'Of the directions 100 % saturate.',
    },
  ],
  figures: [
    {
      name: 'cea-tabular-dry-bean',
      title: 'Dry Bean, as defined',
      specification: {
        $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
        title: 'Dry Bean, as defined',
        data: {
          values: ['MSP', 'KNN'].flatMap((detector) =>
            [2, 3, 4].map((alpha) => ({ detector, alpha, auroc: 10 * alpha, bad: 'NaN' })),
          ),
        },
        facet: { field: 'detector', type: 'nominal', title: null },
        columns: 2,
        spec: {
          width: 130,
          height: 100,
          mark: { type: 'line', point: true },
          encoding: {
            y: { field: 'auroc', type: 'quantitative', title: 'AUROC × 100' },
            x: { field: 'alpha', type: 'ordinal', title: 'α' },
            color: { field: 'detector', type: 'nominal', title: 'detector' },
          },
        },
      },
    },
  ],
  notes: ['λ is proportional to the mean score'],
  scores: [
    {
      dataSet: 'dry-bean',
      variant: 'paper',
      setting: 'mlp',
      detector: 'cea:msp',
      ood: 'scale 2',
      auroc: 0.47,
      interval: { lower: 0.45, upper: 0.49 },
      basis: 'rows',
      auroc2024: null,
      notFinite: 3,
      seeds: 2,
    },
  ],
};

function limitTable(seed: number): ExperimentEvidence['tables'][number] {
  return {
    title: `Dry Bean, seed ${seed}, as defined: AUROC × 100 at infinity, decided, and measured on the way`,
    shows: 'limits',
    repeats: seed > 0,
    head: ['detector', 'ends', 'at infinity', 'α = 10', 'α = 1e15'],
    rows: Array.from({ length: 20 }, (_, k) =>
      k === 3
        ? [`DICE ${k}`, '64 unknown', 'not known', '99.1', '98.0']
        : [`MDS ${k}`, '64 diverges-up', '100.0', '99.7', '100.0'],
    ),
    note: '64 rays; the same points at every scale.',
  };
}

/** Experiments as a run finds them: one whole, one of figures alone, two that did not run. */
export function exampleExperiments(): ExperimentEvidence[] {
  const empty = {
    missing: [],
    backend: 'none',
    claims: [],
    tables: [],
    figures: [],
    notes: [],
    scores: [],
  };
  return [
    RAN,
    {
      ...empty,
      name: 'images',
      title: 'Scaled pixels',
      source: 'B, Tables 3 and 7',
      status: 'not-run',
      settings: { ...settings, dataSets: [] },
      missing: [{ dataSet: 'mnist', remedy: 'run `farfield data pull mnist`' }],
    },
    {
      ...empty,
      name: 'norms',
      title: 'CEA with other norms',
      source: 'B, Table 9',
      status: 'not-run',
      settings,
    },
    {
      ...empty,
      name: 'figure-2',
      title: 'Softmax probability in the plane of two logits',
      source: 'A, Fig. 2',
      status: 'run',
      settings: { ...settings, dataSets: [] },
      notes: ['of two logits'],
    },
  ];
}

function evidenceWith(experiments: readonly ExperimentEvidence[]): Evidence {
  const evidence = exampleEvidence();
  const { claims, runsPerClaim, timing } = evidence;
  return {
    ...evidence,
    experiments,
    warnings: warningsAbout(claims, runsPerClaim, experiments),
    timing: { ...timing, experimentsMs: { 'cea-tabular': 1000, 'figure-2': 12 } },
  };
}

/** Evidence of a run with experiments in which everything is as expected. */
export function dataEvidence(): Evidence {
  return evidenceWith(exampleExperiments());
}

/** Evidence of a trial run in which a measurement contradicts the theory, with texts that need escaping. */
export function troubledDataEvidence(): Evidence {
  return evidenceWith(
    exampleExperiments().map((experiment) => ({
      ...experiment,
      title: NASTY,
      settings: { ...experiment.settings, rows: 150, epochs: 1 },
      missing: experiment.missing.map(({ dataSet }) => ({ dataSet, remedy: NASTY })),
      notes: experiment.notes.map(() => NASTY),
      claims: experiment.claims.map((claim) => ({
        ...claim,
        source: NASTY,
        statement: NASTY,
        scope: NASTY,
        quantity: NASTY,
        remark: `${NASTY}\u0000\u000b\ud800`,
        verdict: claim.id === 'limit-auroc' ? ('refuted' as const) : claim.verdict,
      })),
      tables: experiment.tables.map((table) => ({
        ...table,
        title: NASTY,
        head: table.head.map(() => NASTY),
        rows: table.rows.map((row) => row.map(() => NASTY)),
        note: NASTY,
      })),
      figures: experiment.figures.map((figure) => ({ ...figure, title: NASTY })),
    })),
  );
}
