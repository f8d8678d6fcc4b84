import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors/inputError.js';
import { Rational } from '../../exact/rational.js';
import { batchOf } from '../batch.js';
import type { Detector, Scorer } from '../detector.js';
import type { FittingData } from '../fittingData.js';
import { behaviourOf } from '../infinity/behaviourAtInfinity.js';
import { constantGerm, linearGerm } from '../infinity/noveltyGerm.js';
import type { ScoreTail } from '../infinity/scoreTail.js';
import { detectorNamed } from '../registry.js';
import { fusion } from './fusion.js';
import { mls } from './mls.js';
import { msp } from './msp.js';

/** A set whose features are these numbers, under a head that gives equal logits. */
function setOf(values: readonly number[]) {
  return {
    features: batchOf(
      'features',
      values.map((value) => [value]),
    ),
    logits: batchOf(
      'logits',
      values.map(() => [0, 0]),
    ),
    labels: Int32Array.from(values, (_, i) => i % 2),
  };
}
const validation = setOf([1, 2, 3, 4]);
const data: FittingData = {
  head: { weights: batchOf('weights', [[0], [0]]), bias: new Float64Array(2) },
  train: setOf([1, 2]),
  validation,
};

/** A detector whose novelty is a multiple of the feature. */
function scaled(id: string, factor: number, more: Partial<Scorer> = {}): Detector {
  return {
    id,
    name: id.toUpperCase(),
    source: 'made up',
    reads: 'features',
    family: 'after 2022',
    whenCertain: 'depends',
    variants: ['paper'],
    defaults: {},
    fit: () => ({
      detector: id,
      parameters: {},
      score: ({ features }) => features.values.map((value) => factor * value),
      germ: () => linearGerm(Rational.of(factor), 0, { kind: 'constant' }),
      ...more,
    }),
  };
}
const [up, down] = [scaled('up', 1000), scaled('down', -1)];
const tail = {} as ScoreTail;

describe('a fusion of detectors', () => {
  it('by ranks is the mean share of held-out scores below, ties counted half', () => {
    const scorer = fusion([up, scaled('also', 7)], 'ranks').fit(data);
    expect([...scorer.score(setOf([0, 1, 2.5, 4, 9]))]).toEqual([0, 0.125, 0.5, 0.875, 1]);
    expect([
      ...fusion([up, down], 'ranks')
        .fit(data)
        .score(setOf([0, 2.5, 9])),
    ]).toEqual([0.5, 0.5, 0.5]);
  });

  it("by Fisher's method is −2 Σ ln p", () => {
    const scorer = fusion([up, down], 'fisher').fit(data);
    // Of 4 held-out scores 3 are at least 2's, and 2 at least −2's.
    expect(scorer.score(setOf([2]))[0]).toBeCloseTo(-2 * (Math.log(4 / 5) + Math.log(3 / 5)), 14);
    expect(scorer.score(setOf([9]))[0]).toBeCloseTo(-2 * Math.log(1 / 5), 14);
  });

  it('does not depend on the unit of any score', () => {
    const of = (factor: number) => fusion([scaled('a', factor), down], 'fisher').fit(data);
    const rows = setOf([0.5, 1, 3, 3.5]);
    expect(of(1e-9).score(rows)).toEqual(of(1e9).score(rows));
  });

  it('is NaN where one of the scores is, and refuses held-out scores that are', () => {
    const broken = scaled('broken', Number.NaN);
    expect(() => fusion([up, broken]).fit(data)).toThrow(/broken: novelty of validation row 0=NaN/);
    const later = scaled('later', 1, {
      score: ({ features }) => features.values.map((value) => (value > 4 ? Number.NaN : value)),
    });
    expect(
      fusion([up, later])
        .fit(data)
        .score(setOf([2, 9]))[1],
    ).toBeNaN();
  });

  it('says how far rounding may move it: by the held-out scores that are near', () => {
    const rounded = scaled('rounded', 1, { error: () => 0.1 });
    const scorer = fusion([up, rounded], 'ranks').fit(data);
    expect(scorer.error!(setOf([2.1]))).toBe(1 / 8);
    expect(scorer.error!(setOf([2.5]))).toBe(0);
    expect(fusion([up, down], 'ranks').fit(data).error!(setOf([2]))).toBe(0);
  });

  it('never diverges: a score that does contributes the most or the least there is', () => {
    const ends = (...detectors: Detector[]) =>
      behaviourOf(fusion(detectors, 'ranks').fit(data).germ(tail));
    expect(ends(up, scaled('also', 2))).toMatchObject({ kind: 'converges', limit: 1 });
    expect(ends(up, down)).toMatchObject({ kind: 'converges', limit: 0.5 });
    expect(ends(down, scaled('too', -2))).toMatchObject({ kind: 'converges', limit: 0 });
  });

  it('takes a limit among the held-out scores, and bounds where it is one of them', () => {
    const ending = (limit: number, unattained?: 'lower' | 'upper') =>
      behaviourOf(
        fusion(
          [
            up,
            scaled('ending', 1, {
              germ: () => ({ ...constantGerm(limit), ...(unattained && { unattained }) }),
            }),
          ],
          'ranks',
        )
          .fit(data)
          .germ(tail),
      );
    expect(ending(2.5)).toMatchObject({ kind: 'converges', limit: 0.75 });
    expect(ending(2)).toMatchObject({ kind: 'bounded', bounds: { lower: 0.625, upper: 0.75 } });
    // In reals no input attains it, so that the held-out ones are above it and the far one is below.
    expect(ending(1, 'lower')).toMatchObject({ kind: 'converges', limit: 0.5 });
    expect(ending(4, 'upper')).toMatchObject({ kind: 'converges', limit: 1 });
    expect(ending(Number.NaN)).toMatchObject({ kind: 'undefined' });
  });

  it('is found by name, and refuses what makes none', () => {
    expect(detectorNamed('fisher-msp+cea-mls')).toMatchObject({
      id: 'fisher-msp+cea-mls',
      name: 'Fisher(MSP, CEA(MLS))',
    });
    expect(detectorNamed('ranks-msp+mls').reads).toBe('logits');
    for (const act of [
      () => fusion([msp]),
      () => fusion([msp, msp]),
      () => fusion([msp, mls], 'mean' as never),
      () => detectorNamed('fisher-msp'),
      () => detectorNamed('fisher-msp+nobody'),
      () => fusion([msp, mls]).fit(data, { base: { ebo: {} } }),
    ]) {
      expect(act).toThrow(InputError);
    }
  });
});
