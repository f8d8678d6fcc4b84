import type { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { MOVES_ONE_COORDINATE, STRICTLY_MONOTONE, wordsOf } from './conditions.js';
import { givenThat } from './confirmation.js';
import type { Control } from './control.js';
import { ALL_MOVE, ONE_CLASS, SATURATING, TIED_NOT_MONOTONE, WHOLE } from './controls/cases.js';
import { aboutTail } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, UNDECIDED } from './outcome.js';
import { plainStep } from './plain/plainStep.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { describeMonotone, describeSubject, short } from './shared/describe.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { isTelling } from './shared/rounding.js';
import { settlingTime } from './shared/settling.js';

const GIVEN = [MOVES_ONE_COORDINATE, STRICTLY_MONOTONE];

/** Cases outside the hypotheses, which both readings must tell. */
const SKIPPED: Control<'ray'>[] = [
  { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
  { name: 'a ray along two coordinates', source: WHOLE, expected: 'skipped' },
  { name: 'a p that is not known to be monotonic', source: TIED_NOT_MONOTONE, expected: 'skipped' },
];

/**
 * Paper A, Lemma 1: monotonic probabilities and monotonic logits.
 *
 * The hypothesis is decided on the Jacobian V of the tail, the conclusion on f itself: the file is
 * evaluated exactly at a point x of the tail and at x + h·e_d, on one piece of it. With g_c the growth
 * of f_c between the two, f is strictly monotonic there iff no g_c is 0. Repaired: the log-odds of
 * class c grow by ln of a mean of the e^{g_c − g_c'}, c' ≠ c, all weights positive: up if every
 * g_c − g_c' ≥ 0 and one is not 0, down likewise; and p_c with them, by ∂p_c/∂x_d = p_c Σ p_c'(V_cd −
 * V_c'd). Decided exactly.
 */
export const monotoneLogits: Claim<'ray'> = {
  id: 'monotone-logits',
  title: 'Monotonic probabilities have monotonic logits',
  source: { paper: 'A', label: 'Lemma 1' },
  kind: 'ray',
  hypotheses: wordsOf(GIVEN),
  asPrinted: {
    latex:
      'p_\\theta \\text{ component-wise strictly monotonic on } \\mathcal{I} \\;\\Longrightarrow\\; f_\\theta \\text{ component-wise strictly monotonic on } \\mathcal{I}',
    plain:
      'If every class probability strictly grows or strictly falls with every input, so does every logit.',
    expected: 'refuted',
    ...guarded<RayAnalysis>(GIVEN, (subject) => {
      const growths = growthsOf(subject);
      if (growths === null) return UNDECIDED;
      const found = zeroEntry(growths);
      return found === null
        ? HOLDS
        : fails(
            `∂f_${found.c}/∂x_${found.d + 1} = 0 on the tail, although p is strictly monotonic`,
          );
    }),
    controls: [
      { name: 'logits that all move', source: ALL_MOVE, expected: 'holds' },
      { name: 'a logit that stays', source: SATURATING, expected: 'fails' },
      ...SKIPPED,
    ],
    confirm: (subject, oracle, decided) =>
      givenThat(confirmationOf(findRates(subject, oracle), 'holds'), () =>
        confirmationOf(findMovingLogits(subject, oracle), decided),
      ),
    explain: (subject) => {
      const found = zeroEntry(growthsOf(subject) ?? []) ?? { c: 0, d: 0 };
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
    ...guarded<RayAnalysis>(GIVEN, (subject) => {
      const growths = growthsOf(subject);
      if (growths === null) return UNDECIDED;
      for (let c = 0; c < subject.classes; c++) {
        for (let d = 0; d < subject.inputs; d++) {
          const leads = leadsOf(growths[d], c);
          const moves = commonSign(leads);
          const { jacobian } = subject.tail;
          // The sign of ∂p_c/∂x_d, which the hypothesis has settled.
          const stated = commonSign(
            leadsOf(
              jacobian.map((row) => row[d]),
              c,
            ),
          );
          if (moves === null || moves !== stated) {
            return fails(
              `as x_${d + 1} grows, f_${c} outgrows the other logits by ${leads.map(short).join(', ')}: its log-odds do not move strictly in the direction of p_${c}`,
            );
          }
        }
      }
      return HOLDS;
    }),
    controls: [
      { name: 'a logit that stays', source: SATURATING, expected: 'holds' },
      ...SKIPPED,
      {
        name: 'three speeds, said to be two',
        source: TIED_NOT_MONOTONE,
        lie: aboutTail(({ jacobian }) => ({
          jacobian: jacobian.map((row, c) => (c === 2 ? [row[0], jacobian[1][1]] : row)),
        })),
        expected: 'fails',
      },
      {
        name: 'log-odds that move the other way',
        source: SATURATING,
        lie: aboutTail(({ jacobian }) => ({ jacobian: jacobian.toReversed() })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      givenThat(confirmationOf(findRates(subject, oracle), 'holds'), () =>
        confirmationOf(findMovingLogOdds(subject, oracle), decided),
      ),
  },
  flaw: "The proof concludes f(x' + γ)_c > f(x')_c from σ(f(x' + γ))_c > σ(f(x'))_c, as if s_c were a function of f_c alone. It also grows when the other logits fall.",
};

/**
 * How much each logit grows with each input on the tail, shape [D][C], evaluated on f itself; null
 * where no step is known to stay on one piece.
 */
function growthsOf({ file, origin, direction, plainTail, inputs }: RayAnalysis) {
  if (plainTail === null) return null;
  const growths: Rational[][] = [];
  for (let d = 0; d < inputs; d++) {
    const step = plainStep(file, origin, direction, plainTail.power, d);
    if (step === null) return null;
    growths.push(step);
  }
  return growths;
}

/** The first logit that does not grow with an input, or null. */
function zeroEntry(growths: readonly (readonly Rational[])[]): { c: number; d: number } | null {
  for (const [d, column] of growths.entries()) {
    const c = column.findIndex(({ sign }) => sign === 0);
    if (c !== -1) return { c, d };
  }
  return null;
}

/** What class c has more than each other class. */
function leadsOf(values: readonly Rational[], c: number): Rational[] {
  return values.flatMap((value, other) => (other === c ? [] : [values[c].subtract(value)]));
}

/** The sign of those that are not 0, if there is one; then every positive mean of them has it. */
function commonSign(values: readonly Rational[]): number | null {
  const signs = new Set(values.map(({ sign }) => sign).filter((sign) => sign !== 0));
  return signs.size === 1 ? [...signs][0] : null;
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
      const own = jacobian[c][d];
      const leads = jacobian.flatMap((row, other) =>
        // Entries are rounded: what may be equal counts as equal.
        other === c ? [] : [isClose(own, row[d]) ? 0 : own - row[d]],
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
  return oracle.along(subject).logitJacobians(settled + 1)?.[0] ?? null;
}

/**
 * Whether numbers show the slopes: along the ray the log-odds of a class move by between the least
 * and the largest b_c − b_c'.
 */
function findRates(subject: RayAnalysis, oracle: Oracle): Finding {
  const along = oracle.along(subject);
  const settled = settlingTime(subject, 1e-6);
  if (settled === null) return null;
  const [early, late] = [settled + 1, settled + 2];
  const rounding = Math.max(along.rounding(early), along.rounding(late));
  if (!isTelling(rounding)) return null;
  const before = along.at(early).logProbabilities[0];
  const after = along.at(late).logProbabilities[0];
  const slack = 1e-12 + 8 * rounding;
  const { slope } = subject.tail;
  for (let c = 0; c < subject.classes; c++) {
    const rates = slope.flatMap((value, other) =>
      other === c ? [] : [slope[c].subtract(value).toNumber() * (late - early)],
    );
    const change = logOdds(after, c) - logOdds(before, c);
    const [least, most] = [Math.min(...rates), Math.max(...rates)];
    if (!(change >= least - slack && change <= most + slack)) {
      return showsFailing(
        `the log-odds of class ${c} move by ${change} from t = ${early} to ${late}, outside [${least}, ${most}]`,
      );
    }
  }
  return showsHolding('log-odds move at rates between differences of slopes');
}

/** ln p_c − ln Σ_{c'≠c} p_c'. */
function logOdds(logProbabilities: ArrayLike<number>, c: number): number {
  const others = Array.from(logProbabilities).filter((_, other) => other !== c);
  const largest = Math.max(...others);
  const sum = others.reduce((total, value) => total + Math.exp(value - largest), 0);
  return logProbabilities[c] - largest - Math.log(sum);
}
