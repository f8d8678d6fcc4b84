import { describe, expect, it } from 'vitest';
import { Rational } from '../../exact/rational.js';
import { affine, ON_BOUNDARY, ray, THREE_SPEEDS, TIED_NOT_MONOTONE } from '../controls/cases.js';
import { RayAnalysis } from '../rayAnalysis.js';
import { isMonotoneOnTail, movementOf } from './monotone.js';

const rationals = (values: readonly number[]) => values.map((value) => Rational.of(value));

describe('Definition 6 on the tail', () => {
  it('holds for f(x) = (2x, x, 0) from 1, whose column has three values', () => {
    const subject = RayAnalysis.of(ray(affine([[2], [1], [0]]), [1], [1]));
    expect(isMonotoneOnTail(subject)).toBe(true);
    const movements = [0, 1, 2].map((c) => movementOf(subject.tail, rationals([2, 1, 0]), c).onRay);
    expect(movements).toEqual([1, -1, -1]);
  });

  it('holds where groups weigh differences of both signs, and fails where an input moves nothing', () => {
    expect(isMonotoneOnTail(RayAnalysis.of(THREE_SPEEDS))).toBe(true);
    expect(isMonotoneOnTail(RayAnalysis.of(TIED_NOT_MONOTONE))).toBe(false);
  });

  it('is left open for the interval where only the ray is decided', () => {
    const rows = [
      [1, 0],
      [1, 1],
      [1, -1],
      [0, 0.5],
    ];
    const subject = RayAnalysis.of(ray(affine(rows), [1, 0], [1, 0]));
    // On the ray the first group cancels, p_0 e^{a}(−1 + 1) = 0; next to it, it does not.
    const rates = rationals(rows.map((row) => row[1]));
    expect(movementOf(subject.tail, rates, 0)).toEqual({ onRay: -1, nearRay: false });
    expect(isMonotoneOnTail(subject)).toBe('undecided');
  });

  it('is left open on a boundary', () => {
    expect(isMonotoneOnTail(RayAnalysis.of(ON_BOUNDARY))).toBe('undecided');
  });

  it('has the sign of a sum that no coefficient shows', () => {
    // Two classes at ln-distance 1 with weights −1 and +1: e − 1 > 0.
    const lines = { slope: rationals([0, 0, 0]), intercept: rationals([0, 0, 1]) };
    expect(movementOf(lines, rationals([1, 2, 0]), 0).onRay).toBe(1);
    const swapped = { slope: rationals([0, 0, 0]), intercept: rationals([0, 1, 0]) };
    expect(movementOf(swapped, rationals([1, 2, 0]), 0).onRay).toBe(-1);
    const equal = { slope: rationals([0, 0, 0]), intercept: rationals([0, 1, 1]) };
    expect(movementOf(equal, rationals([1, 2, 0]), 0).onRay).toBe(0);
  });
});
