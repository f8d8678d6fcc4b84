import cliProgress from 'cli-progress';
import type { Terminal } from './terminal.js';

/** Without a terminal somebody who waits is told this often that there is progress. */
const PATIENCE_MS = 30_000;

/** "40 s", "12 min", "3 h". */
function durationWords(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/**
 * Progress on stderr: a bar on a terminal, a line a step elsewhere (a CI log), nothing with
 * `--quiet`.
 */
export class Progress {
  private bar: cliProgress.SingleBar | null = null;
  private readonly started = performance.now();
  private told = performance.now();

  /** @param unit - what is counted, in the plural */
  constructor(
    private readonly terminal: Terminal,
    private readonly unit: string,
  ) {}

  /** `done` of `total` are done; `what` says which came last. */
  step(done: number, total: number, what: string): void {
    if (!this.terminal.interactive) {
      this.terminal.note(`[${done}/${total}] ${what}`);
      this.told = performance.now();
      return;
    }
    this.open(total).update(done, { what });
  }

  private open(total: number): cliProgress.SingleBar {
    if (!this.bar) {
      this.bar = new cliProgress.SingleBar({
        stream: process.stderr,
        format: `{bar} {value}/{total} ${this.unit}  {what}`,
        hideCursor: true,
        clearOnComplete: true,
        barsize: 24,
      });
      this.bar.start(total, 0, { what: '' });
    }
    return this.bar;
  }

  /**
   * Inside a step: on a terminal the bar moves, elsewhere a line comes at most every half minute. Both
   * say how long the rest is expected to take, if it goes on as it did.
   *
   * @param done - steps that are done, those begun in part
   */
  within(done: number, total: number, what: string): void {
    const now = performance.now();
    const expected = done > 0 ? ((now - this.started) / done) * (total - done) : Number.NaN;
    const rest = Number.isFinite(expected) ? `, about ${durationWords(expected)} left` : '';
    const words = `${what}, ${Math.floor((100 * done) / total)} % done${rest}`;
    if (this.terminal.interactive) {
      this.open(total).update(done, { what: words });
    } else if (now - this.told > PATIENCE_MS) {
      this.terminal.note(`… ${words}`);
      this.told = now;
    }
  }

  /** Takes the bar off the terminal. */
  stop(): void {
    this.bar?.stop();
    this.bar = null;
  }
}
