import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { readNetwork } from '../network/networkFile.js';
import { batchOf } from './batch.js';
import { Classifier } from './classifier.js';
import { type FittingData, fittingDataOf } from './fittingData.js';
import { ash } from './methods/ash.js';
import { cea } from './methods/cea.js';
import { dice } from './methods/dice.js';
import { ebo } from './methods/ebo.js';
import { gram } from './methods/gram.js';
import { gramLayers } from './methods/gramLayers.js';
import { knn } from './methods/knn.js';
import { mds } from './methods/mds.js';
import { msp } from './methods/msp.js';
import { odin } from './methods/odin.js';
import { openMax } from './methods/openMax.js';
import { reAct } from './methods/reAct.js';
import { rmds } from './methods/rmds.js';
import { sheEuclidean } from './methods/she.js';
import { tempScale } from './methods/tempScale.js';
import { information } from './methods/uncertaintyDetectors.js';
import { vim } from './methods/vim.js';
import { percentile } from './percentile.js';
import { DETECTORS, detectorNamed } from './registry.js';
import { TEMPERATURES } from './temperature.js';
import { fitWeibullTail } from './weibullTail.js';

/** Features relu(x₁), relu(x₂), relu(x₃); logits the first two. */
const network = readNetwork({
  format: 'farfield-network',
  version: 1,
  inputs: 3,
  layers: [
    {
      type: 'dense',
      weights: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      bias: [0, 0, 0],
    },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [1, 0, 0],
        [0, 1, 0],
      ],
      bias: [0, 0],
    },
  ],
});
const classifier = new Classifier(network);
const set = {
  x: [
    [1, 0, 0.5],
    [3, 0, 0.5],
    [2, 1, 0.5],
    [2, -1, 0.5],
    [0, 1, 0.5],
    [0, 3, 0.5],
    [1, 2, 0.5],
    [-1, 2, 0.5],
  ],
  y: [0, 0, 0, 0, 1, 1, 1, 1],
};
const data = fittingDataOf(classifier, set, set);
const score = (
  detector: { fit(d: FittingData): { score(o: object): Float64Array } },
  row: number[],
) => detector.fit(data).score(classifier.observe([row]))[0];

describe('detectors, by hand', () => {
  it('MDS: class means (2, ¼) and (¼, 2), the constant third feature left out', () => {
    const scorer = mds.fit(data);
    const { parameters } = scorer;
    expect(scorer.parameters).toBe(parameters);
    expect(parameters.classMeans).toEqual([
      [2, 0.25, 0.5],
      [0.25, 2, 0.5],
    ]);
    expect((parameters.precision as number[][])[2]).toEqual([0, 0, 0]);
    expect(parameters.rank).toBe(2);
    expect(score(mds, [2, 0.25, 99])).toBeCloseTo(0, 12);
    // Within-class variances are ½ and 3⁄16 by turns, covariances 0: pooled 11⁄32.
    expect(score(mds, [3, 0.25, 0])).toBeCloseTo(32 / 11, 12);
  });
  it('RMDS subtracts the distance under one Gaussian', () => {
    const { wholePrecision, wholeMean } = rmds.fit(data).parameters as {
      wholePrecision: number[][];
      wholeMean: number[];
    };
    const f = [3, 0.25, 0];
    const d = f.map((value, j) => value - wholeMean[j]);
    const whole = d.reduce(
      (s, a, i) => s + d.reduce((t, b, j) => t + a * b * wholePrecision[i][j], 0),
      0,
    );
    expect(score(rmds, f)).toBeCloseTo(32 / 11 - whole, 12);
  });
  it('KNN: the distance on the unit sphere; a zero vector stays zero', () => {
    expect(score(knn, [1, 0, 0.5])).toBeGreaterThanOrEqual(0);
    expect(score(knn, [-1, -1, -1])).toBe(1);
    const quirky = knn.fit(data, { variant: 'cea-2024' });
    expect(quirky.score(classifier.observe([[-1, -1, -1]]))[0]).toBe(3.4028234663852886e38);
  });
  it('KNN takes no more neighbours than there are rows', () => {
    expect(knn.fit(data, { k: 100 }).parameters.k).toBe(8);
  });
  it('SHE: the distance from the pattern of the predicted class', () => {
    expect(score(sheEuclidean, [3, 0.25, 0.5])).toBeCloseTo(1, 12);
  });
  it('ViM: at most D − 1 principal dimensions, α from means', () => {
    const { dimension, origin } = vim.fit(data).parameters;
    expect(dimension).toBe(1);
    expect((origin as number[]).every((value) => value === 0)).toBe(true);
    expect(vim.fit(data, { dimension: 64 }).parameters.dimension).toBe(2);
  });
  it('ASH keeps at least one feature; DICE masks weights that contribute least', () => {
    expect(ash.fit(data).parameters.kept).toBe(1);
    expect(score(ash, [1, 2, 3])).toBeCloseTo(-Math.log(2), 12);
    expect(dice.fit(data, { percent: 50 }).parameters.maskedWeights).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
  });
  it('ReAct clips at the percentile of the training features', () => {
    const { threshold } = reAct.fit(data, { percent: 100 }).parameters;
    expect(threshold).toBe(3);
  });
  it('TempScale ends at the lowest temperature where every row is classified correctly', () => {
    expect(tempScale.fit(data).parameters.temperature).toBe(TEMPERATURES.lowest);
  });
  it('Gram deviates to 0 on training rows and up on far ones', () => {
    const scorer = gram.fit(data);
    expect(Math.max(...scorer.score(data.train))).toBe(0);
    expect(score(gram, [100, 100, 100])).toBeGreaterThan(1);
  });
  it('OpenMax is 0.5 where nothing is known: a failed fit keeps the logit', () => {
    const tails = [0, 1].map(() => ({ scale: 0, shape: 0, smallScore: 0, valid: false }));
    const scorer = openMax.fit(data, { tails });
    expect(scorer.score(classifier.observe([[0, 0, 0]]))[0]).toBeCloseTo(1 / 3, 12);
  });
  it('MI of members that agree is 0', () => {
    const observations = classifier.observe(set.x);
    const members = [observations.logits, observations.logits];
    expect(Math.max(...information.fit(data).score({ ...observations, members }))).toBe(0);
  });
});

describe('fitWeibullTail', () => {
  it('finds the maximum of the likelihood: no neighbour is likelier', () => {
    const distances = Float64Array.of(0.5, 1, 1.25, 2, 2.5, 4);
    const { scale, shape, smallScore } = fitWeibullTail(distances, 20);
    const likelihood = (k: number, lambda: number) =>
      distances.reduce((sum, d) => {
        const x = (d + 1 - smallScore) / lambda;
        return sum + Math.log(k / lambda) + (k - 1) * Math.log(x) - x ** k;
      }, 0);
    const best = likelihood(shape, scale);
    for (const step of [0.999, 1.001]) {
      expect(likelihood(shape * step, scale)).toBeLessThan(best);
      expect(likelihood(shape, scale * step)).toBeLessThan(best);
    }
  });
  it('says so where there is no fit', () => {
    expect(fitWeibullTail(Float64Array.of(2), 20).valid).toBe(false);
    expect(fitWeibullTail(Float64Array.of(2, 2, 2), 20).valid).toBe(false);
    expect(fitWeibullTail(new Float64Array(0), 20).valid).toBe(false);
  });
});

describe('CEA, degenerate cases', () => {
  const negativeHead = { weights: batchOf('W', [[1], [-1]]), bias: new Float64Array(2) };
  const negative: FittingData = (() => {
    const features = batchOf('f', [[-1], [-2], [-3], [-4]]);
    const logits = batchOf('z', [
      [-1, 1],
      [-2, 2],
      [-3, 3],
      [-4, 4],
    ]);
    const rows = { features, logits, labels: Int32Array.of(1, 1, 0, 1) };
    return { head: negativeHead, train: rows, validation: rows };
  })();
  it('a negative percentile: ρ raises τ; as published it lowers it', () => {
    expect(cea(msp).fit(negative, { percent: 100, rho: 2 }).parameters.tau).toBe(0);
    const published = cea(msp).fit(negative, { percent: 100, rho: 2, variant: 'cea-2024' });
    expect(published.parameters.tau).toBe(-2);
  });
  it('λ is γ·|mean|/(mean excess + 0.1)', () => {
    const { parameters } = cea(ebo).fit(data, { percent: 50, gamma: 2, rho: 1 });
    const { lambda, meanBaseNovelty, meanExcess } = parameters as Record<string, number>;
    expect(lambda).toBeCloseTo((2 * Math.abs(meanBaseNovelty)) / (meanExcess + 0.1), 12);
    expect(meanExcess).toBeGreaterThan(0);
  });
  it('a base score that is not finite is an error, or NaN throughout as published', () => {
    const nan = {
      ...msp,
      fit: (...args: Parameters<typeof msp.fit>) => {
        const scorer = msp.fit(...args);
        return {
          ...scorer,
          score: (o: Parameters<typeof scorer.score>[0]) => scorer.score(o).fill(Number.NaN),
        };
      },
    };
    expect(() => cea(nan).fit(data)).toThrow(/base score of validation row 0=NaN must be finite/);
    const published = cea(nan).fit(data, { variant: 'cea-2024' });
    expect(published.score(data.train).every(Number.isNaN)).toBe(true);
  });
  it('the other norms and all layers', () => {
    const row = classifier.observe([[13, 4, 0.5]]);
    const added = (options: object) => {
      const scorer = cea(msp).fit(data, { percent: 100, rho: 1, ...options });
      return (
        (scorer.score(row)[0] - msp.fit(data).score(row)[0]) / (scorer.parameters.lambda as number)
      );
    };
    expect(added({ norm: 2 })).toBeCloseTo(Math.hypot(10, 1), 10);
    expect(added({ norm: 1 })).toBeCloseTo(11, 10);
    expect(added({ norm: 'max' })).toBeCloseTo(10, 10);
    // One hidden layer of three units.
    expect(added({ layers: 'all' })).toBeCloseTo(Math.hypot(10, 1) / 3, 10);
  });
  it('all layers needs them', () => {
    expect(() => cea(msp).fit(negative, { layers: 'all' })).toThrow(
      /observations.hidden must be given/,
    );
  });
});

describe('bad input is a typed error that names the place', () => {
  const refusal = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
    return 'accepted';
  };
  it('for every detector: an unknown option, a wrong width, a NaN feature', () => {
    for (const detector of DETECTORS) {
      expect(refusal(() => detector.fit(data, { colour: 1 } as never))).toMatch(
        /options.colour is not an option/,
      );
      const scorer = detector.fit(data);
      const good = classifier.observe([[1, 2, 3]]);
      const narrow = { ...good, features: batchOf('f', [[1, 2]]) };
      expect(refusal(() => scorer.score(narrow))).toMatch(/features.columns=2 must be 3/);
      const broken = {
        ...good,
        features: { rows: 1, columns: 3, values: Float64Array.of(1, Number.NaN, 3) },
      };
      expect(refusal(() => scorer.score(broken))).toMatch(
        /features\[0\]\[1\]=NaN must be a finite number/,
      );
    }
  });
  it('fractions for percentages, zero neighbours, negative temperatures', () => {
    expect(refusal(() => ash.fit(data, { percent: 0.9 }))).toMatch(/for the fraction 0.9 write 90/);
    expect(refusal(() => cea(msp).fit(data, { percent: 0.999 }))).toMatch(/write 99.9/);
    expect(refusal(() => knn.fit(data, { k: 0 }))).toMatch(
      /options.k=0 must be a whole number of at least 1/,
    );
    expect(refusal(() => ebo.fit(data, { temperature: -1 }))).toMatch(
      /must be a finite number above 0/,
    );
    expect(refusal(() => percentile([1, 2], 0.5))).toMatch(/write 50/);
  });
  it('Gram of all layers: a class or a row to hold out that there is not', () => {
    const fit = (heldOut: number[][]) => () =>
      gramLayers.fit(data, { variant: 'openood', heldOut });
    expect(refusal(fit([[0]]))).toMatch(/options.heldOut.* must be 2 lists of rows/);
    expect(refusal(fit([[0], [99]]))).toMatch(/options.heldOut\[1\]\[0\]=99 must be below 4/);
    expect(refusal(() => gramLayers.fit(data, { seed: -1 }))).toMatch(/options.seed=-1 must be/);
  });
  it('ragged rows, empty sets, labels that are no class: all problems at once', () => {
    expect(
      refusal(() =>
        classifier.observe([
          [1, 2, 3],
          [1, 2],
        ]),
      ),
    ).toMatch(/inputs\[1\].length=2 must be 3/);
    expect(refusal(() => fittingDataOf(classifier, { x: [], y: [] }, set))).toMatch(
      /train must hold at least one row/,
    );
    const wrong = { x: set.x, y: set.y.with(0, 2).with(1, -1) };
    const message = refusal(() => fittingDataOf(classifier, wrong, { x: set.x, y: [0] }));
    expect(message).toMatch(/train.labels\[0\]=2 must be a class index from 0 to 1/);
    expect(message).toMatch(/train.labels\[1\]=-1/);
    expect(message).toMatch(/validation.labels.length=1 must be 8/);
    expect(
      refusal(() => fittingDataOf(classifier, { x: set.x, y: set.y.with(0, 0.5) }, set)),
    ).toMatch(/train.y\[0\]=0.5 must be a whole number/);
  });
  it('ODIN without a network, a detector that is not there', () => {
    const { classifier: _unused, ...withoutNetwork } = data;
    expect(refusal(() => odin.fit(withoutNetwork))).toMatch(/classifier must be given/);
    expect(
      refusal(() =>
        odin.fit(data).score({ logits: data.train.logits, features: data.train.features }),
      ),
    ).toMatch(/inputs must be given/);
    expect(refusal(() => detectorNamed('crystal-ball'))).toMatch(/must be the id of a detector/);
    expect(detectorNamed('cea-she-euclidean').name).toBe('CEA(SHE[euclidean])');
  });
});
