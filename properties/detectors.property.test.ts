import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scorer } from '../src/detectors/detector.js';
import {
  Classifier,
  cea,
  DETECTORS,
  type FittingData,
  fittingDataOf,
  observationsOnTail,
  scoreTailAlong,
  unit,
} from '../src/detectors/index.js';
import { percentile } from '../src/detectors/percentile.js';
import { InputError } from '../src/errors/inputError.js';
import { readNetwork } from '../src/network/networkFile.js';
import { sharedCases } from './sharedCases.js';

const RUNS = Number(process.env.FARFIELD_RUNS ?? 40);
const SEED = 20_240_512;

const number = fc.oneof(
  fc.integer({ min: -4, max: 4 }),
  fc.double({ min: -4, max: 4, noNaN: true }).map(Math.fround),
);
const vector = (length: number) => fc.array(number, { minLength: length, maxLength: length });
const matrix = (rows: number, columns: number) =>
  fc.array(vector(columns), { minLength: rows, maxLength: rows });

/** Networks with two or three classes; labels that may leave a class out, or to one row. */
const situation = fc
  .record({
    inputs: fc.integer({ min: 1, max: 3 }),
    width: fc.integer({ min: 1, max: 6 }),
    classes: fc.integer({ min: 2, max: 3 }),
    rows: fc.integer({ min: 1, max: 14 }),
  })
  .chain(({ inputs, width, classes, rows }) =>
    fc.record({
      hidden: fc.tuple(matrix(width, inputs), vector(width)),
      head: fc.tuple(matrix(classes, width), vector(classes)),
      train: matrix(rows, inputs),
      labels: fc.array(fc.nat(classes - 1), { minLength: rows, maxLength: rows }),
      validation: matrix(5, inputs),
      scored: matrix(6, inputs),
      direction: vector(inputs),
      inputs: fc.constant(inputs),
    }),
  )
  .map(({ hidden, head, train, labels, validation, scored, direction, inputs }) => {
    const classifier = new Classifier(
      readNetwork({
        format: 'farfield-network',
        version: 1,
        inputs,
        layers: [
          { type: 'dense', weights: hidden[0], bias: hidden[1] },
          { type: 'relu' },
          { type: 'dense', weights: head[0], bias: head[1] },
        ],
      }),
    );
    const data = fittingDataOf(
      classifier,
      { x: train, y: labels },
      { x: validation, y: validation.map((_, i) => labels[i % labels.length]) },
    );
    return { classifier, data, scored, direction };
  });

const detectors = [...DETECTORS, ...DETECTORS.map((detector) => cea(detector))];

describe('every detector, for every network and data set with empty and one-row classes', () => {
  const onEach = sharedCases(situation, { numRuns: RUNS, seed: SEED });
  for (const detector of detectors) {
    it(`${detector.name}: scores are finite, a row's own, and repeatable`, () => {
      let fits = 0;
      onEach(({ classifier, data, scored }) => {
        const scorer = fittedOrRefused(detector, data);
        if (!scorer) return;
        fits++;
        const together = scorer.score(classifier.observe(scored));
        expect(together.every(Number.isFinite)).toBe(true);
        const reversed = scorer.score(classifier.observe([...scored].reverse())).reverse();
        const single = scored.map((row) => scorer.score(classifier.observe([row]))[0]);
        together.forEach((score, i) => {
          expect(reversed[i]).toBe(score);
          expect(single[i]).toBe(score);
        });
        expect(scorer.score(classifier.observe(scored))).toEqual(together);
        expect(scorer.score(classifier.observe([])).length).toBe(0);
      });
      expect(fits).toBeGreaterThan(RUNS / 4);
    });
  }
});

/** The fitted detector; null where ViM refuses features that leave no residual. */
function fittedOrRefused(detector: (typeof detectors)[number], data: FittingData): Scorer | null {
  try {
    return detector.fit(data);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toContain('no residual');
    return null;
  }
}

describe('CEA (paper B, section 3)', () => {
  const fitted = (data: FittingData, percent: number) => cea(unit).fit(data, { percent });

  it('at most ⌈(1 − p)(n − 1)⌉ of n validation activations exceed the percentile, for every data set', () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: 1, max: 100 }), ({ data }, percent) => {
        const tau = cea(unit).fit(data, { percent, rho: 1 }).parameters.tau as number;
        const { values } = data.validation.features;
        const above = values.filter((value) => value > tau).length;
        const allowed = Math.ceil((1 - percent / 100) * (values.length - 1) - 1e-9);
        expect(above).toBeLessThanOrEqual(allowed);
      }),
      { numRuns: 4 * RUNS, seed: SEED },
    );
  });

  it('and that can be more than a share 1 − p: 1 of 3 above the interpolated 80 % percentile', () => {
    const activations = [0, 1, 2];
    const above = activations.filter((value) => value > percentile(activations, 80));
    expect(above.length / activations.length).toBeGreaterThan(1 - 0.8);
  });

  it('on a tail the excess is non-decreasing and convex, for every network and ray', () => {
    fc.assert(
      fc.property(situation, ({ classifier, data, direction }) => {
        const tail = scoreTailAlong(classifier, { origin: direction.map(() => 0.5), direction });
        const scorer = fitted(data, 80);
        const start = Math.max(tail.from.toNumber(), 1e-3);
        const at = (k: number) => scorer.score(observationsOnTail(tail, start * (1 + k)))[0];
        const values = Array.from({ length: 12 }, (_, k) => at(k));
        for (let k = 1; k < values.length - 1; k++) {
          const slack = 1e-9 * Math.max(1, Math.abs(values[k + 1]));
          expect(values[k] - values[k - 1]).toBeGreaterThanOrEqual(-slack);
          expect(values[k + 1] - 2 * values[k] + values[k - 1]).toBeGreaterThanOrEqual(-slack);
        }
      }),
      { numRuns: 4 * RUNS, seed: SEED },
    );
  });

  it('before the tail the excess can fall: it is not monotone in the scaling factor', () => {
    // One unit relu(1 − x): the excess over τ < 1 shrinks as x grows from 0.
    const classifier = new Classifier(
      readNetwork({
        format: 'farfield-network',
        version: 1,
        inputs: 1,
        layers: [
          { type: 'dense', weights: [[-1]], bias: [1] },
          { type: 'relu' },
          { type: 'dense', weights: [[1], [-1]], bias: [0, 0] },
        ],
      }),
    );
    const set = { x: [[0.75], [0.5]], y: [0, 1] };
    const scorer = cea(unit).fit(fittingDataOf(classifier, set, set));
    const [near, farther] = scorer.score(classifier.observe([[0], [0.25]]));
    expect(near).toBeGreaterThan(farther);
  });
});
