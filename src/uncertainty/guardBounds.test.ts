import { expect, it } from 'vitest';
import { confidenceBound, insideChange } from './guardBounds.js';

it('bounds of a guard are those of their formulas, rounded up', () => {
  for (const [classes, kappa, mu, excess] of [
    [2, 14, 4, 0],
    [3, 6, 3, 1.5],
    [10, 1, 0.5, 30],
    [2, -3, 7, 0.125],
  ] as const) {
    const share = 1 - 1 / classes;
    const change = share / (1 + Math.exp(kappa));
    expect(insideChange(classes, kappa) / change).toBeCloseTo(1, 14);
    const bound = 1 / classes + share / (1 + Math.exp(mu * excess - kappa));
    const found = confidenceBound(classes, kappa, mu, excess);
    expect(found / bound).toBeCloseTo(1, 14);
    expect(found).toBeGreaterThan(1 / classes);
  }
});

it('the bound far beyond the box is above uniform, however little is left, and close to it', () => {
  for (const excess of [1e3, 1e6, 1e300]) {
    expect(confidenceBound(4, 14, 1, excess)).toBe(0.25 + 2 ** -54);
  }
});
