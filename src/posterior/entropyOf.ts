import { exp, log } from '../exact/elementary.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';

/** 1/e, where −p ln p is largest. */
const PEAK = exp(Real.one.negate());

/**
 * An enclosure of the entropy −Σ p ln p of a distribution whose entries are enclosed, nats.
 *
 * @param probabilities - entries within [0, 1]
 */
export function entropyOf(probabilities: readonly Real[]): Real {
  return probabilities.reduce((sum, p) => sum.add(term(p)), Real.zero);
}

/** −p ln p rises up to 1/e and falls after it. */
function term(p: Real): Real {
  const ends = [p.lower, p.upper].map(at);
  const hull = ends[0].hull(ends[1]);
  const mayPeak = p.lower.compare(PEAK.upper) < 0 && p.upper.compare(PEAK.lower) > 0;
  return mayPeak ? hull.hull(PEAK) : hull;
}

function at(p: Rational): Real {
  if (p.sign <= 0 || p.compare(Rational.one) >= 0) return Real.zero;
  const value = Real.ofRational(p);
  return value.multiply(log(value)).negate();
}
