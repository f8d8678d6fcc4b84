import type { Scorer } from '../../detectors/detector.js';
import type { Rational } from '../../exact/rational.js';
import { type ExpectedEnd, largestOf } from '../shared/expectedEnd.js';
import type { TailLines } from '../shared/tailLines.js';

/**
 * The end of a score of softmax(f/T) on a saturating tail: its value at a one-hot distribution,
 * approached like e^{−γt/T} with γ the gap between the largest two slopes.
 */
export function oneHotEnd(lines: TailLines, limit: number, temperature = 1): ExpectedEnd {
  return { kind: 'converges', limit, rate: gapOf(lines).toNumber() / temperature };
}

/** γ: how much the largest slope exceeds the next. Exact. */
export function gapOf({ logits }: TailLines): Rational {
  const largest = largestOf(logits.slope);
  return largest.subtract(largestOf(logits.slope.filter((b) => b.compare(largest) !== 0)));
}

/**
 * The end of a score of softmax(f/T) on any tail: its value at the limit distribution, softmax(a/T) on
 * the classes of largest slope; approached like e^{−γt/T} where that is one-hot.
 */
export function softmaxEnd(
  lines: TailLines,
  score: (probabilities: readonly number[]) => number,
  temperature = 1,
): ExpectedEnd {
  const { slope, intercept } = lines.logits;
  const largest = largestOf(slope);
  const top = intercept.filter((_, c) => slope[c].compare(largest) === 0);
  const best = largestOf(top);
  const weights = top.map((a) => Math.exp(a.subtract(best).toNumber() / temperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const limit = score(weights.map((weight) => weight / sum));
  return top.length === 1 ? oneHotEnd(lines, limit, temperature) : { kind: 'converges', limit };
}

/** The temperature a detector was fitted with. */
export function temperatureOf({ parameters }: Scorer): number {
  return parameters.temperature as number;
}
