import { describe, expect, it } from 'vitest';
import { Rational } from '../../exact/rational.js';
import { readNetwork } from '../../network/networkFile.js';
import { batchOf } from '../batch.js';
import { Classifier } from '../classifier.js';
import { type FittingData, fittingDataOf } from '../fittingData.js';
import { applyHead } from '../linearHead.js';
import { cea } from '../methods/cea.js';
import { dice } from '../methods/dice.js';
import { ebo } from '../methods/ebo.js';
import { gram } from '../methods/gram.js';
import { mds } from '../methods/mds.js';
import { mls } from '../methods/mls.js';
import { msp } from '../methods/msp.js';
import { openMax } from '../methods/openMax.js';
import { rmds } from '../methods/rmds.js';
import { sheInnerProduct } from '../methods/she.js';
import { tempScale } from '../methods/tempScale.js';
import { vim } from '../methods/vim.js';
import { vra } from '../methods/vra.js';
import { vraPlus } from '../methods/vraPlus.js';
import { vraPlusPlus } from '../methods/vraPlusPlus.js';
import { behaviourAtInfinity, isBlind } from './behaviourAtInfinity.js';
import { blindWindow } from './blindWindow.js';
import { mapGerms } from './germVector.js';
import type { ScoreTail } from './scoreTail.js';
import { scoreTailAlong } from './scoreTailAlong.js';

/** Data for detectors from features alone, two classes unless labels say otherwise. */
function dataOf(
  features: readonly (readonly number[])[],
  labels = features.map((_, i) => i % 2),
  weights: readonly (readonly number[])[] = [0, 1].map((c) =>
    features[0].map((_, j) => ((c + j) % 2) - 0.25),
  ),
): FittingData {
  const batch = batchOf('features', features);
  const head = { weights: batchOf('weights', weights), bias: new Float64Array(weights.length) };
  const set = {
    features: batch,
    logits: applyHead(head, batch),
    labels: Int32Array.from(labels),
  };
  return { head, train: set, validation: set };
}

/** The same with features that a network shows without rounding. */
function withExactFeatures(data: FittingData): FittingData {
  const zeros = (size: number) => new Float64Array(size);
  const { columns } = data.train.features;
  const rounding = { features: zeros(columns), logits: zeros(data.head.bias.length), hidden: [] };
  return { ...data, train: { ...data.train, rounding } };
}

/** A tail of these features, with the logits the head makes of it. */
function tailOf(
  { head }: FittingData,
  intercept: readonly number[],
  slope: readonly number[],
): ScoreTail {
  const penultimate = { intercept: intercept.map(Rational.of), slope: slope.map(Rational.of) };
  const rows = Array.from(head.bias, (_, c) =>
    head.weights.values.subarray(c * slope.length, (c + 1) * slope.length),
  );
  const logits = mapGerms(rows, head.bias, penultimate);
  return { ...logits, penultimate, regime: 'saturating', top: [0], from: Rational.zero };
}

/** Rows on a line, none of whose entries is a short number. */
const steps = Array.from({ length: 20 }, (_, i) => (i + 1) / 7 + ((i * i) % 5) / 30);

describe('what rounding of a fit may have made is not known', () => {
  it.each([
    ['constant features', steps.map((x) => [x, 0.1, 1 - x]), [0, 0, 0]],
    ['features with a constant sum', steps.map((x) => [x, 1 - x, 0.3]), [1, 1, 0]],
    ['linearly dependent features', steps.map((x) => [x, x / 3, x * x]), [1, -3, 0]],
    [
      'a factorial design with an interaction column of sums',
      [0.1, 0.2, 0.3].flatMap((x) => [0.7, 1.1, 1.3].map((y) => [x, y, x + y])),
      [1, 1, -1],
    ],
    [
      'fewer rows than features',
      [0.1, 0.4, 0.9].map((x) => [x, 1 - x, x, 2 - x, x / 3, 1, x / 7, x]),
      [1, 1, 0, 0, 0, 0, 0, 0],
    ],
  ])('%s: MDS, RMDS and CEA over them', (name, features, direction) => {
    const data = dataOf(features);
    const start = features[0];
    const slope = direction.some((entry) => entry !== 0) ? direction : [0, 1, 0];
    const tail = tailOf(data, start, slope);
    for (const detector of [mds, rmds]) {
      const scorer = detector.fit(data);
      const behaviour = behaviourAtInfinity(scorer, tail);
      // Nothing is claimed that the rounding of the fit made: no growth either way.
      if (name === 'constant features') {
        // A column of one value is constant in reals too, and for certain outside the fit.
        expect(behaviour, detector.name).toMatchObject({ kind: 'converges', exact: true });
        continue;
      }
      expect(behaviour.kind, detector.name).toBe('unknown');
      expect(behaviour).toMatchObject({ exact: false, growth: null, limit: Number.NaN });
      expect(behaviour.notes.at(-1)).toMatch(/rounding of the fit may have made/);
      const threshold = Math.max(...scorer.score(data.validation)) + 1;
      expect(isBlind(behaviour, threshold)).toBeNull();
      const noveltyAt = (t: number) =>
        scorer.score({
          features: batchOf('f', [start.map((x, j) => x + t * slope[j])]),
          logits: batchOf('l', [[0, 0]]),
        })[0];
      const window = { dangerScale: 1, tailFrom: 0, threshold, noveltyAt, behaviour };
      expect(blindWindow(window)).toMatchObject({ until: null, empty: false });
    }
    // With CEA over it, only what CEA adds for itself is known.
    const over = behaviourAtInfinity(cea(mds).fit(data), tail);
    expect(['unknown', 'diverges-up', 'converges']).toContain(over.kind);
    expect(over.growth?.power ?? 1).toBe(1);
  });

  it('what data do vary along is decided, whatever the condition', () => {
    for (const scale of [1, 1e-3, 1e3]) {
      const data = dataOf(steps.map((x, i) => [x, scale * Math.sin(3 * i), 0.1]));
      const tail = tailOf(data, [1, 0, 0.1], [0, 1, 0]);
      expect(behaviourAtInfinity(mds.fit(data), tail)).toMatchObject({
        kind: 'diverges-up',
        exact: true,
      });
    }
  });

  it('a sum that is constant only in reals: features computed by a network', () => {
    // f_0 + f_1 = 1 on the data, where x_2 = 0; x_2 raises both.
    const network = readNetwork({
      format: 'farfield-network',
      version: 1,
      inputs: 3,
      layers: [
        {
          type: 'dense',
          weights: [
            [0.3, 0.1, 1],
            [-0.3, -0.1, 1],
          ],
          bias: [1 / 3, 2 / 3],
        },
        { type: 'relu' },
        {
          type: 'dense',
          weights: [
            [1, 0.5],
            [-1, 0.25],
          ],
          bias: [0, 0],
        },
      ],
    });
    const classifier = new Classifier(network);
    const set = {
      x: steps.map((x, i) => [x / 10, Math.cos(i) / 10, 0]),
      y: steps.map((_, i) => i % 2),
    };
    const data = fittingDataOf(classifier, set, set);
    const tail = scoreTailAlong(classifier, { origin: set.x[0], direction: [0, 0, 1] });
    for (const detector of [mds, rmds]) {
      const behaviour = behaviourAtInfinity(detector.fit(data), tail);
      expect(behaviour.kind, detector.name).toBe('unknown');
      expect(isBlind(behaviour, 100), detector.name).toBeNull();
    }
    const along = scoreTailAlong(classifier, { origin: set.x[0], direction: [1, 0, 0] });
    expect(behaviourAtInfinity(mds.fit(data), along).kind).toBe('diverges-up');
  });

  it('a unit that was dead on the data is outside the fit for certain', () => {
    const data = dataOf(steps.map((x) => [x, 0]));
    const behaviour = behaviourAtInfinity(mds.fit(data), tailOf(data, [1, 0], [0, 1]));
    expect(behaviour).toMatchObject({ kind: 'converges', exact: true });
    expect(isBlind(behaviour, 1e3)).toBe(true);
  });

  it('CEA over a score that is centred at 0 by rounding alone', () => {
    // The mean of −max z is 0.1 + 0.2 − 0.3 over three rows.
    const data = dataOf([[0.1], [0.2], [-0.3]], [0, 0, 0], [[1], [1]]);
    const scorer = cea(mls).fit(data);
    expect(scorer.parameters.lambda).toBeGreaterThan(0);
    expect(scorer.parameters.lambda).toBeLessThan(1e-13);
    expect(scorer.notes![0]).toMatch(/rounding may have made/);
    // Logits that stay where they are: all growth would be CEA's.
    const still = { ...tailOf(data, [0.1], [1]), slope: [Rational.zero, Rational.zero] };
    const behaviour = behaviourAtInfinity(scorer, still);
    expect(behaviour.kind).toBe('unknown');
    expect(isBlind(behaviour, 0.5)).toBeNull();
    expect(behaviourAtInfinity(cea(msp).fit(data), still)).toMatchObject({ kind: 'diverges-up' });
  });

  it('the same over a score that says nothing of its rounding', () => {
    const silent = {
      ...mls,
      fit: (...given: Parameters<typeof mls.fit>) => {
        const { error: _, ...scorer } = mls.fit(...given);
        return scorer;
      },
    };
    const data = dataOf([[0.1], [0.2], [-0.3]], [0, 0, 0], [[1], [1]]);
    const still = { ...tailOf(data, [0.1], [1]), slope: [Rational.zero, Rational.zero] };
    expect(behaviourAtInfinity(cea(silent).fit(data), still).kind).toBe('unknown');
    // A mean far from 0 is no rounding.
    const away = dataOf([[0.1], [0.2], [0.4]], [0, 0, 0], [[1], [1]]);
    expect(behaviourAtInfinity(cea(silent).fit(away), still).kind).toBe('diverges-up');
  });

  it('the same over temperature scaling that every row leaves at one half', () => {
    const data = dataOf([[0.1], [0.2], [0.4]], [0, 1, 1], [[1], [1]]);
    const still = { ...tailOf(data, [0.1], [1]), slope: [Rational.zero, Rational.zero] };
    const scorer = cea(tempScale).fit(data, { level: 'spread' });
    expect(behaviourAtInfinity(scorer, still).kind).toBe('unknown');
  });

  it('CEA over RMDS fitted and validated on the same rows: the mean is 0 in reals', () => {
    const rows = steps.map((x, i) => [x, Math.sin(5 * i)]);
    // One cluster of each class, so far apart that the nearest mean is that of the class.
    const far = rows.map(([x, y], i) => [x + (i % 2) * 1000, y]);
    const data = dataOf(far);
    const scorer = cea(rmds).fit(data);
    expect(scorer.parameters.lambda).toBeLessThan(1e-6);
    expect(scorer.notes!.join()).toMatch(/rounding may have made/);
  });

  it('CEA(EBO) where λ‖Δ‖ and the top slope are equal within the rounding of λ', () => {
    const data = dataOf(
      steps.map((x) => [x, x / 3]),
      undefined,
      [
        [3, 0],
        [0, 0],
      ],
    );
    const lambda = cea(ebo).fit(data).parameters.lambda as number;
    const tail = tailOf(data, [1, 1], [1, 0]);
    const racing = (slope: number) =>
      behaviourAtInfinity(cea(ebo).fit(data, { gamma: (10 * slope) / lambda }), tail).kind;
    expect(racing(3 + 1e-9)).toBe('diverges-up');
    expect(racing(3)).toBe('unknown');
    expect(racing(3 - 1e-9)).toBe('diverges-down');
  });

  it('ViM where the principal space is not determined: equal eigenvalues', () => {
    // (x, 0) and (0, x) alike: every direction is as principal as any other.
    const rows = steps.flatMap((x) => [
      [x, 0],
      [0, x],
    ]);
    const data = dataOf(rows, undefined, [
      [3, 0],
      [0, 3],
    ]);
    const behaviour = behaviourAtInfinity(
      vim.fit(data, { dimension: 1 }),
      tailOf(data, [1, 0], [1, 0]),
    );
    expect(behaviour.kind).toBe('unknown');
    const clear = dataOf(
      rows.map(([x, y]) => [x * 2, y]),
      undefined,
      [
        [3, 0],
        [0, 3],
      ],
    );
    const decided = behaviourAtInfinity(
      vim.fit(clear, { dimension: 1 }),
      tailOf(clear, [1, 0], [0, 1]),
    );
    expect(decided.exact).toBe(true);
    // The top logit does not move: what is left of Δ in the residual is rounding.
    const still = { ...tailOf(clear, [1, 0], [1, 0]), slope: [Rational.zero, Rational.zero] };
    expect(behaviourAtInfinity(vim.fit(clear, { dimension: 1 }), still).kind).toBe('unknown');
  });

  it('SHE where the mean of a feature is 0 in reals', () => {
    const data = dataOf(
      [
        [0.1, 1],
        [0.2, 1],
        [-0.3, 1],
      ],
      [0, 0, 0],
      [
        [0, 1],
        [0, 0],
      ],
    );
    const behaviour = behaviourAtInfinity(sheInnerProduct.fit(data), tailOf(data, [0, 1], [1, 0]));
    expect(behaviour.kind).toBe('unknown');
    const moved = behaviourAtInfinity(sheInnerProduct.fit(data), tailOf(data, [0, 1], [0, 1]));
    expect(moved.kind).toBe('diverges-down');
  });

  it('DICE where equal contributions are told apart by rounding', () => {
    // Weight and mean swapped: 0.1·0.3 against 0.3·0.1 of two means that are sums.
    const rows = [
      [0.1, 0.3],
      [0.2, 0.6],
      [0.3, 0.9],
    ];
    const data = dataOf(
      rows,
      [0, 0, 0],
      [
        [0.3, 0.1],
        [0, 0],
      ],
    );
    const scorer = dice.fit(data, { percent: 70 });
    const behaviour = behaviourAtInfinity(scorer, tailOf(data, [0, 0], [-1, 1]));
    expect(scorer.notes![0]).toMatch(/kept or masked by rounding/);
    expect(behaviour.exact).toBe(false);
    const clear = dice.fit(
      dataOf(
        rows,
        [0, 0, 0],
        [
          [0.3, 0.2],
          [0, 0],
        ],
      ),
      { percent: 70 },
    );
    expect(clear.notes).toEqual([]);
  });

  it.each([
    ['VRA', vra, [0.6]],
    ['VRA+', vraPlus, [0.6, 0.95]],
    ['VRA++', vraPlusPlus, [0.6]],
  ])('%s of a unit that stays where the rule jumps', (_, detector, jumps) => {
    // 21 rows: the percentiles are features of rows, the 60th and the 95th the 12th and 19th from 0.
    const column = Array.from({ length: 21 }, (_, i) => (i + 1) / 7);
    const data = dataOf(column.map((x) => [x, x * x]));
    const scorer = detector.fit(data as never, { lowPercent: 60, highPercent: 95 } as never);
    const endFrom = (value: number) =>
      behaviourAtInfinity(scorer, tailOf(data, [value, 1], [0, detector === vraPlusPlus ? 0 : 1]));
    for (const share of jumps) {
      const at = column[20 * share];
      const [below, here, above] = [at - 1e-9, at, at + 1e-9].map(endFrom);
      expect(here).toMatchObject({ kind: 'unknown', exact: false, limit: Number.NaN });
      expect(here.notes.at(-1)).toMatch(/1 of 2 units end at a bound .* rounding of the fit/);
      expect([below.kind, above.kind]).toEqual(['converges', 'converges']);
      expect(Math.abs(below.limit - above.limit)).toBeGreaterThan(0.01);
      for (const { limit } of [below, above]) {
        expect(here.bounds.lower).toBeLessThan(limit + 1e-8);
        expect(here.bounds.upper).toBeGreaterThan(limit - 1e-8);
      }
      expect(here.bounds.upper - here.bounds.lower).toBeLessThan(2);
    }
  });

  it('VRA of short numbers, which rounding leaves: a tie is decided, and no unit that moves is open', () => {
    const rows = Array.from({ length: 21 }, (_, i) => [i, 2 * i]);
    const data = withExactFeatures(dataOf(rows));
    const scorer = vra.fit(data, { lowPercent: 60, highPercent: 95 });
    const { kind, limit } = behaviourAtInfinity(scorer, tailOf(data, [12, 1], [0, 1]));
    expect(kind).toBe('converges');
    const features = batchOf('far', [[12, 1e9]]);
    expect(scorer.score({ features, logits: features })[0]).toBeCloseTo(limit, 10);
    const rounded = vra.fit(dataOf(rows.map((row) => row.map((x) => x / 7))));
    expect(behaviourAtInfinity(rounded, tailOf(data, [12 / 7, 1], [1, 1])).kind).toBe('converges');
  });

  it('OpenMax where distances differ by rounding alone', () => {
    // On a circle: all distances from the mean are equal in reals.
    const angles = Array.from({ length: 8 }, (_, i) => (i * Math.PI) / 4);
    const rows = angles.map((a) => [0.7 * Math.cos(a) + 3, 0.7 * Math.sin(a)]);
    const data = dataOf(
      rows,
      rows.map(() => 0),
      [
        [1, 0],
        [0, 1],
      ],
    );
    const scorer = openMax.fit(data);
    const behaviour = behaviourAtInfinity(scorer, tailOf(data, [1, 0], [1, 0]));
    expect(behaviour).toMatchObject({ kind: 'unknown', bounds: { lower: 0, upper: 1 } });
    expect(isBlind(behaviour, 0.5)).toBeNull();
  });

  it('Gram grows for certain: its ranges are finite whatever rounding did to them', () => {
    const data = dataOf(steps.map((x) => [x, 0.1]));
    const behaviour = behaviourAtInfinity(gram.fit(data), tailOf(data, [1, 0.1], [0, 1]));
    expect(behaviour).toMatchObject({ kind: 'diverges-up', exact: true });
  });
});
