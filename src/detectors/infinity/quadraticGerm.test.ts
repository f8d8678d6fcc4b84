import { describe, expect, it } from 'vitest';
import { Rational } from '../../exact/rational.js';
import { compareAtInfinity, normGerm, type Quadratic } from './quadraticGerm.js';

const rationals = (...values: number[]) => values.map(Rational.of);
const quadratic = (...values: number[]) => rationals(...values) as unknown as Quadratic;

describe('compareAtInfinity', () => {
  it('goes by the highest power, then by the lower ones', () => {
    expect(compareAtInfinity(quadratic(0, 0, 2), quadratic(9, 9, 1))).toBe(1);
    expect(compareAtInfinity(quadratic(9, 1, 1), quadratic(0, 2, 1))).toBe(-1);
    expect(compareAtInfinity(quadratic(1, 2, 3), quadratic(0, 2, 3))).toBe(1);
    expect(compareAtInfinity(quadratic(1, 2, 3), quadratic(1, 2, 3))).toBe(0);
  });
});

describe('normGerm', () => {
  it('of (3t + 1, 4t) is 5t + 3/5 + O(1/t)', () => {
    const germ = normGerm({ slope: rationals(3, 4), intercept: rationals(1, 0) });
    expect(germ.terms).toMatchObject([{ power: 1, coefficient: { sign: 1, value: 5 } }]);
    expect(germ.constant).toBeCloseTo(0.6, 14);
    expect(germ.approach).toEqual({ kind: 'algebraic', power: 1 });
  });
  it('of a multiple of one vector is linear exactly', () => {
    const germ = normGerm({ slope: rationals(3, 4), intercept: rationals(6, 8) });
    expect(germ).toMatchObject({ constant: 10, approach: { kind: 'constant' } });
  });
  it('of what does not move is constant', () => {
    expect(normGerm({ slope: rationals(0, 0), intercept: rationals(3, 4) })).toMatchObject({
      terms: [],
      constant: 5,
    });
  });
});
