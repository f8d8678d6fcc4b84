import { describe, expect, it } from 'vitest';
import { float64Oracle } from '../../check/oracles/float64Oracle.js';
import { preciseOracle } from '../../check/oracles/preciseOracle.js';
import { Rational } from '../../exact/rational.js';
import { affine, ray, SATURATING, SATURATING_OF_THREE, TIED, together } from '../controls/cases.js';
import { aboutFirstTail, answering } from '../controls/lies.js';
import type { Oracle } from '../oracle.js';
import { EnsembleAnalysis } from '../rayAnalysis.js';
import { findMetricRates } from './metricRates.js';

const ORACLES = [float64Oracle, preciseOracle(64)];
const faster = ray(
  affine([
    [2, 0],
    [0, 1],
  ]),
  [1, 1],
  [1, 0],
).network;

describe.each(ORACLES)('the rates of metrics in numbers ($name)', (oracle) => {
  it.each([
    ['one network', together(SATURATING)],
    ['two members of different speed', together(SATURATING, faster)],
    ['three classes', together(SATURATING_OF_THREE, SATURATING_OF_THREE.network)],
  ])('%s', (_, source) => {
    expect(findMetricRates(new EnsembleAnalysis(source), oracle)?.shows).toBe('holds');
  });

  it('tells rests that are too small or too large by a tenth', () => {
    const subject = new EnsembleAnalysis(together(SATURATING));
    for (const factor of [0.9, 1.1]) {
      const lie = aboutFirstTail(({ slope }) => ({
        slope: slope.map((b, c) => (c === 0 ? b.multiply(Rational.of(factor)) : b)),
      }))(subject);
      expect(findMetricRates(lie, oracle)?.shows).toBe('fails');
    }
  });

  it.each([
    ['a variance that falls at rate γ', { classVariance: (q: number) => q }],
    ['an entropy that falls at rate 2γ', { predictiveEntropy: (q: number) => q * q }],
    [
      'mutual information as slow as the entropy',
      { mutualInformation: (q: number) => -q * Math.log(q) },
    ],
  ])('tells %s', (_, altered) => {
    const wrong: Oracle = {
      ...oracle,
      along: (subject) => {
        const along = oracle.along(subject);
        return {
          ...along,
          rounding: (t) => along.rounding(t),
          at: (t) => {
            const point = along.at(t);
            const q = Math.exp(point.logMeanProbability[1]);
            const changed = Object.entries(altered).map(([name, of]) => [name, () => of(q)]);
            return answering(point, Object.fromEntries(changed));
          },
        };
      },
    };
    const subject = new EnsembleAnalysis(together(SATURATING, faster));
    expect(findMetricRates(subject, wrong)?.shows).toBe('fails');
  });

  it('says nothing of members that do not saturate to one class', () => {
    expect(findMetricRates(new EnsembleAnalysis(together(TIED)), oracle)).toBeNull();
  });
});
