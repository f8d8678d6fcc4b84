import { Rational } from '../exact/rational.js';
import { logSoftmax } from '../uncertainty/softmax.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { OFF_BOUNDARIES, SATURATES, SCALES_ONE_COORDINATE, SEVERAL_CLASSES } from './conditions.js';
import {
  ON_BOUNDARY,
  ONE_CLASS,
  SATURATING,
  SATURATING_FROM_ZERO,
  TIED,
  TIED_FROM_ZERO,
} from './controls/cases.js';
import { aboutTail, equalRows, oneMore, saturatingTo0, widerGap } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { decimal, describeSubject, short } from './shared/describe.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { LimitProbabilities } from './shared/limitProbabilities.js';
import { boundRounding, plainTimes } from './shared/plainNumbers.js';
import { isTelling } from './shared/rounding.js';
import { largestLead, leadAt, settlingTime } from './shared/settling.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/**
 * Paper A, Lemma 3: the inverse of a softmax derivative outgrows the derivative of a logit.
 *
 * Along the tail ∂f_c'/∂x_d = V_c'd is constant, so the difference tends to where the inverse does.
 * That goes to +∞ iff ∂s_c/∂f_c' → 0 from above. For c ≠ c' the derivative −s_c s_c' is negative,
 * so the inverse is at most −4; for c = c' it is positive and tends to 0 iff s_c → 0 or 1, decided
 * exactly from the limits.
 *
 * Repaired, for a saturating tail: every |∂s_c/∂f_c'| ≤ 1 − s_k (it is at most s_c, or s_c', of a
 * class other than k, or s_k(1 − s_k)), and 1 − s_k ≤ (C − 1) e^{A − γt}. Decided exactly, with
 * slopes and intercepts from f itself: every rival's slope is at least γ > 0 below and every
 * intercept at most A above that of k; the pieces of the tail do not change, so V does not.
 */
export const growthRate: Claim<'ray'> = {
  id: 'growth-rate',
  title: 'Inverse softmax derivatives outgrow logit derivatives',
  source: { paper: 'A', label: 'Lemma 3', equation: '4' },
  kind: 'ray',
  hypotheses: ['the ray scales one coordinate that is not 0', 'at least two classes'],
  asPrinted: {
    latex:
      "\\forall\\, c, c', d:\\quad \\lim_{\\alpha_d \\to \\infty} \\left( \\frac{\\partial}{\\partial f_{c'}} \\bar\\sigma(f)_c \\right)^{-1} \\bigg|_{x = \\alpha \\odot x'} - \\frac{\\partial f_{c'}}{\\partial x_d} \\bigg|_{x = \\alpha \\odot x'} = \\infty",
    plain:
      'As one feature is scaled up, the inverse of every softmax derivative exceeds every derivative of the logits by more and more.',
    expected: 'refuted',
    ...guarded<RayAnalysis>([SCALES_ONE_COORDINATE, SEVERAL_CLASSES, OFF_BOUNDARIES], (subject) => {
      const pair = failingPair(subject);
      if (pair === null) return HOLDS;
      const { c, other } = pair;
      return fails(
        c === other
          ? `∂s_${c}/∂f_${c} tends to ${decimal(pair.derivative)}, so its inverse stays bounded, and ∂f_${c}/∂x_d is constant`
          : `∂s_${c}/∂f_${other} = −s_${c}·s_${other} is negative, so its inverse is at most −4 and cannot tend to +∞, and ∂f_${other}/∂x_d is constant`,
      );
    }),
    controls: [
      { name: 'a lead of 1', source: SATURATING, expected: 'fails' },
      { name: 'a feature that is 0', source: TIED_FROM_ZERO, expected: 'skipped' },
      { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
      { name: 'a unit on a kink for ever', source: ON_BOUNDARY, expected: 'skipped' },
    ],
    confirm: (subject, oracle, decided) => confirmationOf(findNegative(subject, oracle), decided),
    explain: (subject) => {
      const pair = failingPair(subject) ?? { c: 0, other: 1 };
      const d = subject.coordinate ?? 0;
      const { c, other } = pair;
      const constant = short(subject.tail.jacobian[other][d]);
      return [
        ...describeSubject(subject),
        `For t ≥ ${short(subject.tail.from)}, ∂f_${other}/∂x_${d + 1} = ${constant} is constant.`,
        c === other
          ? `s_${c} tends to a limit other than 0 and 1, so ∂s_${c}/∂f_${c} = s_${c}(1 − s_${c}) keeps a positive limit and its inverse a finite one.`
          : `By equation 6, ∂s_${c}/∂f_${other} = −s_${c}·s_${other} < 0, and s_${c}·s_${other} ≤ 1/4 since the two add up to at most 1.`,
        c === other
          ? 'The difference stays bounded: it does not tend to ∞.'
          : `So the inverse is at most −4, and the difference at most −4 − (${constant}): it does not tend to ∞.`,
      ];
    },
  },
  repaired: {
    latex:
      "|T| = 1: \\quad \\left| \\frac{\\partial}{\\partial f_{c'}} \\bar\\sigma(f)_c \\right|^{-1} \\ge \\frac{e^{-\\max_{c \\ne k}(a_c - a_k)}}{C - 1}\\, e^{\\gamma t} \\qquad \\forall\\, c, c', \\qquad \\frac{\\partial f_{c'}}{\\partial x_d} = V_{c'd} \\text{ constant for } t \\ge t^*",
    plain:
      'Along a saturating tail the absolute value of every softmax derivative shrinks exponentially, while the derivatives of the logits no longer change.',
    expected: 'holds',
    ...guarded<RayAnalysis>(
      [SATURATES, SCALES_ONE_COORDINATE, SEVERAL_CLASSES, OFF_BOUNDARIES],
      concludeRepaired,
    ),
    controls: [
      { name: 'a lead of 1', source: SATURATING, expected: 'holds' },
      { name: 'a tie', source: TIED, expected: 'skipped' },
      { name: 'a feature that is 0', source: SATURATING_FROM_ZERO, expected: 'skipped' },
      { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
      { name: 'a unit on a kink for ever', source: ON_BOUNDARY, expected: 'skipped' },
      {
        name: 'a γ that is too wide',
        source: SATURATING,
        lie: aboutTail(widerGap),
        expected: 'fails',
      },
      {
        name: 'a tie said to saturate',
        source: TIED,
        lie: aboutTail(saturatingTo0),
        expected: 'fails',
      },
      {
        name: 'intercepts that make the constant too large',
        source: SATURATING,
        lie: aboutTail(({ intercept }) => ({ intercept: oneMore(intercept) })),
        expected: 'fails',
      },
      {
        name: 'a lead that makes the constant a little too large',
        source: SATURATING,
        lie: aboutTail(({ intercept }) => ({
          intercept: intercept.map((a, c) => (c === 0 ? a.add(new Rational(1n, 64n)) : a)),
        })),
        expected: 'fails',
      },
      {
        name: 'a Jacobian that is not that of the tail',
        source: SATURATING,
        lie: aboutTail(equalRows),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirmationOf(findGrowth(subject, oracle), decided),
  },
  generic: {
    kind: 'robust',
    expected: 'refuted',
    statement:
      'off the diagonal every derivative of the softmax is negative, so that the inverse is at most −4 for every network of two classes or more, wherever the feature is not 0.',
    failsThroughout: (box) =>
      box.scalesOneCoordinate && box.classes >= 2 && !box.tail.mayStayOnKink,
  },
  flaw: 'From Lemma 2 the proof takes the inverse to tend to +∞. Off the diagonal the derivative tends to 0 from below, if at all, so the inverse does not; and where logits stay level it tends to no limit 0 in the first place. (∂f/∂x is not "linear" either but constant on the tail.)',
};

/** The first pair whose difference does not tend to +∞: diagonal pairs last. */
function failingPair(
  subject: RayAnalysis,
): { c: number; other: number; derivative: number } | null {
  const { fractions, values, one } = LimitProbabilities.of(subject);
  const pairs = values.flatMap((_, c) => values.map((__, other) => ({ c, other })));
  pairs.sort((x, y) => Number(x.c === x.other) - Number(y.c === y.other));
  for (const { c, other } of pairs) {
    const indicator = c === other ? one : fractions.zero;
    const limit = fractions.multiply(values[c], fractions.subtract(indicator, values[other]));
    // All probabilities are positive at finite t: 1[c = c'] − s_c' is negative exactly off the diagonal.
    const positive = c === other;
    const vanishes = limit.numerator.isZero;
    if (!(positive && vanishes)) return { c, other, derivative: fractions.toNumber(limit) };
  }
  return null;
}

function concludeRepaired(subject: RayAnalysis): Outcome {
  const { tail, classes, plainTail: plain } = subject;
  const { slope } = tailEvaluation(subject);
  const k = tail.top[0];
  const gap = tail.gap!;
  if (gap.sign <= 0) return fails(`γ = ${short(gap)} is not positive`);
  for (let c = 0; c < classes; c++) {
    if (c !== k && slope[k].subtract(slope[c]).compare(gap) < 0) {
      return fails(`s_${c} shrinks at a rate below γ = ${short(gap)}`);
    }
  }
  const moved = plain?.jacobian.findIndex((row, c) =>
    row.some((entry, d) => entry.compare(tail.jacobian[c][d]) !== 0),
  );
  if (moved !== undefined && moved !== -1) {
    return fails(`∂f_${moved}/∂x is not the row of V for all t ≥ t*`);
  }
  return constantKept(subject);
}

/** The printed constant and rate, at two times: derivatives from the file, their bound from the tail. */
function constantKept(subject: RayAnalysis): Outcome {
  const times = plainTimes(subject);
  if (times === null) return UNDECIDED;
  const { classes, tail } = subject;
  const constant = Math.log(classes - 1) + largestLead(subject);
  for (const { t, members } of times) {
    const logarithms = logSoftmax(members[0].logits);
    const bound = constant - tail.gap!.toNumber() * t;
    for (let c = 0; c < classes; c++) {
      for (let other = 0; other < classes; other++) {
        const found = logarithms[c] + (c === other ? logRest(logarithms, c) : logarithms[other]);
        if (!(found <= bound + boundRounding(subject, t))) {
          return fails(`ln |∂s_${c}/∂f_${other}| = ${found} at t = ${t}, above ${bound}`);
        }
      }
    }
  }
  return HOLDS;
}

/**
 * Whether numbers show a derivative off the diagonal that is negative, so that its inverse does not
 * tend to +∞: raising the most probable class's logit by 1 lowers the other probabilities.
 */
function findNegative(subject: RayAnalysis, oracle: Oracle): Finding {
  const along = oracle.along(subject);
  const settled = settlingTime(subject, 1e-6);
  if (settled === null) return null;
  if (!isTelling(along.rounding(settled + 1))) return null;
  // Logits up to a constant.
  const found = Array.from(along.at(settled + 1).logProbabilities[0]);
  const raised = found.indexOf(Math.max(...found));
  const moved = oracle.at([found.with(raised, found[raised] + 1)]).logProbabilities[0];
  for (let c = 0; c < subject.classes; c++) {
    if (c === raised) continue;
    const change = moved[c] - found[c];
    const slack = 2 ** -48 * (1 + Math.abs(found[c]));
    if (change < -slack) {
      return showsFailing(
        `raising f_${raised} by 1 at t = ${settled + 1} changes ln s_${c} by ${change}: the inverse of ∂s_${c}/∂f_${raised} is negative`,
      );
    }
    if (change <= slack) return null;
  }
  return showsHolding(`raising f_${raised} by 1 lowers no other probability`);
}

function findGrowth(subject: RayAnalysis, oracle: Oracle): Finding {
  const along = oracle.along(subject);
  const settled = settlingTime(subject, 1e-6);
  if (settled === null) return null;
  const { classes } = subject;
  for (const t of [settled + 1, 4 * settled + 4]) {
    if (!isTelling(along.rounding(t))) return null;
    const found = along.at(t).logProbabilities[0];
    const bound = Math.log(classes - 1) + leadAt(subject, t) + 4 * along.rounding(t) + 1e-12;
    for (let c = 0; c < classes; c++) {
      for (let other = 0; other < classes; other++) {
        const logarithm = found[c] + (c === other ? logRest(found, c) : found[other]);
        if (!(logarithm <= bound)) {
          return showsFailing(
            `ln |∂s_${c}/∂f_${other}| = ${logarithm} at t = ${t}, above ${bound}`,
          );
        }
      }
    }
  }
  return showsHolding(`every |∂s_c/∂f_c'| is below its bound from t = ${settled + 1} on`);
}

/** ln(1 − s_c). */
function logRest(logProbabilities: ArrayLike<number>, c: number): number {
  const others = Array.from(logProbabilities).filter((_, other) => other !== c);
  const largest = Math.max(...others);
  return largest + Math.log(others.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
