import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeFailure } from '../src/testing/lawReport.js';
import { DETECTOR_LAWS } from '../src/testing/laws/detectorLaws.js';
import { runDetectorLaws } from '../src/testing/runDetectorLaws.js';
import { builtInSubjects } from './support/builtInSubjects.js';

describe('the detector laws', () => {
  it('are as many as docs/your-detector.md says', () => {
    const page = readFileSync(new URL('../docs/your-detector.md', import.meta.url), 'utf8');
    expect(page).toContain(`the same ${DETECTOR_LAWS.length} laws`);
  });

  for (const subject of builtInSubjects()) {
    it(`pass ${subject.name}`, async () => {
      const report = await runDetectorLaws(subject);
      const failures = report.results.filter(({ status }) => status === 'failed');
      expect(failures.map(describeFailure).join('\n')).toBe('');
      // What it declares is the only reason for a law not to apply.
      const applicable = DETECTOR_LAWS.filter((law) => !law.applies?.(subject));
      expect(report.passed).toBe(applicable.length);
    });
  }
});
