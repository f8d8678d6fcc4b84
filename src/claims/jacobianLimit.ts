import { Rational } from '../exact/rational.js';
import type { LogitsCase } from './cases.js';
import type { Claim } from './claim.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import { ExponentialSum } from './shared/exponentialSum.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { sumOf } from './shared/logitExponentials.js';

/**
 * Paper A, Lemma 2 as its proof reads it: one logit grows or falls, the others stay.
 *
 * Decided for every class c and both signs: with f_c = y → ±∞ and u = e^{∓y} → 0, s_c and s_c' are
 * quotients of polynomials in u; the limit of ∂s_c/∂f_c' = s_c(1[c = c'] − s_c') has the constant
 * coefficients, which are sums of exponentials of fractions: 1·(1 − 1) and −1·0 for y → ∞,
 * 0·(1[c = c'] − s_c') for y → −∞.
 */
export const jacobianLimit: Claim<'logits'> = {
  id: 'jacobian-limit',
  title: 'Softmax derivatives vanish as one logit goes to ±∞',
  source: { paper: 'A', label: 'Lemma 2, other logits fixed', equation: '3' },
  kind: 'logits',
  hypotheses: ['the other logits stay where they are'],
  asPrinted: {
    latex:
      "\\lim_{f_c \\to \\pm\\infty} \\frac{\\partial}{\\partial f_{c'}} \\bar\\sigma(f)_c = 0 \\qquad \\forall\\, c, c' \\in \\mathcal{C} \\quad (f_{c''} \\text{ fixed for } c'' \\ne c)",
    plain:
      'If one logit goes to plus or minus infinity while the others stay, its probability no longer reacts to any logit.',
    expected: 'holds',
    check,
    confirm: (subject, oracle, decided) => confirmationOf(find(subject, oracle), decided),
  },
  repaired: null,
};

function check({ logits }: LogitsCase): Outcome {
  for (const row of logits) {
    const weights = row.map((logit) =>
      ExponentialSum.of(Rational.of(logit).subtract(Rational.of(row[0]!)), ONE),
    );
    for (let c = 0; c < row.length; c++) {
      for (const sign of [1, -1]) {
        const limits = weightsInTheLimit(weights, c, sign);
        const total = sumOf(limits);
        for (let other = 0; other < row.length; other++) {
          // S²·s_c(1[c = c'] − s_c') with the limit's weights; their sum S is positive.
          const indicator = c === other ? total : ExponentialSum.zero;
          const derivative = limits[c]!.multiply(indicator.subtract(limits[other]!));
          if (!derivative.isZero) {
            return fails(
              `∂s_${c}/∂f_${other} keeps a limit as f_${c} → ${sign > 0 ? '' : '−'}∞ from logits (${row.join(', ')})`,
            );
          }
        }
      }
    }
  }
  return HOLDS;
}

/** The weights of the limit distribution: class c takes all, or drops out. */
function weightsInTheLimit(weights: readonly ExponentialSum[], c: number, sign: number) {
  const outgrows = sign > 0;
  return weights.map((weight, other) => {
    if (other === c) return outgrows ? ExponentialSum.one : ExponentialSum.zero;
    return outgrows ? ExponentialSum.zero : weight;
  });
}

const ONE = new Rational(1n, 1n);

/** |∂s_c/∂f_c'| ≤ s_c for f_c far below the others, ≤ 1 − s_c ≤ (C − 1) e^{max − f_c} far above. */
function find({ logits }: LogitsCase, oracle: Oracle): Finding {
  for (const row of logits) {
    for (let c = 0; c < row.length; c++) {
      const others = row.filter((_, other) => other !== c);
      for (const distance of [40, 400]) {
        for (const sign of [1, -1]) {
          const moved = (sign > 0 ? Math.max(...others) : Math.min(...others)) + sign * distance;
          const found = oracle.at([row.with(c, moved)]).logProbabilities[0]!;
          const rest = Math.log(
            Array.from(found).reduce(
              (sum, value, other) => (other === c ? sum : sum + Math.exp(value)),
              0,
            ),
          );
          // ln of the largest |∂s_c/∂f_c'|, attained at c' = c.
          const logarithm = found[c]! + rest;
          const bound = Math.log(row.length - 1) - distance;
          if (!(logarithm <= bound + 1e-9 + 2 ** -50 * Math.abs(moved))) {
            return showsFailing(
              `ln ∂s_${c}/∂f_${c} = ${logarithm} with f_${c} = ${moved}, above ${bound}`,
            );
          }
        }
      }
    }
  }
  return showsHolding('no derivative exceeds (C − 1)e^−d at a distance d from the other logits');
}
