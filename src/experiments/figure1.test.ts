import { describe, expect, it } from 'vitest';
import { readNetwork } from '../network/networkFile.js';
import { figure1 } from './catalogue/figure1.js';
import { arcEstimate, edgeClaims, edgeTables } from './edgeFindings.js';
import { type EdgeRay, edgeRay, entropyBound } from './edgeRay.js';
import { renderFigure } from './figure.js';
import { trainFigureModel } from './figureModels.js';
import { edgePoints, type GridResult, gridCell } from './gridCell.js';
import { percentileInterval } from './quantity.js';
import { publishedInformation, type UncertaintyAtPoint } from './uncertaintyAt.js';

/** f(x) = (x₁ + bias, 0) times the sign. */
function member(sign: number, bias = 0) {
  const weights = [
    [sign, 0],
    [0, 0],
  ];
  return readNetwork({
    format: 'farfield-network',
    version: 1,
    inputs: 2,
    layers: [{ type: 'dense', weights, bias: [bias, 0] }],
  });
}

/** A ray from 0 with data of unit spread. */
function line(...direction: number[]) {
  return {
    origin: Float64Array.of(0, 0),
    direction: Float64Array.from(direction),
    deviations: Float64Array.of(1, 1),
  };
}

describe('a ray through the edge', () => {
  it('is certain where all members end in one class', () => {
    const ray = edgeRay([member(1), member(2, -50)], line(3, 0));
    expect(ray).toMatchObject({ certain: true, tied: 0, limit: { entropy: 0, information: 0 } });
    // The second member is right from 50/6 on, and then 1 − 1e-9 certain after 20.7/6 more.
    expect(ray.settled!.scale).toBeCloseTo((50 + Math.log(1e9 - 1)) / 6, 6);
    expect(Math.abs(ray.settled!.entropy)).toBeLessThanOrEqual(ray.settled!.bound);
    expect(ray.measured.edge.value.entropy).toBeGreaterThan(0.6);
  });

  it('tends to the entropy of the votes where members disagree', () => {
    const ray = edgeRay([member(1), member(-1), member(-1)], line(3, 4));
    expect(ray.certain).toBe(false);
    const votes = Math.log(3) - (2 / 3) * Math.log(2);
    expect(ray.limit.entropy).toBeCloseTo(votes, 12);
    // Every member is certain: what is left of the entropy is disagreement.
    expect(ray.limit.information).toBeCloseTo(votes, 12);
    expect(ray.settled!.entropy).toBeCloseTo(votes, 7);
    expect(ray.measured['10⁶ σ'].value.entropy).toBeCloseTo(votes, 12);
    expect(ray.measured['10⁶ σ'].value.variance).toBeCloseTo(2 / 9, 12);
    expect(Object.values(ray.measured['10⁶ σ'].gradient)).toEqual([0, 0, 0, 0]);
  });

  it('tends to the softmax of the ties where a member is tied', () => {
    const ray = edgeRay([member(1, Math.log(3))], line(0, 1));
    expect(ray).toMatchObject({ certain: false, tied: 1, settled: null });
    expect(ray.limit.entropy).toBeCloseTo(0.75 * Math.log(4 / 3) + 0.25 * Math.log(4), 12);
    expect(ray.measured['6 σ'].value.entropy).toBeCloseTo(ray.limit.entropy, 12);
  });

  it('knows ties of some classes from ties of all', () => {
    const network = readNetwork({
      format: 'farfield-network',
      version: 1,
      inputs: 2,
      layers: [
        {
          type: 'dense',
          weights: [
            [1, 0],
            [1, 0],
            [0, 0],
          ],
          bias: [Math.log(3), 0, 5],
        },
      ],
    });
    const ray = edgeRay([network], line(1, 0));
    expect(ray).toMatchObject({ certain: false, tied: 1, settled: null });
    expect(ray.limit.entropy).toBeCloseTo(0.75 * Math.log(4 / 3) + 0.25 * Math.log(4), 12);
    // The other way the third class wins.
    expect(edgeRay([network], line(-1, 0))).toMatchObject({ certain: true, tied: 0 });
  });

  it('is measured at 6 and a million deviations of the coordinate that is furthest out', () => {
    const { measured } = edgeRay([member(1)], {
      origin: Float64Array.of(2, 0),
      direction: Float64Array.of(3, 4),
      deviations: Float64Array.of(0.5, 2),
    });
    // 3/0.5 is more than 4/2: one edge is 6 σ.
    expect(measured['6 σ']).toEqual(measured.edge);
    expect(measured.edge.value.probability).toBeCloseTo(1 / (1 + Math.exp(5)), 12);
    expect(measured['10⁶ σ'].value.probability).toBe(0);
  });

  it('the published formula is largest where all members are certain, agreeing or not', () => {
    const far = (...signs: number[]) =>
      edgeRay(
        signs.map((sign) => member(sign)),
        line(40, 0),
      ).measured.edge;
    const [agreed, split] = [far(1, 1, 1, 1), far(1, 1, -1, -1)];
    expect(agreed.value.information).toBeCloseTo(0, 12);
    expect(split.value.information).toBeCloseTo(Math.log(2), 12);
    for (const { publishedInformation: published } of [agreed, split]) {
      expect(published).toBeCloseTo(2, 12);
    }
    // Ten equal members, nearly undecided: 5 less the entropy in bits, not 0.
    expect(publishedInformation(Math.log(2), 10, 2)).toBeCloseTo(4, 12);
  });

  it('entropies of close distributions differ by no more than the bound, which is attained', () => {
    const entropy = (p: readonly number[]) =>
      p.reduce((sum, x) => sum - (x > 0 ? x * Math.log(x) : 0), 0);
    for (const distance of [1e-9, 1e-3, 0.3]) {
      const spread = [1 - distance, distance / 2, distance / 2];
      expect(entropy(spread)).toBeCloseTo(entropyBound(distance, 3), 12);
      expect(
        entropy([0.5 - distance / 2, 0.5 + distance / 2, 0]) - entropy([0.5, 0.5]),
      ).toBeLessThan(entropyBound(distance, 3));
    }
  });
});

describe('the edge of a picture', () => {
  it('is walked once around, neighbours next to each other', () => {
    const points = edgePoints({ x: [-2, 2], y: [-1, 1], step: 0.5 });
    expect(new Set(points.map(String)).size).toBe(2 * 8 + 2 * 4);
    expect(points[0]).toEqual([-2, -1]);
    points.forEach(([x, y], k) => {
      expect(Math.max(Math.abs(x) / 2, Math.abs(y))).toBe(1);
      const [nextX, nextY] = points[(k + 1) % points.length];
      expect(Math.abs(nextX - x) + Math.abs(nextY - y)).toBe(0.5);
    });
  });

  it('arcs drawn again spread more than points drawn one by one where neighbours are alike', () => {
    const half = Array.from({ length: 100 }, (_, k) => Number(k < 50));
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const { value, replicates } = arcEstimate(half, mean, 1);
    expect(value).toBe(0.5);
    const { lower, upper } = percentileInterval(replicates);
    // One by one: 4 · √(¼/100) = 0.2.
    expect(upper - lower).toBeGreaterThan(0.35);
    expect(arcEstimate(half, mean, 1)).toEqual({ value, replicates });
  });
});

const SPEC = {
  model: 'single network',
  dataSet: 'nine-clusters',
  seed: 1,
  epochs: 1,
  members: 2,
  picture: true,
} as const;

/** Cells that several tests look at. */
const cells = new Map<string, Promise<GridResult>>();
function cellOf(spec: Parameters<typeof gridCell>[0]): Promise<GridResult> {
  const key = JSON.stringify(spec);
  const cell = cells.get(key) ?? gridCell(spec);
  cells.set(key, cell);
  return cell;
}

describe('figure 1', () => {
  it('has entropies between 0 and ln C on the grid of the paper, and rays through its edge', async () => {
    const { picture, edge, classes, members } = await cellOf(SPEC);
    expect([classes, members]).toEqual([9, 1]);
    const { x, y, values } = picture!.metrics;
    expect([x.length, y.length]).toEqual([66, 44]);
    expect([x[0], x.at(-1), y[0], y.at(-1)]).toEqual([-3.5, 3, -2.3, 2]);
    expect(Object.keys(values)).toEqual(['entropy']);
    expect(values.entropy).toHaveLength(66 * 44);
    for (const value of values.entropy!) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(Math.log(9) + 1e-12);
    }
    expect(edge).toHaveLength(2 * 65 + 2 * 43);
    // The edge begins at the lower left, as the picture does.
    expect(edge[0].measured.edge.value.entropy).toBeCloseTo(values.entropy![0], 12);
    expect(edge[0].measured.edge.gradient.entropy).toBeCloseTo(
      picture!.gradients.values.entropy![0],
      12,
    );
  });

  it('half-moons: every metric of several members, those that one has of one, and Platt scaling', async () => {
    const spec = { ...SPEC, dataSet: 'half-moons' as const };
    const metricsOf = async (model: 'ensemble' | 'Platt scaling') =>
      Object.keys((await cellOf({ ...spec, model })).picture!.gradients.values);
    expect(await metricsOf('ensemble')).toEqual([
      'entropy',
      'probability',
      'variance',
      'information',
    ]);
    expect(await metricsOf('Platt scaling')).toEqual(['entropy', 'probability']);
    const [plain, scaled] = await Promise.all([
      trainFigureModel(spec),
      trainFigureModel({ ...spec, model: 'Platt scaling' }),
    ]);
    expect(scaled.networks[0]).not.toEqual(plain.networks[0]);
    expect(plain.train.x.rows).toBe(500);
  });

  it.each(['MC dropout', 'Bayes by Backprop', 'ensemble', 'anchored ensemble'] as const)(
    '%s: members are averaged, and the limits are those decided',
    async (model) => {
      const spec = { ...SPEC, model, picture: false };
      const result = await cellOf(spec);
      expect(result.picture).toBeNull();
      const limit = edgeClaims([{ spec, result }]).find(({ id }) => id === 'limit-entropy')!;
      expect(limit).toMatchObject({ verdict: 'holds' });
      const single = await cellOf({ ...SPEC, picture: false });
      expect(result.edge).not.toEqual(single.edge);
    },
  );
});

/** With fewer seeds nothing is decided. */
const FIVE = [0, 1, 2, 3, 4];

/** A ray that is certain or not, with the same entropy everywhere. */
function rayOf(entropy: number, gap = 0): EdgeRay {
  const at = (steepness: number): UncertaintyAtPoint => ({
    value: { entropy, probability: 0, variance: 0, information: entropy / 2 },
    gradient: { entropy: steepness, probability: 0, variance: 0, information: 0 },
    publishedInformation: 5,
  });
  return {
    certain: entropy === 0,
    tied: 0,
    limit: { entropy, information: entropy / 2, publishedInformation: 5 },
    measured: { edge: at(1), 'ten edges': at(0.1), '6 σ': at(0.5), '10⁶ σ': at(1e-9) },
    settled: { scale: 1, entropy: entropy + gap, bound: 1e-8 },
  };
}

function caseOf(model: 'single network' | 'ensemble', edge: readonly EdgeRay[], seed = 0) {
  const result: GridResult = {
    picture: null,
    edge,
    members: model === 'ensemble' ? 10 : 1,
    classes: 3,
    validationAccuracy: 1,
    atTheData: { information: 0.01, publishedInformation: 4.5 },
  };
  return { spec: { ...SPEC, model, seed, picture: false }, result };
}

describe('what paper A says of its figure', () => {
  const rays = (certain: number, gap = 0) =>
    Array.from({ length: 40 }, (_, k) => rayOf((7 * k) % 40 < certain ? 0 : 0.5, gap));
  const verdicts = (...cases: ReturnType<typeof caseOf>[]) =>
    Object.fromEntries(
      edgeClaims(cases).map(({ id, scope, verdict }) => [
        `${id}: ${scope.split(', ')[1]}`,
        verdict,
      ]),
    );

  it('holds where single networks are certain almost everywhere and ensembles less so', () => {
    const all = FIVE.flatMap((seed) => [
      caseOf('single network', rays(40), seed),
      caseOf('ensemble', rays(35), seed),
    ]);
    expect(new Set(Object.values(verdicts(...all)))).toEqual(new Set(['holds']));
    const [table] = edgeTables(all);
    expect(table.rows.map((row) => [row[0], row.at(-1)])).toEqual([
      ['single network', '100 %'],
      ['ensemble', '88 %'],
    ]);
  });

  it('is shown with every number under its heading', () => {
    const ray = rayOf(0.4);
    const measuredAt = (entropy: number, steepness: number): UncertaintyAtPoint => ({
      ...ray.measured.edge,
      value: { ...ray.measured.edge.value, entropy },
      gradient: { ...ray.measured.edge.gradient, entropy: steepness },
    });
    const edge: EdgeRay = {
      ...ray,
      limit: { entropy: 0.05, information: 0.03, publishedInformation: 5 },
      measured: {
        edge: measuredAt(0.5, 1),
        'ten edges': measuredAt(0.3, 0.1),
        '6 σ': measuredAt(0.25, 0.2),
        '10⁶ σ': measuredAt(0.0625, 1e-9),
      },
    };
    const found = edgeTables([caseOf('ensemble', [edge])]).map(({ head, rows }) =>
      Object.fromEntries(head.map((heading, k) => [heading, rows[0][k]])),
    );
    expect(found).toEqual([
      {
        model: 'ensemble',
        'at the edge': '0 %',
        'at 6 σ': '0 %',
        'at 10⁶ σ': '100 %',
        'at infinity, decided': '100 %',
        'one class at infinity, decided': '0 %',
      },
      {
        model: 'ensemble',
        'entropy at the edge': '0.500',
        'entropy at 10⁶ σ': '0.063',
        'entropy at infinity, decided': '0.050',
        'gradient at the edge': '1e+0',
        'gradient at 10 × the edge': '1e-1',
        accuracy: '100 %',
      },
      {
        model: 'ensemble',
        'at the data': '0.010',
        'at the edge': '0.200',
        'at infinity, decided': '0.030',
        'published, at the data': '4.500',
        'published, at the edge': '5.000',
        'published, at infinity, decided': '5.000',
      },
    ]);
  });

  it('is refuted where it is the other way round', () => {
    const all = FIVE.flatMap((seed) => [
      caseOf('single network', rays(1), seed),
      caseOf('ensemble', rays(40), seed),
    ]);
    expect(verdicts(...all)).toMatchObject({
      'low-entropy-far-away: single network': 'refuted',
      'certain-in-most-directions: single network': 'refuted',
      'ensembles-mitigate: ensemble': 'refuted',
      'ensembles-mitigate-partially: ensemble': 'holds',
      'ensembles-certain-on-most: ensemble': 'holds',
    });
  });

  it('a gap beyond the proved bound refutes theory or code', () => {
    expect(verdicts(caseOf('single network', rays(20, 2e-8)))).toMatchObject({
      'limit-entropy: single network': 'refuted',
    });
    expect(verdicts(caseOf('single network', rays(20, Number.NaN)))).toMatchObject({
      'limit-entropy: single network': 'refuted',
    });
  });

  it('is concluded with two maps for the first seed of each model, and one figure of limits', async () => {
    const settings = {
      dataSets: ['nine-clusters'],
      seeds: [3, 4],
      epochs: 1,
      rows: null,
      fullSize: true,
      variant: null,
    };
    const cells = figure1.plan(settings)[0];
    expect(cells).toHaveLength(10);
    const whole = await cellOf(SPEC);
    const outcomes = cells.map(({ kind, spec }) => ({
      value: kind === 'grid' && spec.picture ? whole : { ...whole, picture: null },
      cached: false,
      seconds: 0,
    }));
    const { figures, tables, claims } = figure1.conclude(settings, [outcomes]);
    expect(figures).toHaveLength(11);
    const { data } = figures.at(-1)!.specification as unknown as { data: { values: string } };
    const lines = data.values.split('\n');
    expect(lines).toHaveLength(1 + 5 * 216);
    // The edge begins at the lower left.
    const { measured, limit } = whole.edge[0];
    const degrees = 180 + (180 / Math.PI) * Math.atan2(4.3, 6.5);
    expect(lines[1]).toBe(
      `single network;${degrees.toFixed(1)};${Number(measured.edge.value.entropy.toFixed(3))};${Number(limit.entropy.toFixed(3))}`,
    );
    expect(await renderFigure(figures.at(-1)!)).toContain('anchored ensemble');
    expect(tables[0].rows).toHaveLength(5);
    expect(claims.filter(({ id }) => id === 'limit-entropy')).toHaveLength(5);
  });
});
