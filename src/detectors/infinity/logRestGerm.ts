import { logSumExp } from '../../uncertainty/logSumExp.js';
import { logEntropyOf, logRestOf } from '../logUncertainty.js';
import type { GermVector } from './germVector.js';
import { endLogits, softmaxApproach, steepest } from './logitGerms.js';
import { convergingGerm, linearGerm, type NoveltyGerm } from './noveltyGerm.js';

/**
 * The expansion of ln(1 − max_c p_c): `−γt + constant` on saturating tails, γ the gap between the two
 * largest slopes; else it converges. Slope exact, constant float64.
 */
export function logRestGerm(logits: GermVector): NoveltyGerm {
  const [top, ...tied] = steepest(logits);
  if (tied.length > 0 || logits.slope.length === 1) {
    return convergingGerm(logRestOf(endLogits(logits)), softmaxApproach(logits));
  }
  const others = logits.slope.map((_, c) => c).filter((c) => c !== top);
  const rivals = steepest({
    slope: others.map((c) => logits.slope[c]),
    intercept: others.map((c) => logits.intercept[c]),
  }).map((r) => others[r]);
  const lead = logSumExp(
    rivals.map((c) => logits.intercept[c].subtract(logits.intercept[top]).toNumber()),
  );
  return linearGerm(
    logits.slope[rivals[0]].subtract(logits.slope[top]),
    lead,
    softmaxApproach(logits),
  );
}

/**
 * The expansion of ln H(p): `−γt + ln t + …` on saturating tails, of which only the first term is a
 * power of t; else it converges.
 */
export function logEntropyGerm(logits: GermVector): NoveltyGerm {
  const rest = logRestGerm(logits);
  if (rest.terms.length > 0) {
    return {
      ...rest,
      constant: Number.NaN,
      approach: null,
      notes: ['besides powers of t it holds + ln t: it ends there if the slopes cancel exactly'],
    };
  }
  return convergingGerm(logEntropyOf(endLogits(logits)), rest.approach);
}
