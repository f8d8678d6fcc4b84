import type { Claim } from './claim.js';
import { aboutSoftmaxJacobian } from './controls/lies.js';
import type { LogitsAnalysis } from './logitsAnalysis.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import { plainSoftmax } from './plain/plainSoftmax.js';
import { decimal, describeLogits } from './shared/describe.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { derivativeNumerator, logitExponentials } from './shared/logitExponentials.js';

/**
 * Paper A, section 3.4, remark after Definition 6: the softmax as a monotonic function.
 *
 * Decided by the sign of S²·∂s_c/∂f_c', a sum of exponentials whose coefficients all have one
 * sign: e^{f_c} Σ_{c''≠c} e^{f_c''} on the diagonal, −e^{f_c + f_c'} off it.
 */
export const softmaxIncreasing: Claim<'logits'> = {
  id: 'softmax-increasing',
  title: 'The softmax is component-wise strictly increasing',
  source: { paper: 'A', label: 'Section 3.4, remark' },
  kind: 'logits',
  hypotheses: [],
  asPrinted: {
    latex:
      "\\frac{\\partial \\bar\\sigma(f)_c}{\\partial f_{c'}} > 0 \\qquad \\forall\\, c, c' \\in \\mathcal{C},\\ f \\in \\mathbb{R}^C",
    plain: 'Every probability grows with every logit.',
    expected: 'refuted',
    check: (subject) => signs(subject, () => 1),
    controls: [{ name: 'two equal logits', source: { logits: [[0, 0]] }, expected: 'fails' }],
    confirm: (subject, oracle, decided) =>
      confirmationOf(
        find(subject, oracle, () => 1),
        decided,
      ),
    failsPlainly: ({ logits: [row] }) => {
      const before = plainSoftmax(row)?.[0];
      const after = plainSoftmax(row.with(1, row[1] + 1))?.[0];
      if (!before || !after) return null;
      if (after.upper.compare(before.lower) < 0) return true;
      return after.lower.compare(before.upper) > 0 ? false : null;
    },
    explain: ({ logits }) => {
      const row = logits[0];
      const { numerators, sum } = logitExponentials(row);
      const [s, r] = [0, 1].map((c) => numerators[c].toNumber() / sum.toNumber());
      return [
        ...describeLogits([row]),
        `Raise f_1 and keep the others: s_0 = e^{f_0}/S, and S grows, so s_0 falls.`,
        `By equation 6, ∂s_0/∂f_1 = −s_0·s_1 = −${decimal(s)} · ${decimal(r)} = ${decimal(-s * r)} < 0.`,
      ];
    },
  },
  repaired: {
    latex:
      "\\frac{\\partial \\bar\\sigma(f)_c}{\\partial f_{c'}} \\begin{cases} > 0 & c' = c \\\\ < 0 & c' \\ne c \\end{cases} \\qquad \\forall f \\in \\mathbb{R}^C",
    plain:
      'Every probability grows with its own logit and falls with every other: component-wise strictly monotonic, in the sense of Definition 6, and not increasing.',
    expected: 'holds',
    check: (subject) => signs(subject, (c, other) => (c === other ? 1 : -1)),
    controls: [
      { name: 'three classes', source: { logits: [[0, 1, -1]] }, expected: 'holds' },
      {
        name: 'derivatives that are all positive',
        source: { logits: [[0, 1, -1]] },
        lie: aboutSoftmaxJacobian(Math.abs),
        expected: 'fails',
      },
      {
        name: 'derivatives of the other sign',
        source: { logits: [[0, 1, -1]] },
        lie: aboutSoftmaxJacobian((value) => -value),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      confirmationOf(
        find(subject, oracle, (c, raised) => (c === raised ? 1 : -1)),
        decided,
      ),
  },
  generic: {
    kind: 'robust',
    expected: 'refuted',
    statement:
      'the softmax is increasing at no vector of logits: off the diagonal every derivative is negative.',
    failsThroughout: ({ source: { logits } }) => logits[0].length >= 2,
  },
  flaw: "The remark looks at ∂s_c/∂f_c alone. Definition 6 asks for every partial derivative, and off the diagonal ∂s_c/∂f_c' = −s_c·s_c' is negative.",
};

function signs(subject: LogitsAnalysis, expected: (c: number, other: number) => 1 | -1): Outcome {
  for (const row of subject.logits) {
    const computed = subject.softmaxJacobian(row);
    const exponentials = logitExponentials(row);
    for (let c = 0; c < row.length; c++) {
      for (let other = 0; other < row.length; other++) {
        const sign = derivativeNumerator(exponentials, c, other).evidentSign;
        if (sign !== expected(c, other)) {
          return fails(
            `∂s_${c}/∂f_${other} is ${sign === -1 ? 'negative' : 'positive'} at logits (${row.join(', ')})`,
          );
        }
        // A derivative may be too small for a double.
        const engine = Math.sign(computed[c][other]);
        if (engine !== 0 && engine !== sign) {
          return fails(`∂s_${c}/∂f_${other} is computed as ${computed[c][other]}`);
        }
      }
    }
  }
  return HOLDS;
}

/** Whether numbers show that raising one logit by 1 moves every probability as expected. */
function find(
  { logits }: LogitsAnalysis,
  oracle: Oracle,
  expected: (c: number, raised: number) => 1 | -1,
): Finding {
  let seen = false;
  for (const row of logits) {
    const before = oracle.at([row]).logProbabilities[0];
    for (let raised = 0; raised < row.length; raised++) {
      const after = oracle.at([row.with(raised, row[raised] + 1)]).logProbabilities[0];
      for (let c = 0; c < row.length; c++) {
        const change = after[c] - before[c];
        const slack = 1e-14 * (1 + Math.abs(before[c])) + 2 ** -51 * Math.abs(row[raised]);
        // A change below the rounding shows nothing.
        if (Math.abs(change) <= slack) continue;
        if (Math.sign(change) !== expected(c, raised)) {
          return showsFailing(`raising f_${raised} by 1 changes ln s_${c} by ${change}`);
        }
        seen = true;
      }
    }
  }
  return seen ? showsHolding('every probability moves as stated with every logit') : null;
}
