import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { confirmSoftmaxJacobian } from './symbolic.js';

describe('confirmSoftmaxJacobian', () => {
  it.each([2, 3, 4])('confirms eq. 6 for %i classes, as an identity and at points', async (C) => {
    const points = [
      Array.from({ length: C }, (_, c) => c - 1.5),
      Array.from({ length: C }, (_, c) => (-1) ** c * 7.25),
      Array.from({ length: C }, () => 0),
    ];
    const result = await confirmSoftmaxJacobian(C, points);
    expect(result.disagreements).toEqual([]);
    expect(result.confirmed).toBe(true);
    expect(result.identities).toBe(C * C);
    expect(result.comparisons).toBe(3 * C * C);
    expect(Number(result.largestDifference)).toBeLessThan(1e-60);
  });
  it('catches a wrong sign off the diagonal', async () => {
    const { confirmed, identities, disagreements } = await confirmSoftmaxJacobian(
      2,
      [[0, 1]],
      (row, column) => (row === column ? `s${row} * (1 - s${row})` : `s${row} * s${column}`),
    );
    expect(confirmed).toBe(false);
    expect(identities).toBe(2);
    expect(disagreements).toEqual(['∂s_1/∂f_2', '∂s_2/∂f_1']);
  });
  it('refuses what it cannot check', async () => {
    await expect(confirmSoftmaxJacobian(9)).rejects.toThrow(InputError);
    await expect(confirmSoftmaxJacobian(2, [[1]])).rejects.toThrow('points[0].length=1');
    await expect(confirmSoftmaxJacobian(2, [[1, Number.NaN]])).rejects.toThrow('points[0][1]=NaN');
  });
});

it('the derivative it shows is that of a class there is', async () => {
  expect((await confirmSoftmaxJacobian(1)).derivative).not.toContain('f2');
  expect((await confirmSoftmaxJacobian(2)).derivative).toContain('f2');
});
