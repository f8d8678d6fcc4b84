import { statSync } from 'node:fs';
import { resolve as absolutePath } from 'node:path';
import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { list, number, optional, record, text } from '../errors/kinds.js';
import { requestKind } from './argumentKinds.js';
import { type Clock, clockKind, WALL_CLOCK } from './clock.js';
import { type LawReport, lawReport } from './lawReport.js';
import { type LawResult, notChecked } from './lawResult.js';
import { ANSWERS } from './laws/answers.js';
import { DETERMINISM } from './laws/determinism.js';
import type { Replay, Replayed } from './replay.js';
import { lawsFor } from './runDetectorLaws.js';
import { runInWorker, type WorkerRun } from './runInWorker.js';
import { SizeCounter } from './sentSizes.js';

/** How patient to be with a module, and what to check of it. */
export interface ModuleLimits {
  /** For one law, milliseconds; 30 000 if absent. */
  readonly timeLimitMs?: number;
  /** For loading the module, milliseconds; 30 000 if absent. */
  readonly loadLimitMs?: number;
  /** What these go by; the clock on the wall if absent. */
  readonly clock?: Clock;
  /** A built-in detector it is to agree with: `knn`, `react:percent=95`. */
  readonly like?: string;
}

/** So many laws without a result, one after the other, and the rest are not tried. */
const PATIENCE = 3;

/**
 * Puts the detector a JavaScript module exports under the detector laws: `farfield detect --module`.
 *
 * The laws run beside the detector in a worker thread, so a loop without end or a call of
 * `process.exit` is a finding of the law it happened under, and the laws after it are still
 * checked, in a new worker.
 *
 * @param file - path of an ES module; see `subjectOfModule` for what it must export
 * @throws InputError `not_found` if there is no such file; `failed`, with its own words, if it
 *   cannot be loaded or exports no detector
 *
 * @example
 * ```ts
 * (await runModuleLaws('./myDetector.js')).results[0].status; // 'passed'
 * ```
 */
export async function runModuleLaws(file: string, limits: ModuleLimits = {}): Promise<LawReport> {
  checkArguments('runModuleLaws', { file: [file, text], limits: [limits, moduleLimits] });
  const { timeLimitMs = 30_000, loadLimitMs = 30_000, clock = WALL_CLOCK, like } = limits;
  const path = modulePath(file);
  const laws = lawsFor(like === undefined ? {} : { like });
  const results: LawResult[] = [];
  const sizes = new SizeCounter();
  let [noise, silent] = [0, 0];
  for (;;) {
    const left = laws.slice(results.length);
    const ids = left.map(({ id }) => id);
    const data = { file: path, laws: ids, like: like ?? null, noise, replay: null };
    const run: WorkerRun = await runInWorker(data, { timeLimitMs, loadLimitMs, clock });
    if (run.sent) sizes.add(run.sent);
    results.push(...run.results);
    const law = left[run.results.length];
    if (run.broke === null || !law) {
      // Metrics alone: there is no detector for laws to be about.
      if (run.farAway === null && run.metrics) return lawReport(run.name, run.metrics);
      return lawReport(run.name, [...results, ...(run.metrics ?? [])], {
        farAway: run.farAway ?? `not measured: ${run.broke?.message}`,
        sent: sizes.total,
        notes: run.notes ?? [],
      });
    }
    const { timedOut, ...outcome } = run.broke;
    results.push({ law: law.id, statement: law.statement, status: 'failed', ...outcome });
    noise = run.noise ?? noise;
    silent = timedOut ? (run.results.length === 0 ? silent + 1 : 1) : 0;
    if (law !== ANSWERS && silent < PATIENCE) continue;
    const why =
      law === ANSWERS
        ? 'see "answers"'
        : `${PATIENCE} laws in a row had no result within ${timeLimitMs} ms`;
    for (const rest of laws.slice(results.length)) results.push(notChecked(rest, why));
    return lawReport(run.name, results, { farAway: `not measured: ${why}`, sent: sizes.total });
  }
}

/**
 * Sends recorded requests to the detector of a module, and checks one law anew.
 *
 * @throws InputError as `runModuleLaws` does
 *
 * @example
 * ```ts
 * const replay = await readReplay('laws/orientation.requests.jsonl', false);
 * (await replayModule('./myDetector.js', replay)).result.status; // 'failed'
 * ```
 */
export async function replayModule(
  file: string,
  replay: Replay,
  limits: ModuleLimits = {},
): Promise<Replayed> {
  checkArguments('replayModule', {
    file: [file, text],
    replay: [replay, record({ law: text, requests: list(requestKind) })],
    limits: [limits, moduleLimits],
  });
  const { law, requests } = replay;
  const { timeLimitMs = 30_000, loadLimitMs = 30_000, clock = WALL_CLOCK, like } = limits;
  // Whether scores repeat is known only after the law that measures it.
  const ids = [...new Set([DETERMINISM.id, law])];
  const run = await runInWorker(
    { file: modulePath(file), laws: ids, like: like ?? null, noise: 0, replay: requests },
    { timeLimitMs, loadLimitMs, clock },
  );
  const { id, statement } = lawsFor(like === undefined ? {} : { like }).find(
    (one) => one.id === law,
  )!;
  const broke = { ...run.broke, law: id, statement, status: 'failed' } as const;
  const result =
    run.results.find((one) => one.law === law) ??
    withoutTimeout({ message: '', milliseconds: 0, ...broke });
  return { schemaVersion: 1, subject: run.name, law, answers: run.answers, result };
}

const moduleLimits = record({
  timeLimitMs: optional(number()),
  loadLimitMs: optional(number()),
  clock: optional(clockKind),
  like: optional(text),
});

/** @throws InputError `not_found` */
function modulePath(file: string): string {
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return absolutePath(file);
  throw new InputError('detect', [
    { code: 'not_found', path: file, rule: 'must be a file', remedy: 'check the path' },
  ]);
}

function withoutTimeout(result: LawResult & { readonly timedOut?: boolean }): LawResult {
  const { timedOut: _, ...rest } = result;
  return rest;
}
