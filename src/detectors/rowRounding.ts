import type { Network } from '../network/network.js';
import { evaluationErrors, ValueRanges } from './evaluationRounding.js';

/** Operands that bounds are propagated through before rows are taken together. */
const WORK = 2e8;

/**
 * Collects what float64 may be off over some rows, values row by row.
 *
 * Products, quotients and norms make bounds over wide ranges useless: a root may be 0 at one row and
 * a numerator large at another. So rows are bounded one by one there, or in as many blocks as take no
 * longer than `WORK`; other networks in one block.
 */
export class RowRounding {
  private readonly all: ValueRanges;
  private readonly blocks: ValueRanges[];
  private added = 0;

  /** @param rows - how many will be added */
  constructor(
    private readonly network: Network,
    private readonly rows: number,
  ) {
    const blocks = Math.min(rows, blocksOf(network));
    this.blocks = Array.from({ length: Math.max(1, blocks) }, () => new ValueRanges(network));
    this.all = this.blocks.length > 1 ? new ValueRanges(network) : this.blocks[0];
  }

  /** Takes the values of some more rows in, one after another in each value. */
  add(values: readonly Float64Array[], rows: number): void {
    for (let row = 0; row < rows; row++) {
      const block = Math.floor((this.added * this.blocks.length) / Math.max(1, this.rows));
      this.blocks[block].add(values, row);
      // One block is all there is.
      if (this.blocks.length > 1) this.all.add(values, row);
      this.added++;
    }
  }

  /** For each value how far any entry may be off at any row. @param inputGrain - see `grainOf` */
  errors(inputGrain: number): Float64Array[] {
    const errors = this.blocks.map((block) =>
      evaluationErrors(this.network, block, inputGrain, this.all),
    );
    return errors.reduce((most, more) =>
      most.map((value, v) => value.map((error, i) => Math.max(error, more[v][i]))),
    );
  }
}

function blocksOf({ nodes }: Network): number {
  const isGeneral = nodes.some(({ operation }) => operation.kind === 'general');
  if (!isGeneral) return 1;
  let operands = 0;
  for (const { operation } of nodes) {
    for (let unit = 0; unit < operation.size; unit++) operation.forEachRead(unit, () => operands++);
  }
  return Math.floor(WORK / operands);
}
