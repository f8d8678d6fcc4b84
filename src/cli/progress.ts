import cliProgress from 'cli-progress';
import type { Terminal } from './terminal.js';

/**
 * Progress on stderr: a bar on a terminal, a line a step elsewhere (a CI log), nothing with
 * `--quiet`.
 */
export class Progress {
  private bar: cliProgress.SingleBar | null = null;

  /** @param unit - what is counted, in the plural */
  constructor(
    private readonly terminal: Terminal,
    private readonly unit: string,
  ) {}

  /** `done` of `total` are done; `what` says which came last. */
  step(done: number, total: number, what: string): void {
    if (!this.terminal.interactive) {
      this.terminal.note(`[${done}/${total}] ${what}`);
      return;
    }
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
    this.bar.update(done, { what });
  }

  /** Takes the bar off the terminal. */
  stop(): void {
    this.bar?.stop();
    this.bar = null;
  }
}
