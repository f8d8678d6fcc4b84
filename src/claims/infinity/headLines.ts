import { rowOf } from '../../detectors/batch.js';
import { type GermVector, mapGerms } from '../../detectors/infinity/germVector.js';
import type { DetectorAnalysis } from '../detectorAnalysis.js';

/**
 * Logits as lines, from activations as lines: those of the network's head, or of other weights with
 * its bias. Exact for the numbers as stored.
 *
 * @param weights - shape [C][D]
 */
export function headLines(
  { data: { head } }: DetectorAnalysis,
  activations: GermVector,
  weights?: readonly (readonly number[])[],
): GermVector {
  const rows = weights ?? Array.from(head.bias, (_, c) => rowOf(head.weights, c));
  return mapGerms(rows, head.bias, activations);
}
