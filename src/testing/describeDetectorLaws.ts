import { checkArguments } from '../errors/checkArguments.js';
import { callable, record } from '../errors/kinds.js';
import { detectorKind, lawOptions } from './argumentKinds.js';
import { describeFailure } from './lawReport.js';
import { checkLaw } from './lawResult.js';
import { ANSWERS } from './laws/answers.js';
import { ObservedDetector } from './observedDetector.js';
import { type DetectorLawOptions, lawsFor } from './runDetectorLaws.js';
import type { DetectorUnderTest } from './subject.js';

/** The functions of a test framework that are needed: those of vitest, jest or node:test. */
export interface TestFramework {
  describe(name: string, body: () => void): unknown;
  it: {
    (name: string, body: (...context: unknown[]) => Promise<void>): unknown;
    /** Registers a test that is shown as skipped. */
    skip?(name: string, body: (...context: unknown[]) => Promise<void>): unknown;
  };
}

/**
 * Runs every detector law as a test: one call in a test file.
 *
 * A failure names the law, what happened, the smallest input and the likely cause. A law that does
 * not apply to what the detector declares is shown as skipped, its name saying why; so is, in vitest
 * and node:test, one that turns out while it runs not to apply. A detector that does not get past
 * its first request fails that law, and the others are not tried. In jest see `describeLawReport`.
 *
 * @param options - `like`: a built-in detector it is to agree with, as in `--like`
 * @throws InputError for a `like` that names no detector
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
  framework: TestFramework,
  options: DetectorLawOptions = {},
): void {
  checkArguments('describeDetectorLaws', {
    detector: [detector, detectorKind],
    framework: [framework, record({ describe: callable, it: callable })],
    options: [options, lawOptions],
  });
  const { describe, it } = framework;
  const laws = lawsFor(options);
  const observed = new ObservedDetector(detector);
  let stopped = false;
  describe(`${detector.name} keeps the detector laws`, () => {
    for (const law of laws) {
      const title = `${law.id}: ${law.statement}`;
      const why = law.applies?.(detector);
      if (why && it.skip) {
        it.skip(`${title} (not checked: ${why.notChecked})`, async () => {});
        continue;
      }
      // Rest parameters: jest takes a named one for a callback to wait for.
      it(title, async (...context: unknown[]) => {
        if (stopped) return skip(context[0], 'not checked: see "answers"');
        const result = await checkLaw(law, observed, { observed });
        if (law === ANSWERS) stopped = result.status === 'failed';
        if (result.status === 'failed') throw new Error(describeFailure(result));
        if (result.status === 'not-checked') skip(context[0], `not checked: ${result.message}`);
      });
    }
  });
}

/** Skips through the context that vitest and node:test pass; jest has none, and no way to. */
function skip(context: unknown, why: string): void {
  const { skip: skipTest } = (context ?? {}) as { skip?: unknown };
  if (typeof skipTest === 'function') skipTest.call(context, why);
  else console.warn(why);
}
