import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { aboutSoftmaxJacobian } from './controls/lies.js';
import type { LogitsAnalysis } from './logitsAnalysis.js';
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
    controls: [
      { name: 'three classes', source: { logits: [[0, 1, -1]] }, expected: 'holds' },
      {
        name: 'derivatives that stay at 1/4',
        source: { logits: [[0, 1, -1]] },
        lie: aboutSoftmaxJacobian((_, c, other) => (c === other ? 0.25 : -0.25)),
        expected: 'fails',
      },
      {
        name: 'derivatives that vanish more slowly than they may',
        source: { logits: [[0, 1]] },
        lie: aboutSoftmaxJacobian((value) => 1.01 * value),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirmationOf(find(subject, oracle), decided),
  },
  repaired: null,
};

function check(subject: LogitsAnalysis): Outcome {
  for (const row of subject.logits) {
    const wrong = aboveBound(row, subject);
    if (wrong !== null) return fails(wrong);
    const weights = row.map((logit) =>
      ExponentialSum.of(Rational.of(logit).subtract(Rational.of(row[0])), ONE),
    );
    for (let c = 0; c < row.length; c++) {
      for (const sign of [1, -1]) {
        const limits = weightsInTheLimit(weights, c, sign);
        const total = sumOf(limits);
        for (let other = 0; other < row.length; other++) {
          // S²·s_c(1[c = c'] − s_c') with the limit's weights; their sum S is positive.
          const indicator = c === other ? total : ExponentialSum.zero;
          const derivative = limits[c].multiply(indicator.subtract(limits[other]));
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

/**
 * What the engine's derivatives have against |∂s_c/∂f_c'| ≤ (C − 1)e^{−d}, d the distance of f_c from
 * all others: they tend to 0 as it grows. Null if nothing.
 */
function aboveBound(row: readonly number[], subject: LogitsAnalysis): string | null {
  for (let c = 0; c < row.length; c++) {
    const others = row.filter((_, other) => other !== c);
    for (const distance of [30, 600]) {
      for (const sign of [1, -1]) {
        const moved = (sign > 0 ? Math.max(...others) : Math.min(...others)) + sign * distance;
        // Beyond this the distance is lost in the rounding of the logits.
        if (Math.abs(moved) > 2 ** 30) continue;
        const bound = (row.length - 1) * Math.exp(-distance) * (1 + 2 ** -20);
        for (const derivative of Array.from(subject.softmaxJacobian(row.with(c, moved))[c])) {
          if (!(Math.abs(derivative) <= bound)) {
            return `a derivative of s_${c} is ${derivative} with f_${c} = ${moved}, above ${bound}`;
          }
        }
      }
    }
  }
  return null;
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
function find({ logits }: LogitsAnalysis, oracle: Oracle): Finding {
  for (const row of logits) {
    for (let c = 0; c < row.length; c++) {
      const others = row.filter((_, other) => other !== c);
      for (const distance of [40, 400]) {
        for (const sign of [1, -1]) {
          const moved = (sign > 0 ? Math.max(...others) : Math.min(...others)) + sign * distance;
          const found = oracle.at([row.with(c, moved)]).logProbabilities[0];
          const rest = Math.log(
            Array.from(found).reduce(
              (sum, value, other) => (other === c ? sum : sum + Math.exp(value)),
              0,
            ),
          );
          // ln of the largest |∂s_c/∂f_c'|, attained at c' = c.
          const logarithm = found[c] + rest;
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
