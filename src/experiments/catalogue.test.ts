import { describe, expect, it } from 'vitest';
import { ablation } from './catalogue/ablation.js';
import { allLayers } from './catalogue/allLayers.js';
import { architectures } from './catalogue/architectures.js';
import { calibration } from './catalogue/calibration.js';
import { ceaTabular } from './catalogue/ceaTabular.js';
import { images } from './catalogue/images.js';
import { logitNorm } from './catalogue/logitNorm.js';
import { norms } from './catalogue/norms.js';
import { otherHospital } from './catalogue/otherData.js';
import type { Cell, CellOutcome } from './cell.js';
import type { LimitComparison } from './comparison.js';
import type { EndsResult } from './endsCell.js';
import type { Experiment, ExperimentFindings, ExperimentSettings } from './experiment.js';
import { nameOf, type ScoreResult, type ScoreSpec } from './scoreCell.js';
import { isPiecewiseAffine, type SubjectSpec } from './subject.js';

/** What the made-up AUROC of a detector depends on. */
interface Scored {
  readonly spec: ScoreSpec;
  readonly dataSet: string;
  readonly id: string;
  /** The name of the CEA choice; null without. */
  readonly choice: string | null;
  readonly ood: string;
}

function settingsOf(experiment: Experiment, fullSize = true): ExperimentSettings {
  const { dataSets } = experiment;
  return { dataSets, seeds: [0, 1, 2, 3, 4], epochs: 1, rows: null, fullSize, variant: null };
}

/** What an experiment concludes if its detectors score as `auroc` says, to within ±0.002 over seeds. */
function concluded(
  experiment: Experiment,
  auroc: (scored: Scored) => number,
  settings = settingsOf(experiment),
): ExperimentFindings {
  const outcome = (cell: Cell): CellOutcome => ({
    value: (cell.kind === 'score'
      ? cell.spec.variants.map((variant) => scoreResult({ ...cell.spec, variant }, auroc))
      : cell.kind === 'ends'
        ? endsResult(cell.spec.subject)
        : {
            regimes: { saturating: 1, tied: 0, flat: 0 },
            columns: [],
            limits: [],
            rays: 0,
          }) as never,
    cached: true,
    seconds: 0,
  });
  return experiment.conclude(
    settings,
    experiment.plan(settings).map((cells) => cells.map(outcome)),
  );
}

/** Ends as of piecewise-affine networks, which are certain, and of others, which are not. */
function endsResult(subject: SubjectSpec): EndsResult {
  const exact = isPiecewiseAffine(subject);
  return {
    ends: { 'one-hot': exact ? 10 : 0, above: 0, below: exact ? 0 : 10, unknown: 0 },
    mostCertain: exact ? 1 : 0.8,
    ceiling: { confidence: null, doubt: null, classes: null, causes: [], reason: 'unbounded' },
    limits: exact ? [] : [LIMIT],
    rays: 5,
    testRows: 100,
  };
}

const LIMIT: LimitComparison = {
  detector: 'msp',
  predicted: 0.4,
  inFloat64: null,
  behaviours: { converges: 5 },
  exact: true,
  measured: [{ alpha: 1e10, auroc: 0.405, interval: { lower: 0.405, upper: 0.405 } }],
};

function scoreResult(spec: ScoreSpec, auroc: (scored: Scored) => number): ScoreResult {
  const { dataSet, seed } = spec.subject;
  const scores = spec.detectors.flatMap((id) =>
    [null, ...spec.ceas.map(({ name }) => name)].flatMap((choice) =>
      spec.ood.map((kind) => {
        const ood = nameOf(kind);
        const value = auroc({ spec, dataSet, id, choice, ood }) + (seed - 2) * 1e-3;
        return {
          detector: choice === null ? id : `${choice}:${id}`,
          ood,
          auroc: value,
          auroc2024: value,
          notFinite: 0,
          replicates: [value],
        };
      }),
    ),
  );
  return {
    scores,
    failures: [],
    ceaActive: {},
    validationAccuracy: 1,
    testRows: 10,
    columns: 2,
    classes: 2,
    backend: 'none',
    notes: [],
  };
}

/** Verdicts on the papers' claims, by claim and what comes after the last comma of the scope. */
function verdicts({ claims }: ExperimentFindings): Record<string, string> {
  return Object.fromEntries(
    claims
      .filter(({ expected }) => expected === undefined)
      .map(({ id, scope, verdict }) => [`${id} ${scope.split(', ').at(-1)}`, verdict]),
  );
}

const DIABETES = 'diabetic-retinopathy';

describe('what experiments conclude from their scores', () => {
  it('architectures: the ResNet is overconfident, the transformer less, CEA helps', () => {
    const claims = (sign: number) =>
      verdicts(
        concluded(architectures, ({ spec, choice, ood }) => {
          const far = ood === 'scale 1000' ? -0.1 : 0;
          const transformer = spec.subject.architecture.kind === 'ft-transformer' ? 0.2 : 0;
          return 0.5 + sign * (far + transformer + (choice === null ? 0 : 0.05));
        }),
      );
    const ids = ['resnet-is-overconfident', 'transformer-is-milder', 'cea-helps-resnet'];
    const all = (verdict: string) =>
      Object.fromEntries(ids.map((id) => [`${id} ${DIABETES}`, verdict]));
    expect(claims(1)).toMatchObject(all('holds'));
    expect(claims(-1)).toMatchObject(all('refuted'));
    // CEA adds five points here, on either network.
    expect(claims(1)).toMatchObject({
      [`transformer-gains-little ${DIABETES}`]: 'refuted',
      [`transformer-baselines-better ${DIABETES}`]: 'holds',
      [`resnet-with-cea-better ${DIABETES}`]: 'refuted',
    });
  });

  it('architectures: says that the transformer is reduced, unless it is not', () => {
    const [reduced, full] = [false, true].map((fullSize) => {
      const settings = settingsOf(architectures, fullSize);
      const cells = architectures.plan(settings)[0];
      return cells.map(({ spec }) => JSON.stringify(spec)).join();
    });
    expect(reduced).toContain('"token":32');
    expect(full).toContain('"token":192');
    const findings = concluded(architectures, () => 0.5, settingsOf(architectures, false));
    expect(findings.notes[0]).toMatch(
      /reduced, and not the paper's: 2 blocks, token 32, 4 heads instead of 3 blocks, token 192, 8 heads/,
    );
    expect(concluded(architectures, () => 0.5).notes[0]).not.toContain('reduced');
    // Its numbers stand beside none of the paper's.
    const beside = (of: ExperimentFindings) =>
      of.tables.filter(({ title }) => title.endsWith('measured and printed')).length;
    expect([beside(findings), beside(concluded(architectures, () => 0.5))]).toEqual([1, 2]);
    expect(findings.tables.some(({ title }) => title.includes("not the paper's"))).toBe(true);
    for (const { name } of findings.figures) expect(name).toMatch(/^[a-z0-9-]+$/);
  });

  it('logitnorm: reduces overconfidence and does not remove it', () => {
    const claims = (normed: number) =>
      verdicts(
        concluded(logitNorm, ({ spec }) =>
          spec.subject.loss.kind === 'logit-norm' ? normed : 0.3,
        ),
      );
    const both = (reduces: string, remains: string) =>
      Object.fromEntries(
        ['logit-norm', 'logit-norm-outputs'].flatMap((setting) => [
          [`logitnorm-reduces ${setting}`, reduces],
          [`logitnorm-does-not-remove ${setting}`, remains],
        ]),
      );
    expect(claims(0.4)).toMatchObject(both('holds', 'holds'));
    expect(claims(0.2)).toMatchObject(both('refuted', 'holds'));
    expect(claims(0.6)).toMatchObject(both('holds', 'refuted'));
  });

  it('norms: similar is less than a point apart, either way', () => {
    const claims = (apart: number) =>
      new Set(
        Object.values(
          verdicts(concluded(norms, ({ choice }) => (choice === 'ℓ2' ? 0.8 : 0.8 + apart))),
        ),
      );
    expect(claims(0.005)).toEqual(new Set(['holds']));
    expect(claims(-0.005)).toEqual(new Set(['holds']));
    expect(claims(0.02)).toEqual(new Set(['refuted']));
    expect(claims(-0.02)).toEqual(new Set(['refuted']));
  });

  it('images: CEA helps against some kinds of outliers and not against others', () => {
    const found = verdicts(
      concluded(
        images,
        ({ choice, ood }) => 0.5 + (choice === null ? 0 : ood.startsWith('scale') ? 0.1 : -0.1),
      ),
    );
    expect(found).toMatchObject({
      'cea-helps-on-images scale 10': 'holds',
      'cea-helps-on-images attack ε=0.3': 'refuted',
    });
  });

  it('other-hospital: CEA helps, harms none, beats chance, and does so more on MIMIC-IV', () => {
    const claims = (
      lifts: { eicu: number; mimic: number },
      but: Partial<Record<string, number>> = {},
    ) =>
      concluded(otherHospital, ({ dataSet, id, choice }) => {
        const lift = dataSet === 'eicu-shared' ? lifts.eicu : lifts.mimic;
        return choice === null ? 0.45 : (but[id] ?? 0.45 + lift);
      });
    expect(new Set(Object.values(verdicts(claims({ eicu: 0.1, mimic: 0.2 }))))).toEqual(
      new Set(['holds']),
    );
    const reversed = claims({ eicu: 0.2, mimic: 0.1 }, { mds: 0.4 });
    expect(verdicts(reversed)).toEqual({
      'cea-helps-other-data eicu-shared': 'holds',
      'cea-never-lowers eicu-shared': 'refuted',
      'cea-above-chance eicu-shared': 'refuted',
      'cea-helps-other-data mimic-iv-shared': 'holds',
      'cea-never-lowers mimic-iv-shared': 'refuted',
      'cea-above-chance mimic-iv-shared': 'refuted',
      'mimic-gains-more mimic-iv-shared': 'refuted',
    });
    expect(reversed.claims[2].remark).toBe('not so: MDS');
  });

  it('ablation: each column is its own choice, the figure has them all', () => {
    const value = (choice: string | null) =>
      choice === null ? 0.1 : Number(choice.split('=')[1]) / (choice.startsWith('p') ? 200 : 1000);
    const { tables, figures } = concluded(ablation, ({ choice, ood }) =>
      ood === 'scale 1000' ? value(choice) : 0.9,
    );
    expect(tables.map(({ head, rows }) => [head.slice(1), rows[0].slice(1)])).toEqual([
      [
        ['without CEA', 'p=50', 'p=80', 'p=90', 'p=95', 'p=99', 'p=99.9', 'p=100'],
        ['10.0', '25.0', '40.0', '45.0', '47.5', '49.5', '50.0', '50.0'],
      ],
      [
        ['without CEA', 'γ=0.1', 'γ=1', 'γ=10', 'γ=100'],
        ['10.0', '0.0', '0.1', '1.0', '10.0'],
      ],
    ]);
    const { data } = figures[0].specification as unknown as { data: { values: unknown[] } };
    expect(data.values).toHaveLength(8 * 11);
  });

  it('two classes: that temperature changes nothing is an identity, and says so', () => {
    const { claims } = concluded(ceaTabular, () => 0.5);
    const temperature = claims.filter(({ id }) => id === 'temperature-changes-little');
    expect(temperature.map(({ verdict }) => verdict)).toEqual(Array(6).fill('inconclusive'));
    expect(temperature[0].remark).toMatch(/^an identity/);
  });

  it('ablation and all layers: CEA helps where every mean lift is above 0', () => {
    const of = (experiment: Experiment, lift: number) =>
      verdicts(concluded(experiment, ({ choice }) => 0.5 + (choice === null ? 0 : lift)));
    expect(of(ablation, 0.1)).toEqual({
      [`cea-helps-for-many-settings ${DIABETES}`]: 'holds',
      [`high-p-never-harms ${DIABETES}`]: 'holds',
      [`larger-gamma-better ${DIABETES}`]: 'inconclusive',
    });
    expect(of(ablation, -0.1)).toMatchObject({
      [`cea-helps-for-many-settings ${DIABETES}`]: 'refuted',
      [`high-p-never-harms ${DIABETES}`]: 'refuted',
    });
    expect(of(allLayers, 0.1)).toMatchObject({ [`layers-both-effective ${DIABETES}`]: 'holds' });
    expect(of(allLayers, -0.1)).toMatchObject({
      [`layers-both-effective ${DIABETES}`]: 'refuted',
    });
  });

  it('cea-tabular: claims, tables and figures for every data set and both definitions', () => {
    const { claims, tables, figures, other } = concluded(ceaTabular, ({ spec }) =>
      spec.variant === 'paper' ? 0.7 : 0.6,
    );
    const limits = claims.filter(({ id }) => id === 'limit-auroc');
    // Nothing was predicted here, so nothing is confirmed.
    expect(limits.map(({ verdict }) => verdict)).toEqual(Array(30).fill('inconclusive'));
    expect(claims).toHaveLength(6 * 10 + 30);
    // A figure of scales for each data set and variant, and one of limits, of the first seed.
    expect(figures).toHaveLength(6 + 6);
    expect(other.theory).toHaveLength(30);
    const changed = tables.find(({ title }) => title.startsWith('dry-bean: where the authors'))!;
    expect(changed.rows[0].slice(2, 5)).toEqual(['60.0', '60.0', '70.0']);
  });

  it.each([
    [architectures, 2, 32, 3],
    [logitNorm, 1, 32, 3],
    [norms, 1, 6, 1],
  ])(
    'printed numbers stand beside what is measured: case %#',
    (experiment, count, rows, columns) => {
      const beside = concluded(experiment, () => 0.5).tables.filter(({ title }) =>
        title.endsWith('measured and printed'),
      );
      expect(beside).toHaveLength(count);
      for (const table of beside) {
        expect(table.rows).toHaveLength(rows);
        expect(table.head).toHaveLength(1 + columns);
        expect(table.rows.flat()).not.toContain('–');
      }
    },
  );

  it.each([
    [architectures, ['resnet', 'mlp', 'transformer', 'mlp-gelu', 'mlp-silu', 'mlp-layer-norm']],
    [logitNorm, ['mlp', 'logit-norm']],
    [ceaTabular, ['seed 0 (cea-2024)', 'seed 0 (paper)']],
    [images, ['seed 0 (cea-2024)']],
    [norms, []],
  ])('limits are decided of networks whose outputs are logits: case %#', (experiment, expected) => {
    const { claims, figures } = concluded(experiment, () => 0.5);
    const first = claims
      .filter(({ id, scope }) => id === 'limit-auroc' && scope.includes('seed 0'))
      .map(({ scope }) => scope.split(', ')[1]);
    expect([...new Set(first)]).toEqual(expected);
    const limits = figures.filter(({ name }) => name.startsWith('limits-'));
    expect(limits).toHaveLength(first.length);
    expect(new Set(limits.map(({ name }) => name)).size).toBe(first.length);
  });

  it('calibration: means over seeds, each in its own row', () => {
    const settings = settingsOf(calibration);
    const cells = calibration.plan(settings)[0];
    const outcomes = cells.map(({ spec }, n): CellOutcome => {
      const kind = 'architecture' in spec ? spec.architecture.kind : '';
      const before = (kind === 'resnet' ? 0.2 : 0.1) + 0.01 * (n % 5);
      return {
        value: { calibration: { before, after: 0.01, temperature: 2, testAccuracy: 0.9 } } as never,
        cached: true,
        seconds: 0,
      };
    });
    const { tables, claims } = calibration.conclude(settings, [outcomes]);
    const { rows } = tables[0];
    expect(claims).toHaveLength(6);
    expect(new Set(claims.map(({ verdict }) => verdict))).toEqual(new Set(['holds']));
    expect(rows.map(([, model, before]) => [model, before])).toEqual([
      ...Array(3).fill(['mlp', '12.00']),
      ...Array(3).fill(['resnet', '22.00']),
    ]);
  });
});
