import { describe, expect, it } from 'vitest';
import { describeFailure } from '../src/testing/lawReport.js';
import { DETECTOR_LAWS } from '../src/testing/laws/detectorLaws.js';
import { runLaws } from '../src/testing/runLaws.js';
import { builtInSubjects } from './support/builtInSubjects.js';

describe('the detector laws', () => {
  for (const subject of builtInSubjects()) {
    it(`pass ${subject.name}`, async () => {
      const report = await runLaws(subject.name, subject, DETECTOR_LAWS);
      const failures = report.results.filter(({ status }) => status === 'failed');
      expect(failures.map(describeFailure).join('\n')).toBe('');
      expect(report.passed).toBeGreaterThanOrEqual(DETECTOR_LAWS.length - 6);
    });
  }
});
