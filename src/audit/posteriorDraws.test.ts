import { expect, it } from 'vitest';
import { Real } from '../exact/real.js';
import { posteriorDraws } from './posteriorDraws.js';

const reals = (values: readonly number[]) => values.map((value) => Real.of(value));

it('draws end in each class as often as its slope is the largest', () => {
  // Of two that are 1 apart in the mean, with a difference of variance 1: Φ(1) = 0.8413.
  const vector = { mean: reals([0, 1]), covariance: [reals([0.5, 0]), reals([0, 0.5])] };
  for (const seed of [1, 2, 3]) {
    const { draws, share, lower, upper } = posteriorDraws(vector, seed, 0);
    expect(draws).toBe(1000);
    expect(lower).toBeLessThan(share);
    expect(share).toBeLessThan(upper);
    expect(Math.abs(share - 0.8413)).toBeLessThan(0.05);
  }
  expect(posteriorDraws(vector, 1, 0)).toEqual(posteriorDraws(vector, 1, 0));
  expect(posteriorDraws(vector, 1, 0)).not.toEqual(posteriorDraws(vector, 1, 1));
});

it('covariances count: slopes that move together keep their order', () => {
  const together = { mean: reals([0, 1]), covariance: [reals([100, 100]), reals([100, 100])] };
  expect(posteriorDraws(together, 1, 0).share).toBe(1);
  const apart = { mean: reals([0, 1]), covariance: [reals([100, -100]), reals([-100, 100])] };
  expect(posteriorDraws(apart, 1, 0).share).toBeLessThan(0.6);
});
