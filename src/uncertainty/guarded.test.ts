import { expect, it } from 'vitest';
import { excessOf, guardedProbabilities } from './guarded.js';

/** A box of widths 2 and 4, of which two widths' excess make up for κ. */
const guard = {
  lower: Float64Array.of(0, -1),
  upper: Float64Array.of(2, 3),
  widths: Float64Array.of(2, 4),
  kappa: 6,
  mu: 3,
};

it('an excess counts widths beyond the box, on either side of every input', () => {
  expect(excessOf(guard, [0, 3])).toBe(0);
  expect(excessOf(guard, [1, 1])).toBe(0);
  expect(excessOf(guard, [5, 3])).toBe(1.5);
  expect(excessOf(guard, [-1, 5])).toBe(1);
  expect(excessOf(guard, [1, -9])).toBe(2);
  expect(excessOf(guard, [1, Number.NaN])).toBe(Infinity);
});

it('guarded probabilities are those of the classifier, trusted by σ(κ − μe)', () => {
  const inside = 1 / (1 + Math.exp(-6));
  for (const [x, trust] of [
    [[1, 1], inside],
    [[1, -9], 0.5],
    [[1, -13], 1 / (1 + Math.exp(3))],
    [[Number.NaN, 0], 0],
  ] as const) {
    const [first, second] = guardedProbabilities(guard, x, [0.9, 0.1]);
    expect(first, String(x)).toBeCloseTo(trust * 0.9 + (1 - trust) / 2, 14);
    expect(first + second).toBeCloseTo(1, 14);
  }
  expect(guardedProbabilities(guard, [1, 1], [Number.NaN, 0, 1])).toEqual(
    new Float64Array(3).fill(1 / 3),
  );
});
