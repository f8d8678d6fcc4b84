import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DetectorCase } from '../src/claims/cases.js';
import { DetectorAnalysis } from '../src/claims/detectorAnalysis.js';
import { rmdsAtInfinity } from '../src/claims/infinity/rmdsAtInfinity.js';
import { isDeep } from '../src/claims/shared/liveLayers.js';
import { tailLines } from '../src/claims/shared/tailLines.js';
import { detectorCase } from '../src/generate/detectorCase.js';
import { SEED } from './runs.js';

const CASES = 1000;
const cases = fc.sample(detectorCase(), { numRuns: CASES, seed: SEED });
const subjects = cases.map((source) => new DetectorAnalysis(source));

/** Percent of cases that meet a condition. */
function share<T>(values: readonly T[], condition: (value: T) => boolean): number {
  return (100 * values.filter(condition).length) / values.length;
}

describe('generated networks with data and a ray', () => {
  it('have 6 to 12 training rows and at least 4 validation rows, in most cases at most 8', () => {
    for (const { train, validation } of cases) {
      expect(train.x.length).toBeGreaterThanOrEqual(6);
      expect(train.x.length).toBeLessThanOrEqual(12);
      expect(validation.x.length).toBeGreaterThanOrEqual(4);
    }
    const few = share(cases, ({ validation }) => validation.x.length <= 8);
    expect(few).toBeGreaterThanOrEqual(50);
  });

  it('have a mean g above 0 with CEA as it is by default in at least 30 % of cases, saturating ones too', () => {
    const saturating = subjects.filter(({ tail }) => tail.regime === 'saturating');
    for (const some of [subjects, saturating]) {
      expect(share(some, ({ meanExcess }) => meanExcess > 0)).toBeGreaterThanOrEqual(30);
    }
  });

  it('have kinks crossed in two hidden layers in at least 10 % of cases', () => {
    expect(share(subjects, isDeep)).toBeGreaterThanOrEqual(10);
  });

  it('saturate in at least 60 % of cases, with a rising top logit in 30 % and a falling one in 10 %', () => {
    const saturating = ({ tail }: DetectorAnalysis) => tail.regime === 'saturating';
    const top = (sign: number) => (subject: DetectorAnalysis) =>
      saturating(subject) && subject.tail.slope[subject.tail.top[0]].sign === sign;
    expect(share(subjects, saturating)).toBeGreaterThanOrEqual(60);
    expect(share(subjects, top(1))).toBeGreaterThanOrEqual(30);
    expect(share(subjects, top(-1))).toBeGreaterThanOrEqual(10);
    expect(share(subjects, ({ tail }) => tail.regime === 'flat')).toBeGreaterThanOrEqual(5);
    expect(share(subjects, ({ tail }) => tail.regime === 'tied')).toBeGreaterThanOrEqual(0.5);
  });

  it('have penultimate units behind a ReLU in most cases and others in some', () => {
    const rectified = share(subjects, (subject) => tailLines(subject).rectified);
    expect(rectified).toBeGreaterThanOrEqual(80);
    expect(rectified).toBeLessThanOrEqual(98);
  });

  it('have units that move far out and never moved on the data in at least 10 % of cases', () => {
    const unseen = (subject: DetectorAnalysis) => {
      const { values, columns } = subject.data.train.features;
      return tailLines(subject).activations.slope.some(
        ({ sign }, j) =>
          sign !== 0 && values.every((value, i) => i % columns !== j || value === values[j]),
      );
    };
    expect(share(subjects, unseen)).toBeGreaterThanOrEqual(10);
  });

  it('repeat rows, and have classes with one row and with none', () => {
    const rows = ({ train }: DetectorCase) => train.x.map((row) => row.join());
    const count = ({ train }: DetectorCase, c: number) => train.y.filter((y) => y === c).length;
    const classes = ({ network }: DetectorCase) => {
      const head = network.layers.at(-1)!;
      return head.type === 'dense' ? [...head.weights.keys()] : [];
    };
    const some = (size: number) => (source: DetectorCase) =>
      classes(source).some((c) => count(source, c) === size);
    expect(
      share(cases, (source) => new Set(rows(source)).size < source.train.x.length),
    ).toBeGreaterThanOrEqual(30);
    expect(share(cases, some(1))).toBeGreaterThanOrEqual(10);
    expect(share(cases, some(0))).toBeGreaterThanOrEqual(10);
  });

  it('have numbers a person can read in at least 60 % of cases', () => {
    const readable = ({ train }: DetectorCase) =>
      train.x.flat().every((value) => Number.isInteger(value * 8));
    expect(share(cases, readable)).toBeGreaterThanOrEqual(60);
  });
});

describe('shrinking a network with data and a ray', () => {
  /** The case that shrinking ends at. */
  const smallest = (sought: (source: DetectorCase) => boolean) =>
    fc.check(
      fc.property(detectorCase(), (source) => !sought(source)),
      {
        seed: SEED,
        numRuns: 10_000,
      },
    ).counterexample![0];

  it('leaves one row of each set, two classes and no hidden layer if nothing else is sought', () => {
    expect(smallest(() => true)).toEqual({
      network: {
        format: 'farfield-network',
        version: 1,
        inputs: 1,
        layers: [{ type: 'dense', weights: [[0], [0]], bias: [0, 0] }],
      },
      train: { x: [[0]], y: [0] },
      validation: { x: [[0]], y: [0] },
      origin: [0],
      direction: [1],
    });
  });

  it('keeps the rows that matter: two training rows of class 1', () => {
    const { train, validation } = smallest(
      ({ train: { y } }) => y.filter((c) => c === 1).length >= 2,
    );
    expect(train.y).toEqual([1, 1]);
    expect(train.x.flat().every((value) => value === 0)).toBe(true);
    expect(validation.x).toHaveLength(1);
  });

  it('finds the smallest data on which RMDS falls: one row of each class', () => {
    const { check } = rmdsAtInfinity.asPrinted;
    const found = smallest((source) => check(new DetectorAnalysis(source)).status === 'fails');
    expect(found.train.x).toHaveLength(2);
    expect([...found.train.y].sort()).toEqual([0, 1]);
    expect(found.network.layers).toHaveLength(1);
  });
});
