import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { dense, networkFile, relu } from '../../properties/smallNetworks.js';
import { readNetwork } from '../network/networkFile.js';
import { lastLayerLaplace } from '../posterior/lastLayerLaplace.js';
import { rowOf } from './batch.js';
import { Classifier } from './classifier.js';
import { fittingDataOf } from './fittingData.js';
import { behaviourAtInfinity } from './infinity/behaviourAtInfinity.js';
import { scoreTailAlong } from './infinity/scoreTailAlong.js';
import { kroneckerLaplace } from './kroneckerLaplace.js';
import { laplace } from './methods/laplace.js';
import { probabilities } from './probabilities.js';

/** Features relu(x₁), relu(x₂); three logits of them. */
const network = readNetwork(
  networkFile(
    2,
    dense([
      [1, 0],
      [0, 1],
    ]),
    relu,
    dense(
      [
        [1, -0.5],
        [-1, 1],
        [0.25, 0],
      ],
      [0, 0.5, -0.25],
    ),
  ),
);
const classifier = new Classifier(network);
const x = [
  [1, 0.5],
  [0.25, 2],
  [3, 1],
  [0.5, 0.75],
  [2, 2.5],
  [1.5, 0],
];
const fittedOn = (rows: number[][]) => {
  const part = { x: rows, y: rows.map(() => 0) };
  return fittingDataOf(classifier, part, part);
};
const u = [1.25, -3, 1];

/** uᵀ Σ_cc u, Σ by class, then unit, then bias. */
function variance(covariance: readonly (readonly number[])[], c: number): number {
  const at = (j: number) => c * u.length + j;
  return u.reduce(
    (sum, left, j) =>
      sum + u.reduce((own, right, k) => own + left * covariance[at(j)][at(k)] * right, 0),
    0,
  );
}

describe('last-layer Laplace with Kronecker factors', () => {
  it('is the full Laplace approximation where there is one training row', () => {
    const found = kroneckerLaplace(fittedOn([x[1]]), 0.5).variances(u);
    const { covariance } = lastLayerLaplace(network, [x[1]], { priorPrecision: 0.5 });
    for (const [c, value] of found.entries())
      expect(value).toBeCloseTo(variance(covariance, c), 12);
  });

  it('is the inverse of n·G ⊗ A + λ, written out', () => {
    const data = fittedOn(x);
    const p = probabilities(data.train.logits);
    const mean = (size: number, entry: (row: number, a: number, b: number) => number) =>
      Matrix.zeros(size, size).apply(function (this: Matrix, a, b) {
        this.set(a, b, x.reduce((sum, _, i) => sum + entry(i, a, b), 0) / x.length);
      });
    const a = mean(3, (i, j, k) => {
      const row = [...rowOf(data.train.features, i), 1];
      return row[j] * row[k];
    });
    const g = mean(
      3,
      (i, c, d) => (c === d ? p.values[3 * i + c] : 0) - p.values[3 * i + c] * p.values[3 * i + d],
    );
    const precision = g
      .kroneckerProduct(a)
      .mul(x.length)
      .add(Matrix.eye(9, 9, 2));
    const covariance = inverse(precision).to2DArray();
    const head = kroneckerLaplace(data, 2);
    for (const [c, value] of head.variances(u).entries())
      expect(value).toBeCloseTo(variance(covariance, c), 12);
    expect(head.error()).toBeGreaterThan(0);
    expect(head.error()).toBeLessThan(1e-10);
    // A prior that says nothing leaves directions to rounding.
    expect(kroneckerLaplace(data, 1e-20).error()).toBe(Infinity);
  });

  it('ends below certainty, where MSP ends at it', () => {
    const data = fittedOn(x);
    const scorer = laplace.fit(data);
    const behaviour = behaviourAtInfinity(
      scorer,
      scoreTailAlong(classifier, { origin: [1, 1], direction: [1, 0] }),
    );
    expect(behaviour.kind).toBe('converges');
    expect(behaviour.limit).toBeGreaterThan(-0.95);
    const far = scorer.score(
      classifier.observe([
        [1e9, 1],
        [1e200, 1],
      ]),
    );
    for (const novelty of far) expect(novelty).toBeCloseTo(behaviour.limit, 8);
    expect(behaviour.bounds.upper - behaviour.bounds.lower).toBeLessThan(1e-9);
  });
});
