import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { MOVES_ONE_COORDINATE, STRICTLY_MONOTONE, wordsOf } from './conditions.js';
import { givenThat } from './confirmation.js';
import type { Control } from './control.js';
import {
  ALL_MOVE,
  ONE_CLASS,
  SATURATING,
  THREE_SPEEDS,
  TIED_NOT_MONOTONE,
  TURNING,
  TURNING_BESIDE,
  WHOLE,
} from './controls/cases.js';
import { aboutTail } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, UNDECIDED } from './outcome.js';
import { commonSign, type PerturbedRay } from './perturbed/perturbedRay.js';
import { plainPieces } from './plain/plainPieces.js';
import { plainStep } from './plain/plainStep.js';
import { RayAnalysis } from './rayAnalysis.js';
import { describeMonotone, describeSubject, short } from './shared/describe.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { movementOf } from './shared/monotone.js';
import { logitAlong, movementAlong } from './shared/movementAlong.js';
import { isTelling } from './shared/rounding.js';
import { settlingTime } from './shared/settling.js';

const GIVEN = [MOVES_ONE_COORDINATE, STRICTLY_MONOTONE];

/** Cases outside the hypotheses, which both readings must tell. */
const SKIPPED: Control<'ray'>[] = [
  { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
  { name: 'a ray along two coordinates', source: WHOLE, expected: 'skipped' },
  { name: 'a p that one input does not move', source: TIED_NOT_MONOTONE, expected: 'skipped' },
];

/**
 * Paper A, Lemma 1: monotonic probabilities and monotonic logits.
 *
 * The hypothesis is decided on the Jacobian V of the tail, the conclusion on f itself: the file is
 * evaluated exactly at a point x of the tail and at x + h·e_d, on one piece of it. With g_c the growth
 * of f_c between the two, f is strictly monotonic there iff no g_c is 0. Repaired: the derivative of
 * the log-odds of class c is the mean of the rates V_cd − V_c'd, c' ≠ c, weighed by p_c': for large t
 * its sign is that of the first group of equal slopes whose sum is not 0, here of growths and of
 * lines from plain evaluation; and p_c moves with it, by ∂p_c/∂x_d = p_c Σ p_c'(V_cd − V_c'd).
 * Decided exactly.
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
      const found = zeroEntry(growths ?? []);
      if (found !== null) {
        return fails(
          `∂f_${found.c}/∂x_${found.d + 1} = 0 on the tail, although p is strictly monotonic`,
        );
      }
      const along = alongRay(subject);
      if (along?.astray) return fails(`${along.astray}, although p is strictly monotonic`);
      return growths === null || along === null ? UNDECIDED : HOLDS;
    }),
    controls: [
      { name: 'logits that all move', source: ALL_MOVE, expected: 'holds' },
      { name: 'a logit that stays', source: SATURATING, expected: 'fails' },
      { name: 'a logit that turns at a kink', source: TURNING, expected: 'fails' },
      { name: 'the same beside a second input', source: TURNING_BESIDE, expected: 'fails' },
      ...SKIPPED,
    ],
    confirm: (subject, oracle, decided) =>
      givenThat(confirmationOf(findRates(subject, oracle), 'holds'), () =>
        confirmationOf(findMovingLogits(subject, oracle), decided),
      ),
    explain: (subject) => {
      const found = zeroEntry(growthsOf(subject) ?? []);
      if (found === null) {
        const along = alongRay(subject);
        return [
          ...describeSubject(subject),
          'p is strictly monotonic for all t ≥ −6: every ∂p_c/∂x_d has one sign on every piece, and with one-sided derivatives at the kinks.',
          ...(along?.astray ? [`But ${along.astray}: it is not monotonic.`] : []),
        ];
      }
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
          const { jacobian } = subject.tail;
          const moves = movementOf(subject.plainTail!, growths[d], c).onRay;
          // The sign of ∂p_c/∂x_d, which the hypothesis has settled.
          const rates = jacobian.map((row) => row[d]);
          const stated = movementOf(subject.tail, rates, c).onRay;
          if (!moves || moves !== stated) {
            return fails(
              `as x_${d + 1} grows, f_${c} outgrows the other logits by ${leadsOf(growths[d], c).map(short).join(', ')}: its log-odds do not move strictly in the direction of p_${c}`,
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
        name: 'three speeds, the middle one said to be the slowest',
        source: THREE_SPEEDS,
        lie: aboutTail(({ jacobian }) => ({
          jacobian: jacobian.map((row, c) =>
            c === 1 ? [row[0], jacobian[0][1].subtract(row[1])] : row,
          ),
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
  generic: {
    kind: 'robust',
    expected: 'refuted',
    among: 'kinked',
    statement:
      'on an interval that spans several pieces, with one-sided derivatives at the kinks, the log-odds move one way on every piece and a logit moves both ways, in every network of the box. On one piece the statement fails only where a slope of a logit is exactly 0.',
    failsThroughout: (box) => turningLogit(box) !== null,
    explain: (box) => [
      `In every network of the box ${turningLogit(box)!}, while f_0 − f_1 moves one way on every piece.`,
    ],
    asArgued: {
      statement:
        'that f_c moves in the same direction as p_c fails on one piece already, in every network of a box: a logit rises while another rises faster.',
      failing: opposedLogit,
      describe: ({ source }) => describeSubject(RayAnalysis.of(source)),
    },
  },
  flaw: "The proof concludes f(x' + γ)_c > f(x')_c from σ(f(x' + γ))_c > σ(f(x'))_c, as if s_c were a function of f_c alone. It also grows when the other logits fall.",
};

/** Before the ray, where an interval with several pieces begins. */
const BEFORE = Rational.of(-6);

/**
 * What happens on the interval from t = −6 on, with all the pieces that lie in it: in words, a logit
 * that is not strictly monotonic on it although p is; none where p is not, or all logits are; null
 * where that is left open.
 *
 * For several inputs the interval is a box around that part of the ray: it is settled by the ray where
 * no derivative of p comes to 0 on the way, and where one unit at a time changes sides.
 */
function alongRay(subject: RayAnalysis): { readonly astray: string | null } | null {
  const { file, origin, direction, inputs, classes } = subject;
  const pieces = plainPieces(file, origin, direction, BEFORE);
  if (pieces === null || pieces.some(({ boundary }) => boundary)) return null;
  if (pieces.length === 1) return { astray: null };
  const places = Array.from({ length: classes * inputs }, (_, i) => ({
    c: Math.floor(i / inputs),
    d: i % inputs,
  }));
  const astray = places.find(({ c, d }) => Math.abs(Number(logitAlong(pieces, c, d))) !== 1);
  if (astray === undefined) return { astray: null };
  const zeros = inputs === 1 ? 'passed over' : 'left open';
  const ways = places.map(({ c, d }) => movementAlong(pieces, c, d, zeros));
  if (ways.some((way) => way === 'both' || way === 0)) return { astray: null };
  if (ways.includes(null)) return null;
  if (inputs > 1 && pieces.some(({ crossings }) => crossings > 1)) return null;
  const { c, d } = astray;
  const words =
    logitAlong(pieces, c, d) === 0
      ? `f_${c} stays as it is when x_${d + 1} moves on one piece`
      : `f_${c} rises with x_${d + 1} on one piece and falls on another`;
  return { astray: words };
}

/** From t = −6, before the ray, to 6 in steps of 1/2, and the rest of the ray. */
const ENDS = [...Array.from({ length: 25 }, (_, i) => i / 2 - 6), null];

/**
 * A logit that moves both ways along a ray on which the difference of two logits moves one way, for
 * networks of one input and two classes: on every piece the ray meets, and on all of a box of
 * networks; null if that is not so. Of parts that hold a kink, both sides count.
 */
function turningLogit(box: PerturbedRay): string | null {
  if (box.inputs !== 1 || box.source.direction[0] === 0 || box.classes !== 2) return null;
  const parts = ENDS.slice(1).map((to, i) => box.between(ENDS[i] as number, to));
  if (commonSign(parts.map((part) => box.lead(part, 0, 1).gradient[0])) === null) return null;
  for (const c of [0, 1]) {
    const signs = parts.map(({ logits }) => logits[c].gradient[0].sign);
    if (signs.includes(1) && signs.includes(-1)) {
      return `f_${c} rises with x_1 on one piece and falls on another`;
    }
  }
  return null;
}

/**
 * A logit that moves against its probability at the end of a ray along one input, in all of a box of
 * networks of two classes whose probabilities are strictly monotonic there; null if that is not so.
 */
function opposedLogit(box: PerturbedRay): string | null {
  const moved = box.source.direction.filter((v) => v !== 0).length;
  if (box.classes !== 2 || moved !== 1 || !box.isMonotoneOnTail) return null;
  for (const c of [0, 1]) {
    const lead = box.lead(box.tail, c, 1 - c);
    for (let d = 0; d < box.inputs; d++) {
      const [logit, probability] = [box.tail.logits[c], lead].map((line) => line.gradient[d].sign);
      if (!logit || !probability || logit === probability) continue;
      const [up, down] = [`f_${c}`, `p_${c}`];
      return logit === 1
        ? `${up} rises with x_${d + 1} while ${down} falls`
        : `${up} falls with x_${d + 1} while ${down} rises`;
    }
  }
  return null;
}

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
 * Whether numbers show the log-odds of every class move strictly one way with every input: the mean
 * of the V_cd − V_c'd, weighed by p_c', is clear of 0 and has the sign of p_c's movement.
 */
function findMovingLogOdds(subject: RayAnalysis, oracle: Oracle): Finding {
  const jacobian = jacobianFarOut(subject, oracle);
  if (!jacobian || jacobian.flat().some(Number.isNaN)) return null;
  const t = settlingTime(subject, 1e-6)! + 1;
  const along = oracle.along(subject);
  if (!isTelling(along.rounding(t))) return null;
  const logProbabilities = Array.from(along.at(t).logProbabilities[0]);
  for (let d = 0; d < subject.inputs; d++) {
    for (let c = 0; c < subject.classes; c++) {
      const others = [...jacobian.keys()].filter((other) => other !== c);
      // Weights relative to the largest, so that none but negligible ones are lost.
      const most = Math.max(...others.map((other) => logProbabilities[other]));
      const terms = others.map((other) => {
        const lead = jacobian[c][d] - jacobian[other][d];
        // Entries are rounded: what may be equal counts as equal.
        return isClose(jacobian[c][d], jacobian[other][d])
          ? 0
          : lead * Math.exp(logProbabilities[other] - most);
      });
      const sum = terms.reduce((x, y) => x + y, 0);
      const size = terms.reduce((x, y) => x + Math.abs(y), 0);
      if (!(Math.abs(sum) > (1e-6 + 4 * along.rounding(t)) * size)) return null;
      const rates = subject.tail.jacobian.map((row) => row[d]);
      if (Math.sign(sum) !== movementOf(subject.tail, rates, c).onRay) {
        // A group that outlasts this one may decide further out.
        return terms.every((term) => Math.sign(term) === Math.sign(sum))
          ? showsFailing(`the log-odds of class ${c} move the other way with x_${d + 1}`)
          : null;
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
