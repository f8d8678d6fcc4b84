import { logSoftmax } from '../../uncertainty/softmax.js';
import type { Oracle } from '../oracle.js';
import type { RayAnalysis } from '../rayAnalysis.js';
import { type Finding, showsFailing, showsHolding } from './finding.js';
import { isTelling, relativeLogits } from './rounding.js';
import { settlingTime } from './settling.js';

/**
 * Whether numbers show, at three times on a tail, that the log-probabilities are those of the logits
 * a + t·b: just beyond t*, where the top set has come to the fore, and four times as far.
 */
export function findTailProbabilities(subject: RayAnalysis, oracle: Oracle): Finding {
  const along = oracle.along(subject);
  const from = subject.plain.from * (1 + 2 ** -40) + 2 ** -20;
  const settled = settlingTime(subject, 1e-6);
  if (settled === null || !Number.isFinite(from)) return null;
  for (const t of [from, settled + 1, 4 * settled + 4]) {
    if (!isTelling(along.rounding(t))) return null;
    const logits = relativeLogits(subject, t);
    const expected = logSoftmax(logits);
    const found = along.at(t).logProbabilities[0];
    const allowed = 2 * along.rounding(t) + 1e-12;
    for (let c = 0; c < subject.classes; c++) {
      if (!(Math.abs(found[c] - expected[c]) <= allowed)) {
        return showsFailing(
          `ln p_${c} = ${found[c]} at t = ${t}, but a + t·b gives ${expected[c]}`,
        );
      }
    }
  }
  return showsHolding(`the log-probabilities are those of a + t·b from t = ${from} on`);
}
