import { describeFailure } from './lawReport.js';
import { DETECTOR_LAWS } from './laws/detectorLaws.js';
import { checkLaw } from './runLaws.js';
import type { DetectorUnderTest } from './subject.js';

/** The two functions of a test framework that are needed: those of vitest, jest or node:test. */
export interface TestFramework {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => Promise<void>): unknown;
}

/**
 * Runs every detector law as a test: one call in a test file.
 *
 * A failure names the law, what happened, the smallest input and the likely cause. A law that
 * does not apply to the detector passes; `runLaws` tells which those are.
 *
 * @example
 * ```ts
 * import { describe, it } from 'vitest';
 * import { describeDetectorLaws } from 'farfield/testing';
 * describeDetectorLaws(myDetector, { describe, it });
 * ```
 */
export function describeDetectorLaws(
  detector: DetectorUnderTest,
  { describe, it }: TestFramework,
): void {
  describe(`${detector.name} keeps the detector laws`, () => {
    for (const law of DETECTOR_LAWS) {
      it(`${law.id}: ${law.statement}`, async () => {
        const result = await checkLaw(law, detector);
        if (result.status === 'failed') throw new Error(describeFailure(result));
      });
    }
  });
}
