import type { Claim } from './claim.js';
import { aboutSoftmaxJacobian } from './controls/lies.js';
import type { LogitsAnalysis } from './logitsAnalysis.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import { plainSoftmax } from './plain/plainSoftmax.js';
import { ExponentialSum } from './shared/exponentialSum.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { derivativeNumerator, logitExponentials } from './shared/logitExponentials.js';

/**
 * Paper A, appendix A.3, equation 6: the Jacobian of the softmax.
 *
 * Decided for every pair of classes: S²·∂s_c/∂f_c' by the quotient rule against S² times the
 * right-hand side, e^{f_c}(1[c = c']·S − e^{f_c'}), as sums of exponentials of fractions.
 */
export const softmaxJacobian: Claim<'logits'> = {
  id: 'softmax-jacobian',
  title: 'The Jacobian of the softmax',
  source: { paper: 'A', label: 'Appendix A.3', equation: '6' },
  kind: 'logits',
  hypotheses: [],
  asPrinted: {
    latex:
      "\\frac{\\partial}{\\partial f_{c'}} \\bar\\sigma(f)_c = \\bar\\sigma(f)_c \\big( \\mathbb{1}(c = c') - \\bar\\sigma(f)_{c'} \\big)",
    plain:
      "Raising the logit of class c' changes the probability of class c by s_c(1 − s_c) if the classes are the same, and by −s_c·s_c' if not.",
    expected: 'holds',
    check,
    controls: [
      { name: 'three classes', source: { logits: [[0, 1, -1]] }, expected: 'holds' },
      {
        name: 'derivatives that are a little off',
        source: { logits: [[0, 1, -1]] },
        lie: aboutSoftmaxJacobian((value) => value * (1 + 1e-9)),
        expected: 'fails',
      },
      {
        name: 'a diagonal without its square',
        source: { logits: [[0, 1, -1]] },
        lie: aboutSoftmaxJacobian((value, c, other) => (c === other ? value + 1e-6 : value)),
        expected: 'fails',
      },
      {
        name: 'derivatives of the other sign off the diagonal',
        source: { logits: [[0, 0]] },
        lie: aboutSoftmaxJacobian((value, c, other) => (c === other ? value : -value)),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirmationOf(find(subject, oracle), decided),
  },
  repaired: null,
};

function check(subject: LogitsAnalysis): Outcome {
  for (const row of subject.logits) {
    const wrong = offEquation6(row, subject.softmaxJacobian(row));
    if (wrong !== null) return fails(wrong);
    const exponentials = logitExponentials(row);
    const { numerators, sum } = exponentials;
    for (let c = 0; c < row.length; c++) {
      for (let other = 0; other < row.length; other++) {
        const indicator = c === other ? sum : ExponentialSum.zero;
        const stated = numerators[c].multiply(indicator.subtract(numerators[other]));
        if (!derivativeNumerator(exponentials, c, other).subtract(stated).isZero) {
          return fails(`∂s_${c}/∂f_${other} is not as stated for logits (${row.join(', ')})`);
        }
      }
    }
  }
  return HOLDS;
}

/** What the engine's Jacobian has against equation 6 with enclosed probabilities, or null. */
function offEquation6(
  row: readonly number[],
  jacobian: readonly ArrayLike<number>[],
): string | null {
  const s = plainSoftmax(row);
  if (s === null) return null;
  for (let c = 0; c < row.length; c++) {
    for (let other = 0; other < row.length; other++) {
      // s_c(1 − s_c) as a sum over the other classes, in which nothing cancels.
      const factor =
        c === other
          ? s.reduce((sum, { lower }, k) => (k === c ? sum : sum + lower.toNumber()), 0)
          : -s[other].lower.toNumber();
      const stated = s[c].lower.toNumber() * factor;
      const found = jacobian[c][other];
      if (!(Math.abs(found - stated) <= 1e-13 * Math.abs(stated) + 1e-300)) {
        return `∂s_${c}/∂f_${other} is computed as ${found} at logits (${row.join(', ')}), not ${stated}`;
      }
    }
  }
  return null;
}

/**
 * Equation 6 on the oracle's probabilities against its own symbolic derivative if it has one, else
 * against central differences: their error is at most h²/6 for a third derivative below 1, plus
 * rounding of 2^-51/h.
 */
function find({ logits }: LogitsAnalysis, oracle: Oracle): Finding {
  let seen = false;
  for (const row of logits) {
    const symbolic = oracle.softmaxJacobian?.(row);
    const found = symbolic ?? centralDifferences(row, oracle);
    if (!found) continue;
    const allowed = symbolic ? 1e-14 : STEP ** 2 + 2 ** -49 / STEP;
    const s = Array.from(oracle.at([row]).logProbabilities[0], Math.exp);
    for (let c = 0; c < row.length; c++) {
      for (let other = 0; other < row.length; other++) {
        const stated = s[c] * ((c === other ? 1 : 0) - s[other]);
        if (!(Math.abs(found[c][other] - stated) <= allowed)) {
          return showsFailing(
            `∂s_${c}/∂f_${other} = ${found[c][other]}, but equation 6 gives ${stated}`,
          );
        }
      }
    }
    seen = true;
  }
  return seen ? showsHolding('all derivatives are as equation 6 has them') : null;
}

const STEP = 2 ** -17;

function centralDifferences(row: readonly number[], oracle: Oracle): number[][] | null {
  // Beyond this the step is lost in the logit's own rounding.
  if (row.some((logit) => Math.abs(logit) > 2 ** 10)) return null;
  const columns = row.map((logit, other) => {
    const [up, down] = [logit + STEP, logit - STEP].map((moved) =>
      Array.from(oracle.at([row.with(other, moved)]).logProbabilities[0], Math.exp),
    );
    return up.map((value, c) => (value - down[c]) / (logit + STEP - (logit - STEP)));
  });
  return row.map((_, c) => columns.map((column) => column[c]));
}
