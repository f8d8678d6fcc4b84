import type { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, OUTSIDE, type Outcome, UNDECIDED } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { describeMonotone, describeSubject, short } from './shared/describe.js';
import { contradictionOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { isMonotoneOnTail } from './shared/monotone.js';
import { isTelling, logitRounding } from './shared/rounding.js';
import { settlingTime } from './shared/settling.js';

/**
 * Paper A, Lemma 1: monotonic probabilities and monotonic logits.
 *
 * Near the far end of the tail f is affine, so it is component-wise strictly monotonic there iff no
 * entry of V is 0. Repaired: ∂/∂x_d of the log-odds of class c is Σ_{c'≠c} q_c' (V_cd − V_c'd), q the
 * softmax of the other classes, all positive: its sign is settled iff the differences have one
 * sign and one is not 0, which is how the hypothesis is decided. Decided exactly.
 */
export const monotoneLogits: Claim<'ray'> = {
  id: 'monotone-logits',
  title: 'Monotonic probabilities have monotonic logits',
  source: { paper: 'A', label: 'Lemma 1' },
  kind: 'ray',
  hypotheses: [
    'p is component-wise strictly monotonic on a partially unbounded interval that contains the tail of the ray (decided by the signs of row differences of V; what that test cannot settle is left out)',
    'the ray moves along one coordinate',
  ],
  asPrinted: {
    latex:
      'p_\\theta \\text{ component-wise strictly monotonic on } \\mathcal{I} \\;\\Longrightarrow\\; f_\\theta \\text{ component-wise strictly monotonic on } \\mathcal{I}',
    plain:
      'If every class probability strictly grows or strictly falls with every input, so does every logit.',
    expected: 'refuted',
    check: (subject) => {
      const skipped = unlessMonotone(subject);
      if (skipped) return skipped;
      const found = zeroEntry(subject);
      return found === null
        ? HOLDS
        : fails(
            `∂f_${found.c}/∂x_${found.d + 1} = 0 on the tail, although p is strictly monotonic`,
          );
    },
    confirm: (subject, oracle, decided) =>
      ratesContradicted(subject, oracle) ??
      contradictionOf(findMovingLogits(subject, oracle), decided),
    explain: (subject) => {
      const found = zeroEntry(subject) ?? { c: 0, d: 0 };
      return [
        ...describeSubject(subject),
        ...describeMonotone(subject),
        `But V_${found.c},${found.d + 1} = 0: f_${found.c} does not change with x_${found.d + 1}, so it is not strictly monotonic.`,
      ];
    },
  },
  repaired: {
    latex:
      "p_\\theta \\text{ comp.-wise strictly monotonic} \\;\\Longrightarrow\\; f_c - \\ln \\sum_{c' \\ne c} e^{f_{c'}} \\text{ strictly monotonic, with the sign of } \\nabla p_c; \\qquad C = 2: \\; f_c - f_{c'}",
    plain:
      'What must be strictly monotonic is the log-odds of every class against the rest; with two classes, the difference of the two logits.',
    expected: 'holds',
    check: (subject) => {
      const skipped = unlessMonotone(subject);
      if (skipped) return skipped;
      for (let c = 0; c < subject.classes; c++) {
        for (let d = 0; d < subject.inputs; d++) {
          if (!isSettled(differences(subject, c, d))) {
            return fails(
              `the log-odds of class ${c} do not move strictly one way with x_${d + 1}: V_${c},${d + 1} less the others is ${differences(subject, c, d).map(short).join(', ')}`,
            );
          }
        }
      }
      return HOLDS;
    },
    confirm: (subject, oracle, decided) =>
      ratesContradicted(subject, oracle) ??
      contradictionOf(findMovingLogOdds(subject, oracle), decided),
  },
  flaw: "The proof concludes f(x' + γ)_c > f(x')_c from σ(f(x' + γ))_c > σ(f(x'))_c, as if s_c were a function of f_c alone. It also grows when the other logits fall.",
};

function unlessMonotone(subject: RayAnalysis): Outcome | null {
  if (subject.classes < 2 || subject.coordinate === null) return OUTSIDE;
  return isMonotoneOnTail(subject) ? null : UNDECIDED;
}

/** The first entry of V that is 0, or null. */
function zeroEntry(subject: RayAnalysis): { c: number; d: number } | null {
  const { jacobian } = subject.tail;
  for (let c = 0; c < jacobian.length; c++) {
    const d = jacobian[c]!.findIndex(({ sign }) => sign === 0);
    if (d !== -1) return { c, d };
  }
  return null;
}

/** V_cd − V_c'd for the other classes c'. */
function differences({ tail: { jacobian } }: RayAnalysis, c: number, d: number): Rational[] {
  return jacobian.flatMap((row, other) =>
    other === c ? [] : [jacobian[c]![d]!.subtract(row[d]!)],
  );
}

/** Whether all have one sign and one is not 0: then every positive mean of them has that sign. */
function isSettled(values: readonly Rational[]): boolean {
  const signs = new Set(values.map(({ sign }) => sign).filter((sign) => sign !== 0));
  return signs.size === 1;
}

/** Whether numbers show every logit move with every input. */
function findMovingLogits(subject: RayAnalysis, oracle: Oracle): Finding {
  const jacobian = jacobianFarOut(subject, oracle);
  if (!jacobian) return null;
  for (const [c, row] of jacobian.entries()) {
    const d = row.indexOf(0);
    if (d !== -1) return showsFailing(`∂f_${c}/∂x_${d + 1} = 0`);
  }
  return jacobian.flat().some(Number.isNaN)
    ? null
    : showsHolding(`∂f/∂x = (${jacobian.join('; ')}) has no entry 0`);
}

/**
 * Whether numbers show the log-odds of every class move strictly one way with every input: the
 * largest and the smallest V_cd − V_c'd, between which their derivative lies, are not of two signs.
 */
function findMovingLogOdds(subject: RayAnalysis, oracle: Oracle): Finding {
  const jacobian = jacobianFarOut(subject, oracle);
  if (!jacobian || jacobian.flat().some(Number.isNaN)) return null;
  for (let d = 0; d < subject.inputs; d++) {
    for (let c = 0; c < subject.classes; c++) {
      const own = jacobian[c]![d]!;
      const leads = jacobian.flatMap((row, other) =>
        // Entries are rounded: what may be equal counts as equal.
        other === c ? [] : [isClose(own, row[d]!) ? 0 : own - row[d]!],
      );
      const [least, most] = [Math.min(...leads), Math.max(...leads)];
      if (least === 0 && most === 0) return null;
      if (least < 0 && most > 0) {
        return showsFailing(
          `∂f_${c}/∂x_${d + 1} exceeds those of the other logits by ${leads.join(', ')}`,
        );
      }
    }
  }
  return showsHolding('all log-odds move strictly one way with every input');
}

function isClose(x: number, y: number): boolean {
  return Math.abs(x - y) <= 2 ** -50 * Math.max(Math.abs(x), Math.abs(y));
}

/** ∂f/∂x where the tail has settled, shape [C][D]; null if the oracle does not get there. */
function jacobianFarOut(subject: RayAnalysis, oracle: Oracle) {
  const settled = settlingTime(subject, 1e-6);
  if (settled === null) return null;
  return oracle.along(subject)?.logitJacobians(settled + 1)[0] ?? null;
}

/**
 * What numbers have against the slopes: along the ray the log-odds of a class move by between the
 * least and the largest b_c − b_c'.
 */
function ratesContradicted(subject: RayAnalysis, oracle: Oracle): string | null {
  const along = oracle.along(subject);
  const settled = settlingTime(subject, 1e-6);
  if (!along || settled === null) return null;
  const [early, late] = [settled + 1, settled + 2];
  if (!isTelling(logitRounding(subject, late))) return null;
  const before = along.at(early).logProbabilities[0]!;
  const after = along.at(late).logProbabilities[0]!;
  const slack = 1e-12 + 8 * logitRounding(subject, late);
  const { slope } = subject.tail;
  for (let c = 0; c < subject.classes; c++) {
    const rates = slope.flatMap((value, other) =>
      other === c ? [] : [slope[c]!.subtract(value).toNumber() * (late - early)],
    );
    const change = logOdds(after, c) - logOdds(before, c);
    if (!(change >= Math.min(...rates) - slack && change <= Math.max(...rates) + slack)) {
      return `the log-odds of class ${c} move by ${change} from t = ${early} to ${late}, outside [${Math.min(...rates)}, ${Math.max(...rates)}]`;
    }
  }
  return null;
}

/** ln p_c − ln Σ_{c'≠c} p_c'. */
function logOdds(logProbabilities: ArrayLike<number>, c: number): number {
  const others = Array.from(logProbabilities).filter((_, other) => other !== c);
  const largest = Math.max(...others);
  const sum = others.reduce((total, value) => total + Math.exp(value - largest), 0);
  return logProbabilities[c]! - largest - Math.log(sum);
}
