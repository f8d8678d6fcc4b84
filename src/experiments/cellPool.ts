import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { InputError } from '../errors/inputError.js';
import { compiledModule } from '../files/compiledModule.js';
import { mapConcurrently } from '../threads/mapConcurrently.js';
import { type Cell, type CellOutcome, runCell } from './cell.js';
import type { CellAnswer, CellTask } from './cellWorker.js';
import type { ContentCache } from './contentCache.js';

/** Runs cells, several at a time in threads of their own, or one after the other in this one. */
export class CellPool {
  private readonly pool: Piscina | null;

  /** @param threads - 0 runs in the calling thread */
  constructor(
    private readonly cache: ContentCache,
    private readonly threads: number,
  ) {
    this.pool =
      threads === 0
        ? null
        : new Piscina({
            filename: compiledModule('./cellWorker.js', import.meta.url).href,
            minThreads: 1,
            maxThreads: threads,
          });
  }

  /** Runs cells and hands each over as it is finished; results in the order of the cells. */
  async runAll(
    cells: readonly Cell[],
    onDone: (cell: Cell, outcome: CellOutcome) => void,
    onShare: (cell: Cell, share: number) => void = () => {},
  ): Promise<CellOutcome[]> {
    return mapConcurrently(cells, Math.max(1, this.threads), async (cell) => {
      const outcome = await this.run(cell, (share) => onShare(cell, share));
      onDone(cell, outcome);
      return outcome;
    });
  }

  private async run(cell: Cell, onShare: (share: number) => void): Promise<CellOutcome> {
    if (!this.pool) return runCell(cell, this.cache, onShare);
    const { port1, port2 } = new MessageChannel();
    port1.on('message', onShare);
    const task: CellTask = { cell, folder: this.cache.folder, port: port2 };
    const answer: CellAnswer = await this.pool.run(task, { transferList: [port2] });
    port1.close();
    if ('outcome' in answer) return answer.outcome;
    throw new InputError(answer.where, answer.problems);
  }

  async close(): Promise<void> {
    await this.pool?.destroy();
  }
}
