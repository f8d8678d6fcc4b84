import { describe, expect, it } from 'vitest';
import { Rational } from '../../exact/rational.js';
import { findInfiniteLimit } from './infiniteLimit.js';

function wave(linear: number, oscillating: number, constant = 0) {
  return {
    linear: Rational.of(linear),
    oscillating: Rational.of(oscillating),
    constant: Rational.of(constant),
  };
}

describe('samples of t·(linear + oscillating·cos t) + constant', () => {
  it.each([
    [2, 1],
    [-2, 1],
    [0.5, 0],
  ])('show the limit of %d and %d', (linear, oscillating) => {
    expect(findInfiniteLimit([wave(0, 1), wave(linear, oscillating)], 'g')?.shows).toBe('holds');
  });

  it.each([
    [1, 2],
    [0, 1],
    [0, 0],
  ])('show that %d and %d have none', (linear, oscillating) => {
    expect(findInfiniteLimit([wave(linear, oscillating, 5)], 'g')?.shows).toBe('fails');
  });

  it('do not tell a wave that its constant rounds away from one that is constant', () => {
    expect(findInfiniteLimit([wave(2 ** -1064, 0, 5)], 'g')).toBeNull();
    expect(findInfiniteLimit([wave(2 ** -1064, 2 ** -1064, -3)], 'g')).toBeNull();
  });

  it('do not tell a wave that comes back to 0 from one that nearly does', () => {
    expect(findInfiniteLimit([wave(1, 1)], 'g')).toBeNull();
    expect(findInfiniteLimit([wave(1 + 2 ** -52, 1)], 'g')).toBeNull();
  });
});
