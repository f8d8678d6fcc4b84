import type { Scorer } from '../../detectors/detector.js';
import type { DetectorAnalysis } from '../detectorAnalysis.js';

/** The fitted SHE pattern of the class a saturating tail ends in. Shape [D]. */
export function patternOfTop(
  { parameters }: Scorer,
  { tail }: DetectorAnalysis,
): readonly number[] {
  const patterns = parameters.patterns as readonly (readonly number[])[];
  return patterns[tail.top[0]];
}
