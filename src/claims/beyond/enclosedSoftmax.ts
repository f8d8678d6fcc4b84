import { exp } from '../../exact/elementary.js';
import { Rational } from '../../exact/rational.js';
import { Real } from '../../exact/real.js';

/** Beyond this an exponential tells no more than its own size. */
const MOST = Rational.of(1000);

/**
 * The softmax, from how far each class is behind each other one, enclosed however little is known.
 *
 * @param leads - shape [C][C]: f_k − f_c in row c, column k
 */
export function softmaxOfLeads(leads: readonly (readonly Real[])[]): Real[] {
  return leads.map((row, c) => {
    const others = row.filter((_, k) => k !== c);
    const least = others.map((lead) => exponential(lead.lower)).reduce(sum, Real.one);
    const isHidden = others.some((lead) => lead.upper.compare(MOST) > 0);
    const most = isHidden
      ? null
      : others.map((lead) => exponential(lead.upper)).reduce(sum, Real.one);
    const lower = most ? Real.one.divide(most).lower : Rational.zero;
    return Real.between(lower, Real.one.divide(least).upper);
  });
}

/** The softmax of the logits of some classes, 0 for the others. */
export function softmaxOn(top: readonly number[], logits: readonly Real[]): Real[] {
  if (top.length === 1) return logits.map((_, c) => (c === top[0] ? Real.one : Real.zero));
  const shares = softmaxOfLeads(top.map((c) => top.map((k) => logits[k].subtract(logits[c]))));
  return logits.map((_, c) => (top.includes(c) ? shares[top.indexOf(c)] : Real.zero));
}

/** e^x, of a large x that of 1000. */
function exponential(x: Rational): Real {
  return exp(Real.ofRational(x.compare(MOST) > 0 ? MOST : x));
}

function sum(x: Real, y: Real): Real {
  return x.add(y);
}
