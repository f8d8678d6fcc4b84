import { describe, expect, it } from 'vitest';
import { readNetwork } from '../network/networkFile.js';
import { figure1 } from './catalogue/figure1.js';
import { arcEstimate, edgeClaims, edgeTables } from './edgeFindings.js';
import { type EdgeRay, edgeRay, entropyBound } from './edgeRay.js';
import { renderFigure } from './figure.js';
import { edgePoints, type GridResult, gridCell } from './gridCell.js';
import { percentileInterval } from './quantity.js';

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

describe('a ray through the edge', () => {
  it('is certain where all members end in one class', () => {
    const ray = edgeRay([member(1), member(2, -50)], [3, 0]);
    expect(ray).toMatchObject({ certain: true, tied: 0, limit: 0 });
    // The second member is right from 50/6 on, and then 1 − 1e-9 certain after 20.7/6 more.
    expect(ray.settled!.scale).toBeCloseTo((50 + Math.log(1e9 - 1)) / 6, 6);
    expect(Math.abs(ray.settled!.entropy)).toBeLessThanOrEqual(ray.settled!.bound);
    expect(ray.measured[0]!.entropy).toBeGreaterThan(0.6);
  });

  it('tends to the entropy of the votes where members disagree', () => {
    const ray = edgeRay([member(1), member(-1), member(-1)], [3, 4]);
    expect(ray.certain).toBe(false);
    expect(ray.limit).toBeCloseTo(Math.log(3) - (2 / 3) * Math.log(2), 12);
    expect(ray.settled!.entropy).toBeCloseTo(ray.limit, 7);
    expect(ray.measured.at(-1)!.entropy).toBeCloseTo(ray.limit, 12);
    expect(ray.measured.at(-1)!.gradientNorm).toBe(0);
  });

  it('tends to the softmax of the ties where a member is tied', () => {
    const ray = edgeRay([member(1, Math.log(3))], [0, 1]);
    expect(ray).toMatchObject({ certain: false, tied: 1, settled: null });
    expect(ray.limit).toBeCloseTo(0.75 * Math.log(4 / 3) + 0.25 * Math.log(4), 12);
    expect(ray.measured[2]!.entropy).toBeCloseTo(ray.limit, 12);
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
    const ray = edgeRay([network], [1, 0]);
    expect(ray).toMatchObject({ certain: false, tied: 1, settled: null });
    expect(ray.limit).toBeCloseTo(0.75 * Math.log(4 / 3) + 0.25 * Math.log(4), 12);
    // The other way the third class wins.
    expect(edgeRay([network], [-1, 0])).toMatchObject({ certain: true, tied: 0 });
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

describe('the edge of a grid', () => {
  it('is walked once around, neighbours next to each other', () => {
    const axis = [-2, -1, 0, 1, 2];
    const points = edgePoints(axis);
    expect(new Set(points.map(String)).size).toBe(16);
    points.forEach(([x, y], k) => {
      expect(Math.max(Math.abs(x), Math.abs(y))).toBe(2);
      const [nextX, nextY] = points[(k + 1) % points.length]!;
      expect(Math.abs(nextX - x) + Math.abs(nextY - y)).toBe(1);
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
  dataSet: 'multi-class',
  seed: 1,
  hidden: [8],
  epochs: 3,
  members: 2,
  points: 5,
  reach: 200,
  picture: true,
} as const;

describe('figure 1', () => {
  it('has entropies between 0 and ln C, and vanishing gradients far from the data', async () => {
    const { picture, edge } = await gridCell(SPEC);
    expect(picture!.entropy).toHaveLength(25);
    for (const value of picture!.entropy) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(Math.log(3) + 1e-12);
    }
    expect(picture!.gradientNorm[0]).toBeLessThan(1e-6);
    expect(edge).toHaveLength(16);
    // The edge begins at the lower left, as the picture does.
    expect(edge[0]!.measured[0]).toEqual({
      entropy: picture!.entropy[0],
      gradientNorm: picture!.gradientNorm[0],
    });
  });

  it.each(['MC dropout', 'Bayes by Backprop', 'ensemble', 'anchored ensemble'] as const)(
    '%s: members are averaged, and the limits are those decided',
    async (model) => {
      const spec = { ...SPEC, model, picture: false };
      const result = await gridCell(spec);
      expect(result.picture).toBeNull();
      const limit = edgeClaims([{ spec, result }]).find(({ id }) => id === 'limit-entropy')!;
      expect(limit).toMatchObject({ verdict: 'holds' });
      const single = await gridCell({ ...SPEC, picture: false });
      expect(result.edge).not.toEqual(single.edge);
    },
  );
});

/** With fewer seeds nothing is decided. */
const FIVE = [0, 1, 2, 3, 4];

/** A ray that is certain or not, with the same entropy everywhere. */
function rayOf(entropy: number, gap = 0): EdgeRay {
  const at = (gradientNorm: number) => ({ entropy, gradientNorm });
  return {
    certain: entropy === 0,
    tied: 0,
    limit: entropy,
    measured: [at(1), at(0.1), at(1e-9)],
    settled: { scale: 1, entropy: entropy + gap, bound: 1e-8 },
  };
}

function caseOf(model: 'single network' | 'ensemble', edge: readonly EdgeRay[], seed = 0) {
  const result: GridResult = {
    axis: [-1, 0, 1],
    picture: null,
    edge,
    classes: 3,
    validationAccuracy: 1,
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
    expect(table!.rows.map(([model, decided]) => [model, decided])).toEqual([
      ['single network', '100 %'],
      ['ensemble', '88 %'],
    ]);
  });

  it('is shown with every number under its heading', () => {
    const edge: EdgeRay = {
      ...rayOf(0.4),
      limit: 0.125,
      measured: [
        { entropy: 0.5, gradientNorm: 1 },
        { entropy: 0.25, gradientNorm: 0.1 },
        { entropy: 0.0625, gradientNorm: 1e-9 },
      ],
    };
    const [table] = edgeTables([caseOf('ensemble', [edge])]);
    const [row] = table!.rows;
    expect(Object.fromEntries(table!.head.map((heading, k) => [heading, row![k]]))).toEqual({
      model: 'ensemble',
      'certain at infinity, decided': '0 %',
      'nearly certain at the edge': '0 %',
      'nearly certain at 10 × the edge': '0 %',
      'nearly certain at 1000 × the edge': '100 %',
      'entropy at infinity, decided': '0.125',
      'entropy at the edge': '0.500',
      'entropy at 1000 × the edge': '0.063',
      'gradient at the edge': '1e+0',
      'gradient at 10 × the edge': '1e-1',
      accuracy: '100 %',
    });
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
      dataSets: ['multi-class'],
      seeds: [3, 4],
      epochs: 1,
      rows: null,
      fullSize: false,
    };
    const cells = figure1.plan(settings)[0]!;
    expect(cells).toHaveLength(10);
    const whole = await gridCell(SPEC);
    const outcomes = cells.map(({ kind, spec }) => ({
      value: kind === 'grid' && spec.picture ? whole : { ...whole, picture: null },
      cached: false,
      seconds: 0,
    }));
    const { figures, tables, claims } = figure1.conclude(settings, [outcomes]);
    expect(figures).toHaveLength(11);
    const { data } = figures.at(-1)!.specification as unknown as { data: { values: string } };
    const lines = data.values.split('\n');
    expect(lines).toHaveLength(1 + 5 * 16);
    // The edge begins at the lower left.
    const { measured, limit } = whole.edge[0]!;
    expect(lines[1]).toBe(
      `single network;225.0;${Number(measured[0]!.entropy.toFixed(3))};${Number(limit.toFixed(3))}`,
    );
    expect(await renderFigure(figures.at(-1)!)).toContain('anchored ensemble');
    expect(tables[0]!.rows).toHaveLength(5);
    expect(claims.filter(({ id }) => id === 'limit-entropy')).toHaveLength(5);
  });
});
