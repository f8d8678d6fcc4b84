import { expect, it } from 'vitest';
import type { BehaviourAtInfinity } from './behaviourAtInfinity.js';
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
