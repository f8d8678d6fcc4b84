import { checkArguments } from '../errors/checkArguments.js';
import { list, record, text } from '../errors/kinds.js';
import { lawOptions, requestKind } from './argumentKinds.js';
import { type LawReport, withMore } from './lawReport.js';
import type { LawResult } from './lawResult.js';
import { DETERMINISM } from './laws/determinism.js';
import { METRIC_LAWS } from './laws/metricLaws.js';
import { metricsAnswered, metricsOfProcess } from './metricsOf.js';
import { ObservedDetector } from './observedDetector.js';
import { type ProcessLimits, processDetector } from './processDetector.js';
import { type Replay, type Replayed, replayed } from './replay.js';
import {
  checkInOrder,
  type DetectorLawOptions,
  lawsFor,
  runDetectorLaws,
} from './runDetectorLaws.js';
import { runLaws } from './runLaws.js';

/**
 * Puts a detector behind a command under the detector laws: `farfield detect --exec`.
 *
 * Ranking metrics that it declares are put under the metric laws.
 *
 * Never hangs, and whatever the process does once it has answered is a finding.
 *
 * @param command - run in a shell; see `processDetector` for what it must answer
 * @throws InputError if the command cannot be started, or ends before its first answer, with its
 *   own words
 *
 * @example
 * ```ts
 * (await runProcessLaws('python3 my_detector.py')).failed; // 0
 * ```
 */
export async function runProcessLaws(
  command: string,
  options: ProcessLimits &
    DetectorLawOptions & {
      /** Asks for ranking metrics only: the process need not hold a detector. */
      readonly onlyMetrics?: boolean;
    } = {},
): Promise<LawReport> {
  checkArguments('runProcessLaws', { options: [options, lawOptions] });
  const detector = processDetector(command, options);
  try {
    const report = options.onlyMetrics ? null : await runDetectorLaws(detector, options);
    const names = report ? (detector.declares?.metrics ?? []) : await metricsAnswered(detector);
    if (names.length === 0) return report!;
    const metrics = await runLaws(command, metricsOfProcess(detector, names), METRIC_LAWS);
    return report ? withMore(report, metrics) : metrics;
  } finally {
    await detector.close();
  }
}

/**
 * Sends recorded requests to the detector behind a command, and checks one law anew.
 *
 * @throws InputError if the command cannot be started, or ends before its first answer
 *
 * @example
 * ```ts
 * const replay = await readReplay('laws/orientation.requests.jsonl', false);
 * (await replayProcess('python3 my_detector.py', replay)).result.status; // 'failed'
 * ```
 */
export async function replayProcess(
  command: string,
  replay: Replay,
  options: ProcessLimits & Pick<DetectorLawOptions, 'like'> = {},
): Promise<Replayed> {
  checkArguments('replayProcess', {
    replay: [replay, record({ law: text, requests: list(requestKind) })],
    options: [options, lawOptions],
  });
  const { law, requests } = replay;
  const detector = processDetector(command, options);
  try {
    const observed = new ObservedDetector(detector);
    const answers = await replayed(observed, requests);
    const laws = lawsFor(options).filter(({ id }) => id === law);
    let result: LawResult | null = null;
    // Whether scores repeat is known only after the law that measures it.
    for await (const one of checkInOrder(observed, [DETERMINISM, ...laws])) result = one;
    return { schemaVersion: 1, subject: command, law, answers, result: result! };
  } finally {
    await detector.close();
  }
}
