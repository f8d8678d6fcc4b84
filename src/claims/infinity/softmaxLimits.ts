import type { Scorer } from '../../detectors/detector.js';
import { type ExpectedEnd, largestOf } from '../shared/expectedEnd.js';
import type { TailLines } from '../shared/tailLines.js';

/**
 * The end of a score of softmax(f/T) on a saturating tail: its value at a one-hot distribution,
 * approached like e^{−γt/T} with γ the gap between the largest two slopes.
 */
export function oneHotEnd({ logits }: TailLines, limit: number, temperature = 1): ExpectedEnd {
  const largest = largestOf(logits.slope);
  const rivals = logits.slope.filter((b) => b.compare(largest) !== 0);
  const gap = largest.subtract(largestOf(rivals));
  return { kind: 'converges', limit, rate: gap.toNumber() / temperature };
}

/** The temperature a detector was fitted with. */
export function temperatureOf({ parameters }: Scorer): number {
  return parameters.temperature as number;
}
