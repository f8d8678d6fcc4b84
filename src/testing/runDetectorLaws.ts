import { checkArguments } from '../errors/checkArguments.js';
import { detectorKind, lawOptions } from './argumentKinds.js';
import { declarationProblems } from './declarations.js';
import { type FarAway, farAwayOf } from './farAway/farAway.js';
import type { Law } from './law.js';
import { type LawReport, lawReport } from './lawReport.js';
import { checkLaw, type LawResult, notChecked } from './lawResult.js';
import { ANSWERS } from './laws/answers.js';
import { DETECTOR_LAWS } from './laws/detectorLaws.js';
import { likeLaws } from './like/likeLaws.js';
import { ObservedDetector } from './observedDetector.js';
import type { ProtocolFault } from './protocolFault.js';
import type { DetectorUnderTest } from './subject.js';

/** What is to be checked of a detector. */
export interface DetectorLawOptions {
  /** A built-in detector it is to agree with: `knn`, `react:percent=95`; see `likeLaws`. */
  readonly like?: string;
  /** Instead of all detector laws. */
  readonly laws?: readonly Law<DetectorUnderTest>[];
}

/**
 * Puts a detector under the detector laws and measures what it does far from its data.
 *
 * A detector that cannot be fitted on ordinary data is one finding, and nothing else is asked of it.
 *
 * @throws InputError for a `like` that names no detector
 *
 * @example
 * ```ts
 * const report = await runDetectorLaws(subjectOf(ebo), { like: 'ebo' });
 * report.failed; // 0
 * ```
 */
export async function runDetectorLaws(
  subject: DetectorUnderTest,
  options: DetectorLawOptions = {},
): Promise<LawReport> {
  checkArguments('runDetectorLaws', {
    subject: [subject, detectorKind],
    options: [options, lawOptions],
  });
  const observed = new ObservedDetector(subject);
  const results: LawResult[] = [];
  for await (const result of checkInOrder(observed, lawsFor(options))) results.push(result);
  return lawReport(subject.name, results, {
    farAway: await farAwayOrWhyNot(observed, results),
    sent: observed.sizes.total,
    notes: notesOn(observed),
  });
}

/** The laws that options ask for, in order. */
export function lawsFor({ like, laws }: DetectorLawOptions): readonly Law<DetectorUnderTest>[] {
  return [...(laws ?? DETECTOR_LAWS), ...(like === undefined ? [] : likeLaws(like))];
}

/** Checks laws one after the other, until the detector shows that it cannot go on. */
export async function* checkInOrder(
  observed: ObservedDetector,
  laws: readonly Law<DetectorUnderTest>[],
): AsyncGenerator<LawResult> {
  let stopped: string | null = null;
  const onFault = (fault: ProtocolFault) => {
    if (fault.final) stopped = `the process had ended: ${fault.message}`;
  };
  for (const law of laws) {
    if (stopped !== null) {
      yield notChecked(law, stopped);
      continue;
    }
    const result = await checkLaw(law, observed, { observed, onFault });
    if (law === ANSWERS && result.status === 'failed') stopped = 'see "answers"';
    yield result;
  }
}

/** What it does far away, or why that is not known. */
export async function farAwayOrWhyNot(
  observed: ObservedDetector,
  results: readonly LawResult[],
): Promise<FarAway | string> {
  const start = results.find(({ law }) => law === ANSWERS.id);
  if (start?.status === 'failed') return 'not measured: it does not get past the first request';
  try {
    observed.begin();
    return await farAwayOf(observed);
  } catch (error) {
    return `not measured: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Declarations no law reads: a slip of the pen would otherwise go unnoticed. */
export function notesOn({ declares }: DetectorUnderTest): string[] {
  return declarationProblems(declares).unknown.map((name) => `declares.${name} is read by no law`);
}
