import { describe, expect, it } from 'vitest';
import { readNetwork } from '../network/networkFile.js';
import { backend } from '../training/index.js';
import { benchmarkDetectors } from './detectorBenchmark.js';
import { measureCosts } from './measure.js';
import { randomNetwork } from './randomNetwork.js';
import { referenceLoop } from './referenceLoop.js';
import { benchmarkScoring } from './scoringBenchmark.js';
import { benchmarkTails } from './tailBenchmark.js';
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

describe('costs beside the reference loop', () => {
  const effort = { rounds: 3, roundMs: 2 };

  it('are ratios of processor time, measured in turn', () => {
    const order: string[] = [];
    const busy = (name: string, loops: number) => ({
      units: 1,
      run: () => {
        order.push(name);
        let sum = 0;
        for (let i = 0; i < loops; i++) sum += Math.sqrt(i);
        return sum;
      },
    });
    const { costs } = measureCosts(
      busy('reference', 200_000),
      { more: busy('more', 2_000_000) },
      { rounds: 5, roundMs: 4 },
    );
    expect(costs.more.ratio).toBeGreaterThan(3);
    expect(costs.more.ratio).toBeLessThan(30);
    expect(costs.more.spread[0]).toBeLessThanOrEqual(costs.more.ratio);
    expect(costs.more.spread[1]).toBeGreaterThanOrEqual(costs.more.ratio);
    // In turn: the reference comes again after the other.
    expect(order.lastIndexOf('reference')).toBeGreaterThan(order.indexOf('more'));
  });

  it('are given for tails of a network, and for detectors on one', () => {
    const network = randomNetwork([3, 8, 4], 1);
    const [tails] = benchmarkTails(1, [{ name: 'small', network }], effort);
    expect(tails).toMatchObject({ network: 'small', parameters: 68, rays: 6 });
    const detectors = benchmarkDetectors(
      { seed: 1, rows: 30, sizes: [3, 8, 4], detectors: ['ebo', 'knn'] },
      effort,
    );
    expect(Object.keys(detectors.costs)).toEqual(['forward', 'KNN', 'EBO']);
    for (const { ratio, us } of [...Object.values(tails.costs), ...Object.values(detectors.costs)])
      expect(Math.min(ratio, us)).toBeGreaterThan(0);
  });

  it('are refused for a network that two dense passes say nothing about', () => {
    const pool = readNetwork({
      format: 'farfield-network',
      version: 1,
      inputs: 2,
      layers: [{ type: 'maximum', groups: [[0, 1]] }],
    });
    expect(() => referenceLoop(pool)).toThrow(/chain of dense layers/);
  });
});
