import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { InputError } from '../errors/inputError.js';
import { type LawReport, type LawResult, lawReport } from './lawReport.js';
import { DETECTOR_LAWS } from './laws/detectorLaws.js';

/** How patient to be with a module. */
export interface ModuleLimits {
  /** For one law, milliseconds; 30 000 if absent. */
  readonly timeLimitMs?: number;
  /** For loading the module, milliseconds; 30 000 if absent. */
  readonly loadLimitMs?: number;
}

/**
 * Puts the detector a JavaScript module exports under the detector laws: `farfield detect --module`.
 *
 * The laws run beside the detector in a worker thread, so a loop without end or a call of
 * `process.exit` is a finding of the law it happened under, and the laws after it are still
 * checked, in a new worker.
 *
 * @param file - path of an ES module; see `subjectOfModule` for what it must export
 * @throws InputError `not_found` if there is no such file
 *
 * @example
 * ```ts
 * (await runModuleLaws('./myDetector.js')).results[0].status; // 'passed'
 * ```
 */
export async function runModuleLaws(
  file: string,
  { timeLimitMs = 30_000, loadLimitMs = 30_000 }: ModuleLimits = {},
): Promise<LawReport> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new InputError('detect', [
      { code: 'not_found', path: file, rule: 'must be a file', remedy: 'check the path' },
    ]);
  }
  const results: LawResult[] = [];
  let subject = file;
  let left = DETECTOR_LAWS.map(({ id }) => id);
  let silent = 0;
  while (left.length > 0 && silent < PATIENCE) {
    const run = await runInWorker(file, left, { timeLimitMs, loadLimitMs });
    subject = run.name ?? subject;
    results.push(...run.results);
    left = left.slice(run.results.length);
    silent = run.timedOut ? (run.results.length === 1 ? silent + 1 : 1) : 0;
  }
  for (const law of left) {
    const { statement } = DETECTOR_LAWS.find(({ id }) => id === law)!;
    const message = `${PATIENCE} laws in a row had no result within ${timeLimitMs} ms`;
    results.push({ law, statement, status: 'not-checked', message });
  }
  return lawReport(subject, results);
}

/** So many laws without a result, one after the other, and the rest are not tried. */
const PATIENCE = 3;

interface WorkerRun {
  readonly name: string | null;
  /** Of the first laws asked for; the last one failed if the worker did not get through. */
  readonly results: readonly LawResult[];
  /** Whether the last one had no result in time. */
  readonly timedOut: boolean;
}

type Message = { unusable?: string; name?: string; started?: string; result?: string };

function runInWorker(
  file: string,
  laws: readonly string[],
  { timeLimitMs, loadLimitMs }: Required<ModuleLimits>,
): Promise<WorkerRun> {
  return new Promise((resolve) => {
    const worker = new Worker(workerEntry(), { workerData: { file, laws }, stdout: true });
    // What a detector prints must not end up in a report on stdout.
    worker.stdout.on('data', (text) => process.stderr.write(text));
    const results: LawResult[] = [];
    let name: string | null = null;
    let timer = setTimeout(() => stop('it could not be loaded in time'), loadLimitMs);
    let [settled, timedOut] = [false, false];
    const settle = () => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      void worker.terminate();
      resolve({ name, results, timedOut });
    };
    const stop = (message: string) => {
      if (settled) return;
      results.push(...unfinished(laws.slice(results.length), message, name !== null));
      settle();
    };
    worker.on('message', (message: Message) => {
      if (settled) return;
      if (message.unusable) stop(message.unusable);
      if (message.name) name = message.name;
      if (message.result) results.push(JSON.parse(message.result));
      if (results.length === laws.length) settle();
      if (settled) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        timedOut = true;
        stop(`no result within ${timeLimitMs} ms`);
      }, timeLimitMs);
    });
    worker.on('error', (error) => stop(`it threw: ${error.message}`));
    worker.on('exit', () => stop('it ended the process'));
  });
}

/**
 * The law that was under way when a worker stopped; if the module never got as far as a law, all
 * of them, since another worker would get no farther.
 */
function unfinished(laws: readonly string[], message: string, loaded: boolean): LawResult[] {
  return laws.slice(0, loaded ? 1 : undefined).map((id, i) => {
    const { statement } = DETECTOR_LAWS.find((law) => law.id === id)!;
    if (i > 0)
      return { law: id, statement, status: 'not-checked', message: 'the module did not load' };
    return {
      law: id,
      statement,
      status: 'failed',
      message,
      input: null,
      likelyCause: loaded
        ? 'a loop without end, or a call that ends the process'
        : 'the module throws or waits while it is loaded, or does not export a detector',
    };
  });
}

/** The compiled worker; from sources, which only tests run, one that loads them through tsx. */
function workerEntry(): URL {
  const compiled = new URL('./moduleWorker.js', import.meta.url);
  if (existsSync(compiled)) return compiled;
  // What `require` resolves to is the CommonJS twin of the file that `import` needs.
  const twin = createRequire(import.meta.url).resolve('tsx/esm/api');
  const tsx = pathToFileURL(twin.replace(/\.cjs$/, '.mjs')).href;
  const source = new URL('./moduleWorker.ts', import.meta.url).href;
  const code = `import { register } from ${JSON.stringify(tsx)}; register(); await import(${JSON.stringify(source)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}
