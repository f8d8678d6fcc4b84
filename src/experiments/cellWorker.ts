import { type Cell, type CellOutcome, runCell } from './cell.js';
import { ContentCache } from './contentCache.js';

/** What a worker thread runs: one cell. */
export default function runOne(task: {
  readonly cell: Cell;
  readonly folder: string;
}): Promise<CellOutcome> {
  return runCell(task.cell, new ContentCache(task.folder));
}
