import { describe, expect, it } from 'vitest';
import { exampleEvidence } from '../../properties/reportExample.js';
import { InternalError } from '../errors/internalError.js';
import { parseEvidence } from '../evidence/parseEvidence.js';
import { serializeEvidence } from '../report/serializeEvidence.js';
import { experimentEvidence } from './experimentEvidence.js';
import type { ExperimentReport } from './runExperiment.js';

const report: ExperimentReport = {
  schemaVersion: 1,
  experiment: 'norms',
  title: 'CEA with other norms',
  source: 'B, Table 9',
  settings: {
    dataSets: ['half-moons'],
    seeds: [0],
    epochs: 1,
    rows: 150,
    fullSize: false,
    variant: null,
  },
  scores: [
    {
      dataSet: 'half-moons',
      variant: 'paper',
      setting: 'mlp',
      detector: 'msp',
      ood: 'scale 10',
      auroc: Number.NaN,
      interval: { lower: -Infinity, upper: Infinity },
      basis: 'rows',
      auroc2024: null,
      notFinite: 4,
      seeds: 1,
    },
  ],
  claims: [
    {
      id: 'limit-auroc',
      source: 'farfield',
      statement: 'the AUROC goes to its limit',
      scope: 'half-moons',
      verdict: 'holds',
      expected: 'holds',
      quantity: 'gap',
      estimate: -0,
      interval: { lower: Number.NaN, upper: 5e-324 },
      basis: 'observed',
    },
  ],
  tables: [
    {
      title: 'limits',
      head: ['detector', 'at infinity'],
      rows: [['MSP', '0.0']],
      note: 'a note',
      shows: 'limits',
      repeats: true,
    },
    { title: 'scores', head: ['detector'], rows: [] },
  ],
  figures: [
    {
      name: 'norms-figure',
      title: 'A figure',
      specification: {
        data: { values: [{ x: Number.NaN, y: -0, z: -Infinity }] },
        mark: 'point',
        encoding: {},
      },
    },
  ],
  other: { theory: 'large' },
  notes: ['a note'],
  environment: { backend: 'wasm', node: 'v20', processor: 'some', threads: 2 },
  timing: {
    seconds: 1,
    cells: 1,
    fromCache: 0,
    rowsPerSecond: { training: null, scoring: null },
    perCell: [],
  },
};

describe('experimentEvidence', () => {
  it('survives JSON to the last bit, numbers that are not finite included', () => {
    const experiment = experimentEvidence(report);
    const evidence = { ...exampleEvidence(), experiments: [experiment] };
    const back = parseEvidence(JSON.parse(serializeEvidence(evidence)), 'x');
    expect(back).toEqual(evidence);
    expect(experiment.scores[0]).toMatchObject({
      auroc: 'NaN',
      interval: { lower: '-Infinity', upper: 'Infinity' },
      auroc2024: null,
    });
    expect(experiment.claims[0]).toMatchObject({
      estimate: 0,
      interval: { lower: 'NaN', upper: 5e-324 },
      expected: 'holds',
      remark: null,
    });
    expect(experiment.figures[0].specification.data).toEqual({
      values: [{ x: 'NaN', y: 0, z: '-Infinity' }],
    });
  });

  it('knows the tables that set what is decided beside what is measured', () => {
    const { tables } = experimentEvidence(report);
    expect(tables).toMatchObject([
      { shows: 'limits', repeats: true },
      { shows: 'results', repeats: false },
    ]);
  });

  it('keeps nothing of the machine and the day but the backend', () => {
    const elsewhere = {
      ...report,
      environment: { ...report.environment, node: 'v24', processor: 'other', threads: 64 },
      timing: { ...report.timing, seconds: 2, fromCache: 1 },
    };
    expect(experimentEvidence(elsewhere)).toEqual(experimentEvidence(report));
    expect(experimentEvidence(report).backend).toBe('wasm');
  });

  it('refuses a specification that holds what JSON cannot', () => {
    const figure = { ...report.figures[0], specification: { mark: () => 'point' } as never };
    expect(() => experimentEvidence({ ...report, figures: [figure] })).toThrow(InternalError);
  });
});
