import type { Network } from '../network/network.js';
import type { Batch } from './batch.js';
import { evaluationErrors, type Range, rangeOfRows, ValueRanges } from './evaluationRounding.js';
import { grainOf } from './grain.js';

/** Operands that bounds are propagated through before rows are taken together. */
const WORK = 2e8;

/**
 * Bounds what float64 may be off over some rows, values row by row.
 *
 * Products, quotients and norms make bounds over wide ranges useless: a root may be 0 at one row and
 * a numerator large at another. So rows are bounded one by one there, or in as many blocks as take no
 * longer than `WORK`; other networks in one block. One block is kept at a time: each is bounded as soon
 * as its last row is there.
 */
export class RowRounding {
  private readonly inputRange: Range;
  private readonly inputGrain: number;
  private readonly blocks: number;
  private block = 0;
  private ranges: ValueRanges;
  private most: Float64Array[] | null = null;
  private added = 0;

  /** @param inputs - the rows whose values will be added, in their order */
  constructor(
    private readonly network: Network,
    private readonly inputs: Batch,
  ) {
    this.inputRange = rangeOfRows(inputs);
    this.inputGrain = grainOf(inputs.values);
    this.blocks = Math.max(1, Math.min(inputs.rows, blocksOf(network)));
    this.ranges = new ValueRanges(network);
  }

  /** Takes the values of some more rows in, one after another in each value. */
  add(values: readonly Float64Array[], rows: number): void {
    for (let row = 0; row < rows; row++) {
      const block = Math.floor((this.added * this.blocks) / this.inputs.rows);
      if (block > this.block) {
        this.most = this.withBlock();
        this.block = block;
        this.ranges = new ValueRanges(this.network);
      }
      this.ranges.add(values, row);
      this.added++;
    }
  }

  /** For each value how far any entry may be off at any row. */
  errors(): Float64Array[] {
    return this.withBlock();
  }

  /** The bounds of the blocks before, and of the last. */
  private withBlock(): Float64Array[] {
    const { network, ranges, inputGrain, inputRange, most } = this;
    const errors = evaluationErrors(network, ranges, inputGrain, inputRange);
    if (!most) return errors;
    return most.map((value, v) => value.map((error, i) => Math.max(error, errors[v][i])));
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
