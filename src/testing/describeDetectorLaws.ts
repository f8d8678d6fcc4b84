import { describeFailure } from './lawReport.js';
import { DETECTOR_LAWS } from './laws/detectorLaws.js';
import { checkLaw } from './runLaws.js';
import type { DetectorUnderTest } from './subject.js';

/** The two functions of a test framework that are needed: those of vitest, jest or node:test. */
export interface TestFramework {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: (...context: unknown[]) => Promise<void>): unknown;
}

/**
 * Runs every detector law as a test: one call in a test file.
 *
 * A failure names the law, what happened, the smallest input and the likely cause. A law that
 * does not apply to the detector is skipped, "not checked", where the framework's tests can be.
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
      // Rest parameters: jest takes a named one for a callback to wait for.
      it(`${law.id}: ${law.statement}`, async (...context: unknown[]) => {
        const result = await checkLaw(law, detector);
        if (result.status === 'failed') throw new Error(describeFailure(result));
        if (result.status === 'not-checked') skip(context[0], `not checked: ${result.message}`);
      });
    }
  });
}

/** Skips through the context that vitest and node:test pass; elsewhere the test just passes. */
function skip(context: unknown, why: string): void {
  const { skip: skipTest } = (context ?? {}) as { skip?: unknown };
  if (typeof skipTest === 'function') skipTest.call(context, why);
}
