import { describe, expect, it } from 'vitest';
import { backend } from '../training/index.js';
import { benchmarkScoring } from './scoringBenchmark.js';
import { benchmarkTraining } from './trainingBenchmark.js';

describe('the speed of training', () => {
  it('is given for each backend, or why there is none, and the choice stays', async () => {
    const { name, notes } = await backend();
    const speeds = await benchmarkTraining({ seed: 1, inputs: 3, seconds: 0.05 });
    expect((await backend()).name).toBe(name);
    expect(speeds.map((speed) => speed.backend)).toEqual(['native', 'wasm', 'cpu']);
    for (const { backend: one, rowsPerSecond, reason } of speeds) {
      const works = !notes.some((note) => note.startsWith(one));
      if (works) {
        expect(rowsPerSecond).toBeGreaterThan(0);
        expect(reason).toBeNull();
      } else {
        expect(rowsPerSecond).toBeNull();
        expect(reason).toContain('does not work here');
      }
    }
  });
});

describe('the speed of scoring', () => {
  it('is that of all sixteen detectors, on data that all of them can be fitted on', () => {
    const scoring = benchmarkScoring({ seed: 2, rows: 150 });
    expect(scoring).toMatchObject({ detectors: 16, rows: 150 });
    for (const value of [
      scoring.fitSeconds,
      scoring.baseRowsPerSecond,
      scoring.withCeaRowsPerSecond,
    ]) {
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThan(Infinity);
    }
    expect(scoring.peakMegabytes).toBeGreaterThan(20);
  });
});
