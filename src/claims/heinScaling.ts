import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { COULD_NOT_TELL, type Confirmation, givenThat } from './confirmation.js';
import type { Oracle } from './oracle.js';
import {
  type Decision,
  fails,
  HOLDS,
  OUTSIDE,
  type Outcome,
  outside,
  UNDECIDED,
} from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { confirmationOf, showsFailing, showsHolding } from './shared/finding.js';
import { findLimitMetrics, isPerfectInNumbers, limitsOf } from './shared/limitMetrics.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/**
 * Hein, Andriushchenko and Bitterwolf 2019, Theorem 3.1, cited by paper B: scaling the whole input.
 *
 * The theorem asks for no linear region with identical rows; what αx, α → ∞, meets is the region of
 * its tail, and that is the one decided on. There b = V x, so classes k and l are tied iff x lies on
 * the hyperplane (V_k − V_l)x = 0, a null set if V_k ≠ V_l. "Almost every x" is decided as: x lies on
 * none of these hyperplanes for k, l of T. The exact form speaks of every x.
 */
export const heinScaling: Claim<'ray'> = {
  id: 'hein-scaling',
  title: 'Scaling the whole input makes ReLU networks certain',
  source: { paper: 'Hein et al. 2019', label: 'Theorem 3.1' },
  kind: 'ray',
  hypotheses: [
    'the ray scales the whole input, x(t) = x + t·x, x ≠ 0',
    "the Jacobian of the tail's region has no two identical rows (dead regions, V = 0, do)",
    'as printed: x is none of the exceptional points, which lie on finitely many hyperplanes (V_k − V_l)x = 0',
  ],
  asPrinted: {
    latex:
      '\\text{no region with identical rows} \\;\\Longrightarrow\\; \\lim_{\\alpha \\to \\infty} \\max_c p_c(\\alpha x) = 1 \\quad \\text{for almost every } x',
    plain:
      'A ReLU network without regions in which two logits have the same slope becomes certain as almost any input is scaled up as a whole.',
    expected: 'holds',
    check: (subject) => {
      const skipped = unlessRowsDiffer(subject);
      if (skipped) return skipped;
      const pair = hyperplaneOf(subject);
      return pair === null
        ? becomesCertain(subject)
        : outside(`x lies on the hyperplane (V_${pair[0]} − V_${pair[1]})x = 0`);
    },
    confirm: (subject, oracle, decided) => confirm(subject, oracle, decided, true),
  },
  repaired: {
    latex:
      'V_k \\ne V_l \\ \\text{for all } k \\ne l \\;\\Longrightarrow\\; \\Big( \\lim_{\\alpha \\to \\infty} \\max_c p_c(\\alpha x) = 1 \\iff (V_k - V_l)\\,x \\ne 0 \\ \\text{for the fastest } k \\text{ and all } l \\ne k \\Big)',
    plain:
      'The exact form, for every input: certainty is reached unless the input lies on one of finitely many hyperplanes, on which two of the fastest logits grow at the same pace.',
    expected: 'holds',
    check: (subject) => {
      const skipped = unlessRowsDiffer(subject);
      if (skipped) return skipped;
      const certain = becomesCertain(subject);
      const pair = hyperplaneOf(subject);
      if (pair === null) return certain;
      return certain.status === 'fails'
        ? HOLDS
        : fails(
            `MSP → 1 although (V_${pair[0]} − V_${pair[1]})x = 0 for two of the fastest classes`,
          );
    },
    confirm: (subject, oracle, decided) =>
      confirm(subject, oracle, decided, hyperplaneOf(subject) === null),
  },
};

function unlessRowsDiffer(subject: RayAnalysis): Outcome | null {
  const { origin, direction, tail, classes } = subject;
  const scaled = origin.every((value, d) => value === direction[d]);
  if (!scaled || classes < 2) return OUTSIDE;
  if (tail.boundary) return UNDECIDED;
  for (let k = 0; k < classes; k++) {
    for (let l = 0; l < k; l++) {
      if (tail.jacobian[k]!.every((value, d) => value.compare(tail.jacobian[l]![d]!) === 0)) {
        return outside(`rows ${l} and ${k} of V are identical on the region of the tail`);
      }
    }
  }
  return null;
}

/**
 * Two classes, one of them of largest (V x)_c, with (V_k − V_l)x = 0; null if x lies on no such
 * hyperplane. From V and x alone.
 */
function hyperplaneOf({ tail: { jacobian }, origin }: RayAnalysis): [number, number] | null {
  const products = jacobian.map((row) =>
    row.reduce((sum, value, d) => sum.add(value.multiply(Rational.of(origin[d]!))), Rational.zero),
  );
  const k = products.reduce((best, value, c) => (value.compare(products[best]!) > 0 ? c : best), 0);
  const l = products.findIndex((value, c) => c !== k && value.compare(products[k]!) === 0);
  return l === -1 ? null : [k, l];
}

/** Whether MSP → 1: one logit of f outgrows every other, by its slopes evaluated on f itself. */
function becomesCertain(subject: RayAnalysis): Outcome {
  const { slope } = tailEvaluation(subject);
  const k = slope.reduce((best, value, c) => (value.compare(slope[best]!) > 0 ? c : best), 0);
  const rival = slope.findIndex((value, c) => c !== k && value.compare(slope[k]!) === 0);
  const { exact } = limitsOf(subject).maximumSoftmaxProbability;
  const certain = exact !== null && exact.numerator === exact.denominator;
  if (certain !== (rival === -1)) {
    return fails(
      `MSP tends to 1 is ${certain}, but ${rival === -1 ? 'one logit' : 'no logit'} outgrows all others`,
    );
  }
  return certain ? HOLDS : fails(`f_${k} and f_${rival} grow at the same pace`);
}

/** The metrics reach their limits, and MSP comes to 1 iff the statement says so. */
function confirm(
  subject: RayAnalysis,
  oracle: Oracle,
  decided: Decision,
  stated: boolean,
): Confirmation {
  const limits = confirmationOf(findLimitMetrics(subject, oracle, limitsOf(subject)), 'holds');
  const certain = isPerfectInNumbers(subject, oracle, 'maximumSoftmaxProbability');
  if (certain === null) return givenThat(limits, () => COULD_NOT_TELL);
  const what = `far out MSP is ${certain ? '' : 'not '}1`;
  return givenThat(limits, () =>
    confirmationOf(certain === stated ? showsHolding(what) : showsFailing(what), decided),
  );
}
