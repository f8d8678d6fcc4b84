import { expect, it } from 'vitest';
import { DETECTORS } from './registry.js';
import { detectorThroughput } from './throughput.js';

it('detectorThroughput measures every detector with positive, finite rates', () => {
  const rates = detectorThroughput({ rows: 40, features: 8, classes: 3, seed: 1 });
  expect(rates.length).toBe(DETECTORS.length + 1);
  for (const { detector, fitRowsPerSecond, scoreRowsPerSecond } of rates) {
    expect(fitRowsPerSecond, detector).toBeGreaterThan(0);
    expect(scoreRowsPerSecond, detector).toBeGreaterThan(0);
    expect(Number.isFinite(fitRowsPerSecond + scoreRowsPerSecond), detector).toBe(true);
  }
});
