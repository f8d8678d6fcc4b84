import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { SEVERAL_CLASSES, SOME_LOGIT_DIVERGES, wordsOf } from './conditions.js';
import { COULD_NOT_TELL, type Confirmation, contradicted } from './confirmation.js';
import { FLAT, ONE_CLASS, SATURATING, TIED } from './controls/cases.js';
import { aboutTail, saturatingTo0 } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { type Decision, fails, HOLDS } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { decimal, describeSubject } from './shared/describe.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import type { LimitFraction } from './shared/limitFraction.js';
import { LimitProbabilities } from './shared/limitProbabilities.js';
import { isTelling } from './shared/rounding.js';
import { settlingTime } from './shared/settling.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/**
 * Paper A, Lemma 2 as Lemma 4 uses it: all logits move at once, along a ray.
 *
 * Decided: f_c → ±∞ iff its slope is not 0; the limit of ∂s_c/∂f_c' is s_c(1[c = c'] − s_c') with
 * the limits of s, quotients of exponentials of fractions, and whether it is 0 is decided.
 */
export const jacobianLimitJoint: Claim<'ray'> = {
  id: 'jacobian-limit-joint',
  title: 'Softmax derivatives vanish as logits go to ±∞ together',
  source: { paper: 'A', label: 'Lemma 2, as Lemma 4 uses it', equation: '3' },
  kind: 'ray',
  hypotheses: wordsOf([SOME_LOGIT_DIVERGES, SEVERAL_CLASSES]),
  asPrinted: {
    latex:
      "f_c(x(t)) \\to \\pm\\infty \\;\\Longrightarrow\\; \\frac{\\partial}{\\partial f_{c'}} \\bar\\sigma(f)_c \\Big|_{f = f(x(t))} \\to 0 \\qquad \\forall\\, c' \\in \\mathcal{C}",
    plain:
      'If a logit goes to plus or minus infinity along a ray, the probability of its class no longer reacts to any logit.',
    expected: 'refuted',
    ...guarded<RayAnalysis>([SOME_LOGIT_DIVERGES, SEVERAL_CLASSES], (subject) => {
      const { slope } = subject.tail;
      const diverging = slope.flatMap(({ sign }, c) => (sign === 0 ? [] : [c]));
      for (const c of diverging) {
        const other = keptDerivative(subject, c);
        if (other !== null) {
          return fails(
            `f_${c} → ${slope[c].sign > 0 ? '' : '−'}∞, but ∂s_${c}/∂f_${other} tends to ${decimal(derivativeLimit(subject, c, other).value)}`,
          );
        }
      }
      return HOLDS;
    }),
    controls: [
      { name: 'a lead of 1', source: SATURATING, expected: 'holds' },
      { name: 'a tie', source: TIED, expected: 'fails' },
      { name: 'logits that all stay', source: FLAT, expected: 'skipped' },
      { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
    ],
    confirm: (subject, oracle, decided) => confirm(subject, oracle, decided, divergingVanish),
    explain: (subject) => {
      const { top, slope } = subject.tail;
      const c = top.find((k) => slope[k].sign !== 0) ?? top[0];
      const s = LimitProbabilities.of(subject);
      return [
        ...describeSubject(subject),
        `f_${c} → ${slope[c].sign > 0 ? '' : '−'}∞, and so do the logits of classes ${top.join(', ')} at the same pace: their differences stay.`,
        `So s_${c} → ${s.fractions.toString(s.values[c])} = ${decimal(s.fractions.toNumber(s.values[c]))}, neither 0 nor 1.`,
        `By equation 6, ∂s_${c}/∂f_${c} = s_${c}(1 − s_${c}) → ${decimal(derivativeLimit(subject, c, c).value)}, not 0.`,
      ];
    },
  },
  repaired: {
    latex:
      "\\Big( \\frac{\\partial \\bar\\sigma(f)_c}{\\partial f_{c'}} \\to 0 \\quad \\forall\\, c' \\Big) \\iff s_c (1 - s_c) \\to 0 \\iff c \\notin T \\ \\text{or}\\ T = \\{c\\}",
    plain:
      'The probability of a class stops reacting to all logits exactly when it tends to 0 or to 1: when the class is not among those of largest slope, or is the only one.',
    expected: 'holds',
    ...guarded<RayAnalysis>([SEVERAL_CLASSES], (subject) => {
      const { slope } = tailEvaluation(subject);
      const top = slope.flatMap((b, c) => (slope.every((a) => b.compare(a) >= 0) ? [c] : []));
      for (let c = 0; c < subject.classes; c++) {
        const vanish = keptDerivative(subject, c) === null;
        const certain = derivativeLimit(subject, c, c).zero;
        const alone = !top.includes(c) || top.length === 1;
        if (vanish !== certain || certain !== alone) {
          return fails(
            `of class ${c}: ∂s_c/∂f_c' → 0 is ${vanish}, s_c(1 − s_c) → 0 ${certain}, c ∉ T or T = {c} ${alone}`,
          );
        }
      }
      return HOLDS;
    }),
    controls: [
      { name: 'a lead of 1', source: SATURATING, expected: 'holds' },
      { name: 'a tie', source: TIED, expected: 'holds' },
      { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
      {
        name: 'a tie said to saturate',
        source: TIED,
        lie: aboutTail(saturatingTo0),
        expected: 'fails',
      },
      {
        name: 'a lead said to be a tie',
        source: SATURATING,
        lie: aboutTail(() => ({ regime: 'flat', top: [0, 1], gap: null })),
        expected: 'fails',
      },
      {
        name: 'another top class',
        source: TIED,
        lie: aboutTail(() => ({ top: [0, 2] })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirm(subject, oracle, decided, vanishIffAlone),
  },
  generic: {
    kind: 'heads',
    expected: 'holds',
    statement:
      "where logits move and the slope Δ of the penultimate activations is not 0, two logits keep pace only for heads with (w_c − w_c')·Δ = 0 for some pair of classes, finitely many hyperplanes.",
  },
  flaw: 'The proof of Lemma 2 lets f_c grow with the other logits fixed, so that s_c → 1. Along a ray they move too: while another logit keeps pace, s_c stays away from 0 and 1.',
};

/** The limit of ∂s_c/∂f_c': whether it is 0, decided, and its value. */
function derivativeLimit(subject: RayAnalysis, c: number, other: number) {
  const { fractions, values, one } = LimitProbabilities.of(subject);
  const indicator: LimitFraction = c === other ? one : fractions.zero;
  const limit = fractions.multiply(values[c], fractions.subtract(indicator, values[other]));
  return { zero: limit.numerator.isZero, value: fractions.toNumber(limit) };
}

/** A class c' whose ∂s_c/∂f_c' keeps a limit that is not 0, or null; c itself first. */
function keptDerivative(subject: RayAnalysis, c: number): number | null {
  if (!derivativeLimit(subject, c, c).zero) return c;
  for (let other = 0; other < subject.classes; other++) {
    if (!derivativeLimit(subject, c, other).zero) return other;
  }
  return null;
}

/** Whether numbers show all ∂s_c/∂f_c' of a class vanish; null if a limit is too small to see. */
type Vanishing = readonly (boolean | null)[];

/**
 * Far out every s_c(1[c = c'] − s_c') is as close to its limit as the dying classes allow, and those
 * of a class are 0 up to that where the statement has them vanish.
 */
function confirm(
  subject: RayAnalysis,
  oracle: Oracle,
  decided: Decision,
  find: (subject: RayAnalysis, vanishing: Vanishing) => Finding,
): Confirmation {
  const along = oracle.along(subject);
  const settled = settlingTime(subject, TOLERANCE);
  if (settled === null) return COULD_NOT_TELL;
  let vanishing: Vanishing = [];
  for (const t of [settled + 1, 2 * settled + 2]) {
    if (!isTelling(along.rounding(t))) return COULD_NOT_TELL;
    const s = Array.from(along.at(t).logProbabilities[0], Math.exp);
    const allowed = 4 * (TOLERANCE + 2 * along.rounding(t)) + 1e-14;
    vanishing = s.map((_, c) => {
      const found = s[c] * (1 - s[c]);
      if (found > allowed) return false;
      return derivativeLimit(subject, c, c).zero ? true : null;
    });
    for (let c = 0; c < subject.classes; c++) {
      for (let other = 0; other < subject.classes; other++) {
        const found = s[c] * ((c === other ? 1 : 0) - s[other]);
        const { value } = derivativeLimit(subject, c, other);
        if (!(Math.abs(found - value) <= allowed)) {
          return contradicted(
            `∂s_${c}/∂f_${other} = ${found} at t = ${t}, but its limit is ${value}`,
          );
        }
      }
    }
  }
  return confirmationOf(find(subject, vanishing), decided);
}

/** As printed: those of every class whose logit diverges. */
function divergingVanish({ tail: { slope } }: RayAnalysis, vanishing: Vanishing): Finding {
  const seen = vanishing.filter((_, c) => slope[c].sign !== 0);
  const kept = vanishing.findIndex((vanishes, c) => slope[c].sign !== 0 && vanishes === false);
  if (kept !== -1) return showsFailing(`∂s_${kept}/∂f_${kept} is not on its way to 0`);
  return seen.includes(null)
    ? null
    : showsHolding('the derivatives of every class whose logit diverges are 0 up to rounding');
}

/** Repaired: exactly those of classes outside T, or alone in it. */
function vanishIffAlone({ tail: { top } }: RayAnalysis, vanishing: Vanishing): Finding {
  const off = vanishing.findIndex(
    (vanishes, c) => vanishes !== null && vanishes !== (!top.includes(c) || top.length === 1),
  );
  if (off !== -1)
    return showsFailing(`whether ∂s_${off}/∂f_${off} vanishes is not as T = {${top}} has it`);
  return vanishing.includes(null)
    ? null
    : showsHolding(
        'exactly the derivatives of classes outside T, or alone in it, are 0 up to rounding',
      );
}

const TOLERANCE = 1e-12;
