import { expect, it } from 'vitest';
import { type BehaviourAtInfinity, isBlind } from './behaviourAtInfinity.js';
import { float64LimitAuroc, limitAuroc } from './limitAuroc.js';

const converging = (limit: number, unattained: BehaviourAtInfinity['unattained']) =>
  ({
    limit,
    unattained,
    float64Limit: null,
    bounds: { lower: -1, upper: 0 },
  }) as BehaviourAtInfinity;

it('scores that round to a bound are on the side of it that real scores are on', () => {
  const scores = [-1, 0.5, -1, -0.25];
  expect(limitAuroc(converging(-1, null), scores)).toBe(0.25);
  expect(limitAuroc(converging(-1, 'lower'), scores)).toBe(0);
  expect(limitAuroc(converging(-0.25, 'lower'), scores)).toBe(0.5);
  expect(limitAuroc(converging(-0.25, 'upper'), scores)).toBe(0.75);
  expect(float64LimitAuroc(converging(-0.25, 'upper'), scores)).toBe(0.625);
  expect(limitAuroc(converging(Number.NaN, null), scores)).toBe(null);
  expect(() => limitAuroc(converging(0, null), [Number.NaN])).toThrow('NaN');
  expect(() => float64LimitAuroc(converging(0, null), [])).toThrow('at least one');
});

it('is not known where a score differs from the limit by what rounding may have made', () => {
  // 1.2·0.6 − 0.52, rounded once and rounded twice.
  const [limit, score] = [-0.19999999999999993, -0.19999999999999996];
  expect(limitAuroc(converging(limit, null), [score, score])).toBe(null);
  expect(float64LimitAuroc(converging(limit, null), [score])).toBe(null);
  // What is the limit's double counts as a tie, and what is further off is told apart.
  expect(limitAuroc(converging(score, null), [score, score])).toBe(0.5);
  expect(limitAuroc(converging(limit, null), [-0.2 - 1e-11, -0.2 + 1e-11])).toBe(0.5);
  expect(limitAuroc(converging(-Infinity, null), [score])).toBe(0);
  // A bound that no input attains is on one side of every score, and float64 arrives at it.
  expect(limitAuroc(converging(-1, 'lower'), [-1 + 2 ** -53, -1])).toBe(0);
  expect(float64LimitAuroc(converging(-1, 'lower'), [-1 + 2 ** -53, -1])).toBe(0.25);
});

it('blindness is not known either, where the threshold is such a score', () => {
  const at = (limit: number, unattained: BehaviourAtInfinity['unattained'] = null) => ({
    ...converging(limit, unattained),
    bounds: { lower: limit, upper: limit },
  });
  const [limit, score] = [-0.19999999999999993, -0.19999999999999996];
  expect(isBlind(at(limit), score)).toBe(null);
  expect(isBlind(at(score), limit)).toBe(null);
  expect(isBlind(at(limit), limit)).toBe(true);
  expect(isBlind(at(limit), limit + 1e-11)).toBe(true);
  expect(isBlind(at(limit), limit - 1e-11)).toBe(false);
  expect(isBlind(at(-1, 'lower'), -1 + 2 ** -53)).toBe(true);
  expect(isBlind(at(Infinity), 5)).toBe(false);
});
