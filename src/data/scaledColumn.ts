import type { Batch } from '../detectors/index.js';

/**
 * Raw rows with one column multiplied by α: paper B's synthetic out-of-distribution inputs, to be
 * standardised again afterwards.
 *
 * A row whose value is 0 does not move, whatever α.
 *
 * Source: paper B, section 3.3.
 */
export function scaledColumn(
  { rows, columns, values }: Batch,
  column: number,
  alpha: number,
): Batch {
  const out = values.slice();
  for (let i = 0; i < rows; i++) out[i * columns + column] = values[i * columns + column] * alpha;
  return { rows, columns, values: out };
}
