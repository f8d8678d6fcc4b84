import { checkArguments } from '../errors/checkArguments.js';
import { callable, record } from '../errors/kinds.js';
import type { TestFramework } from './describeDetectorLaws.js';
import { describeFailure, type LawReport, reportKind } from './lawReport.js';

/**
 * Shows laws that were checked already, each as a test of its own: failed, passed, or skipped where it
 * could not be checked.
 *
 * For jest, in which a test that has begun cannot be skipped, so that `describeDetectorLaws` lets a law
 * pass there that a detector turns out to refuse; in any framework it is the way to more than one
 * look at a report.
 *
 * @param report - of `runDetectorLaws`, `runModuleLaws` or `runProcessLaws`
 *
 * @example
 * ```ts
 * import { describe, it } from 'vitest';
 * import { describeLawReport, runDetectorLaws } from 'farfield/testing';
 * describeLawReport(await runDetectorLaws(myDetector), { describe, it });
 * ```
 */
export function describeLawReport(report: LawReport, framework: TestFramework): void {
  checkArguments('describeLawReport', {
    report: [report, reportKind],
    framework: [framework, record({ describe: callable, it: callable })],
  });
  const { describe, it } = framework;
  describe(`${report.subject} keeps the laws`, () => {
    for (const result of report.results) {
      const title = `${result.law}: ${result.statement}`;
      if (result.status === 'not-checked') {
        const register = it.skip ?? it;
        register(`${title} (not checked: ${result.message})`, async () => {});
        continue;
      }
      it(title, async () => {
        if (result.status === 'failed') throw new Error(describeFailure(result));
      });
    }
  });
}
