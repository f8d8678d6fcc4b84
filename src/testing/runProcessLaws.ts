import type { Law } from './law.js';
import type { LawReport } from './lawReport.js';
import { DETECTOR_LAWS } from './laws/detectorLaws.js';
import { type ProcessLimits, processDetector } from './processDetector.js';
import { runLaws } from './runLaws.js';
import { fitOn } from './scoring.js';
import { ORDINARY } from './situations.js';
import type { DetectorUnderTest } from './subject.js';

/**
 * Puts a detector behind a command under the detector laws: `farfield detect --exec`.
 *
 * Never hangs and never rejects for anything the process does: that is a finding.
 *
 * @param command - run in a shell; see `processDetector` for what it must answer
 *
 * @example
 * ```ts
 * (await runProcessLaws('python3 my_detector.py')).failed; // 0
 * ```
 */
export async function runProcessLaws(
  command: string,
  options: ProcessLimits & { readonly laws?: readonly Law<DetectorUnderTest>[] } = {},
): Promise<LawReport> {
  const detector = processDetector(command, options);
  try {
    return await runLaws(command, detector, [ANSWERS, ...(options.laws ?? DETECTOR_LAWS)]);
  } finally {
    await detector.close();
  }
}

/** Comes first, so that what a process declares is known to the laws that ask. */
const ANSWERS: Law<DetectorUnderTest> = {
  id: 'answers',
  statement: 'the process answers a fit',
  likelyCause: 'it does not read its input line by line',
  async check(subject) {
    await fitOn(subject, ORDINARY);
    return null;
  },
};
