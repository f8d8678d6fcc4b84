import type { FitRequest } from './subject.js';

/** What sizes of input a subject was sent: how far what was found reaches. */
export interface SentSizes {
  readonly fits: number;
  readonly batches: number;
  readonly rows: number;
  /** Each size that occurred, ascending. */
  readonly inputs: readonly number[];
  readonly classes: readonly number[];
  readonly trainingRows: readonly number[];
  readonly batchRows: readonly number[];
}

/** Counts the sizes of requests as they are sent. */
export class SizeCounter {
  private counts = { fits: 0, batches: 0, rows: 0 };
  private readonly sizes = {
    inputs: new Set<number>(),
    classes: new Set<number>(),
    trainingRows: new Set<number>(),
    batchRows: new Set<number>(),
  };

  addFit({ network, train }: FitRequest): void {
    this.counts.fits++;
    this.sizes.inputs.add(network.inputs);
    const head = network.layers.at(-1);
    if (head?.type === 'dense') this.sizes.classes.add(head.weights.length);
    this.sizes.trainingRows.add(train.x.length);
  }

  addBatch(rows: number): void {
    this.counts.batches++;
    this.counts.rows += rows;
    this.sizes.batchRows.add(rows);
  }

  /** Adds what another counter, of another worker, has seen. */
  add(other: SentSizes): void {
    for (const name of ['fits', 'batches', 'rows'] as const) this.counts[name] += other[name];
    for (const name of ['inputs', 'classes', 'trainingRows', 'batchRows'] as const) {
      for (const size of other[name]) this.sizes[name].add(size);
    }
  }

  get total(): SentSizes {
    const ascending = (set: Set<number>) => [...set].sort((a, b) => a - b);
    return {
      ...this.counts,
      inputs: ascending(this.sizes.inputs),
      classes: ascending(this.sizes.classes),
      trainingRows: ascending(this.sizes.trainingRows),
      batchRows: ascending(this.sizes.batchRows),
    };
  }
}
