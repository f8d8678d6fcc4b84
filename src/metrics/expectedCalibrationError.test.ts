import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { expectedCalibrationError } from './expectedCalibrationError.js';

describe('the expected calibration error', () => {
  it('is the gap between confidence and accuracy', () => {
    const sure = [0.9, 0.1];
    expect(expectedCalibrationError([sure, sure], [0, 1])).toBeCloseTo(0.4, 12);
    expect(expectedCalibrationError([sure, sure], [0, 0])).toBeCloseTo(0.1, 12);
    expect(expectedCalibrationError([[1, 0]], [0])).toBe(0);
  });

  it('weighs bins by rows, and does not let gaps of one sign cancel those of another bin', () => {
    const rows = [
      [0.6, 0.4],
      [0.6, 0.4],
      [0.6, 0.4],
      [1, 0],
    ];
    // 0.4 over in the first bin on three rows, 1 under in the other on one.
    expect(expectedCalibrationError(rows, [0, 0, 0, 1])).toBeCloseTo((3 * 0.4 + 1) / 4, 12);
    expect(expectedCalibrationError(rows, [0, 0, 0, 1], { bins: 1 })).toBeCloseTo(0.05, 12);
  });

  it('a bin holds its upper end', () => {
    // 0.6 is the end of bin 9 of 15; 0.61 lies in bin 10, so that the gaps do not cancel.
    const apart = expectedCalibrationError(
      [
        [0.6, 0.4],
        [0.39, 0.61],
      ],
      [0, 0],
    );
    expect(apart).toBeCloseTo((0.4 + 0.61) / 2, 12);
  });

  it('of equal probabilities the first class is predicted', () => {
    expect(expectedCalibrationError([[0.5, 0.5]], [0])).toBe(0.5);
    expect(expectedCalibrationError([[0.5, 0.5]], [1])).toBe(0.5);
    expect(expectedCalibrationError([[0.4, 0.4, 0.2]], [0])).toBeCloseTo(0.6, 12);
    expect(expectedCalibrationError([[0.4, 0.4, 0.2]], [1])).toBeCloseTo(0.4, 12);
  });

  it('refuses logits, labels that are no class, and what does not fit', () => {
    for (const act of [
      () => expectedCalibrationError([[2, -1]], [0]),
      () => expectedCalibrationError([[0.5, 0.6]], [0]),
      () => expectedCalibrationError([[1, 0]], [2]),
      () => expectedCalibrationError([[1, 0]], [0.5]),
      () => expectedCalibrationError([[1, 0]], [0, 1]),
      () => expectedCalibrationError([], []),
      () => expectedCalibrationError([[1, 0]], [0], { bins: 0 }),
    ]) {
      expect(act).toThrow(InputError);
    }
  });
});
