import { describe, expect, it } from 'vitest';
import { Rational } from '../exact/rational.js';
import { batchOf } from './batch.js';
import type { GermVector } from './infinity/germVector.js';
import { roundingNotes } from './roundingNotes.js';
import type { Whitening } from './whitening.js';

function along(...slope: number[]): GermVector {
  return { slope: slope.map(Rational.of), intercept: slope.map(() => Rational.zero) };
}

function whiteningBy(...rows: number[][]): Whitening {
  return { center: new Float64Array(2), root: batchOf('root', rows, 2) };
}

describe('roundingNotes', () => {
  const unit = whiteningBy([0.6, 0.8]);

  it('speaks of a coefficient that rounding can make, and of no larger one', () => {
    // Δ is at right angles to the only row: its square is 0 but for rounding.
    expect(roundingNotes(1e-30, [unit], along(0.8, -0.6))[0]).toContain('within the rounding');
    expect(roundingNotes(1e-26, [unit], along(0.8, -0.6))).toEqual([]);
    expect(roundingNotes(1e-30, [unit], along(8e6, -6e6))).toHaveLength(1);
  });

  it('says nothing of an exact 0', () => {
    expect(roundingNotes(0, [unit], along(0.8, -0.6))).toEqual([]);
  });

  it('knows what two large distances leave of each other', () => {
    const difference = -1e-15;
    expect(roundingNotes(difference, [unit, unit], along(0.6, 0.8))).toHaveLength(1);
    expect(roundingNotes(-1e-12, [unit, unit], along(0.6, 0.8))).toEqual([]);
    // Neither of them alone is near 0 in this direction: with one, nothing cancels.
    expect(roundingNotes(1, [unit], along(0.6, 0.8))).toEqual([]);
  });

  it('takes the second of two whitenings into account where the first is empty', () => {
    const empty: Whitening = { center: new Float64Array(2), root: batchOf('root', [], 2) };
    expect(roundingNotes(1e-30, [empty, unit], along(0.8, -0.6))).toHaveLength(1);
    expect(roundingNotes(1e-30, [empty], along(0.8, -0.6))).toEqual([]);
  });

  it('allows for more rounding the worse the condition', () => {
    const [even, skewed] = [whiteningBy([0, 1000]), whiteningBy([1, 0], [0, 1000])];
    expect(roundingNotes(1e-9, [even], along(0, 0.001))).toEqual([]);
    expect(roundingNotes(1e-9, [skewed], along(0, 0.001))).toHaveLength(1);
  });

  it('leaves out what moves units that no row reads', () => {
    const first = whiteningBy([1, 0]);
    expect(roundingNotes(1e-20, [first], along(1e-10, 1e10))).toEqual([]);
  });
});
