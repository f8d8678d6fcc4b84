import { Worker } from 'node:worker_threads';
import { compiledModule } from '../files/compiledModule.js';
import type { Clock } from './clock.js';
import type { FarAway } from './farAway/farAway.js';
import type { LawResult } from './lawResult.js';
import type { ReplayedAnswer } from './replay.js';
import type { SentSizes } from './sentSizes.js';
import { StartFailure } from './startFailure.js';
import type { FromWorker, ToWorker } from './workerMessages.js';

/** How far one worker got. */
export interface WorkerRun {
  readonly name: string;
  /** Of the first laws asked for. */
  readonly results: readonly LawResult[];
  readonly noise: number | null;
  readonly sent: SentSizes | null;
  readonly notes: readonly string[] | null;
  /** Null if it did not get so far. */
  readonly farAway: FarAway | string | null;
  /** What became of the metric laws; null if the module exports no metrics. */
  readonly metrics: readonly LawResult[] | null;
  readonly answers: readonly ReplayedAnswer[];
  /** How it stopped at the law after the last result; null if it got through. */
  readonly broke: {
    readonly message: string;
    readonly likelyCause: string;
    readonly milliseconds: number;
    readonly timedOut: boolean;
  } | null;
}

/**
 * Runs laws beside a module's detector in a worker thread, for as long as each comes back in time.
 *
 * @throws StartFailure if the module does not load, or exports no detector
 */
export function runInWorker(
  data: ToWorker,
  {
    timeLimitMs,
    loadLimitMs,
    clock,
  }: { readonly timeLimitMs: number; readonly loadLimitMs: number; readonly clock: Clock },
): Promise<WorkerRun> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(compiledModule('./moduleWorker.js', import.meta.url), {
      workerData: data,
      stdout: true,
    });
    // What a detector prints must not end up in a report on stdout.
    worker.stdout.on('data', (text) => process.stderr.write(text));
    const results: LawResult[] = [];
    let name: string | null = null;
    let seen: Pick<WorkerRun, 'noise' | 'sent' | 'notes' | 'farAway' | 'metrics' | 'answers'> = {
      noise: null,
      sent: null,
      notes: null,
      farAway: null,
      metrics: null,
      answers: [],
    };
    let since = performance.now();
    let stopWaiting = clock.after(loadLimitMs, () => stop('it could not be loaded in time', true));
    let settled = false;
    const settle = (broke: WorkerRun['broke']) => {
      settled = true;
      stopWaiting();
      void worker.terminate();
      if (name !== null) resolve({ name, results, ...seen, broke });
    };
    const stop = (message: string, timedOut = false) => {
      if (settled) return;
      const milliseconds = Math.round(performance.now() - since);
      if (name === null) {
        reject(
          new StartFailure(
            '--module',
            data.file,
            message,
            'import the file in node by hand; it must export a detector as default',
          ),
        );
      }
      settle({
        message,
        likelyCause: 'a loop without end, or a call that ends the process',
        milliseconds,
        timedOut,
      });
    };
    const expectNext = () => {
      stopWaiting();
      since = performance.now();
      stopWaiting = clock.after(timeLimitMs, () =>
        stop(`no result within ${timeLimitMs} ms`, true),
      );
    };
    worker.on('message', (message: FromWorker) => {
      if (settled) return;
      if ('unusable' in message) return stop(message.unusable);
      if ('name' in message) name = message.name;
      else if ('answers' in message) seen = { ...seen, answers: message.answers };
      else if ('result' in message) {
        results.push(JSON.parse(message.result) as LawResult);
        seen = { ...seen, noise: message.noise, sent: message.sent };
      } else {
        const { farAway, sent, notes, metrics } = message;
        const results = metrics === null ? null : (JSON.parse(metrics) as LawResult[]);
        seen = { ...seen, farAway, sent, notes, metrics: results };
        return settle(null);
      }
      expectNext();
    });
    worker.on('error', (error) => stop(`it threw: ${error.message}`));
    worker.on('exit', () => stop('it ended the process'));
  });
}
