import { Piscina } from 'piscina';
import { type Cell, type CellOutcome, runCell } from './cell.js';
import type { ContentCache } from './contentCache.js';

/** Runs cells, several at a time in threads of their own, or one after the other in this one. */
export class CellPool {
  private readonly pool: Piscina | null;

  /** @param threads - 0 runs in the calling thread */
  constructor(
    private readonly cache: ContentCache,
    threads: number,
  ) {
    this.pool =
      threads === 0
        ? null
        : new Piscina({
            filename: new URL('./cellWorker.js', import.meta.url).href,
            minThreads: 1,
            maxThreads: threads,
          });
  }

  /** Runs cells and hands each over as it is finished; results in the order of the cells. */
  async runAll(
    cells: readonly Cell[],
    onDone: (cell: Cell, outcome: CellOutcome) => void,
  ): Promise<CellOutcome[]> {
    const run = async (cell: Cell): Promise<CellOutcome> => {
      const outcome = this.pool
        ? await this.pool.run({ cell, folder: this.cache.folder })
        : await runCell(cell, this.cache);
      onDone(cell, outcome);
      return outcome;
    };
    if (this.pool) return Promise.all(cells.map(run));
    const outcomes: CellOutcome[] = [];
    for (const cell of cells) outcomes.push(await run(cell));
    return outcomes;
  }

  async close(): Promise<void> {
    await this.pool?.destroy();
  }
}
