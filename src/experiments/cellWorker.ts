import type { MessagePort } from 'node:worker_threads';
import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { type Cell, type CellOutcome, runCell } from './cell.js';
import { ContentCache } from './contentCache.js';

/** A cell for a thread. */
export interface CellTask {
  readonly cell: Cell;
  /** The cache's. */
  readonly folder: string;
  /** Told what share is done. */
  readonly port: MessagePort;
}

/** What comes back: an outcome, or bad input as data, since errors lose their class on the way. */
export type CellAnswer =
  | { readonly outcome: CellOutcome }
  | { readonly where: string; readonly problems: readonly Problem[] };

/** What a worker thread runs: one cell. */
export default async function runOne({ cell, folder, port }: CellTask): Promise<CellAnswer> {
  try {
    const onShare = (share: number) => port.postMessage(share);
    return { outcome: await runCell(cell, new ContentCache(folder), onShare) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { where: error.where, problems: error.problems };
  } finally {
    port.close();
  }
}
