import { describe, expect, it } from 'vitest';
import { describeFailure } from '../../src/testing/lawReport.js';
import { runDetectorLaws } from '../../src/testing/runDetectorLaws.js';
import { independentDetectors } from './independent.js';

describe('correct detectors of other hands', () => {
  it('are at least twelve, most of them called like a built-in one', () => {
    const all = independentDetectors();
    expect(all.length).toBeGreaterThanOrEqual(12);
    expect(all.filter(({ like }) => like !== undefined).length).toBeGreaterThanOrEqual(9);
  });

  for (const { subject, like } of independentDetectors()) {
    it(`${subject.name}${like ? `, like ${like},` : ''} is not accused`, async () => {
      const report = await runDetectorLaws(subject, like === undefined ? {} : { like });
      const failures = report.results.filter(({ status }) => status === 'failed');
      expect(failures.map(describeFailure).join('\n')).toBe('');
      expect(report.passed).toBeGreaterThan(25);
      expect(report.farAway).toBeTypeOf('object');
    });
  }
});
