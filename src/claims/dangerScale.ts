import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { SATURATES, SEVERAL_CLASSES, wordsOf } from './conditions.js';
import { LATE, ONE_CLASS, SATURATING, TIED } from './controls/cases.js';
import { aboutTail, answering, widerGap } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { short } from './shared/describe.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { isTelling } from './shared/rounding.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/**
 * The danger scale t_ε, at several ε.
 *
 * Proof. With A = max_{c≠k}(a_c − a_k), Σ_{c≠k} e^{f_c − f_k} ≤ (C − 1) e^{A − γt}, and that is at
 * most ε/(1 − ε), so that p_k ≥ 1 − ε, iff γt − A ≥ ln((C − 1)(1 − ε)/ε) =: L.
 *
 * Decided exactly, with slopes from f itself: every rival's slope is at least γ below; t_ε ≥ t*;
 * and γ·t_ε − A ≥ L, the left side a fraction, the right side enclosed within a few units of the
 * last place of its float64 logarithm. Where t_ε is not t*, it exceeds the formula by no more than
 * rounding: it is the danger scale and not just any later time.
 */
export const dangerScale: Claim<'ray'> = {
  id: 'danger-scale',
  title: 'Beyond the danger scale the network is 1 − ε certain for ever',
  source: { paper: 'farfield', label: 'F2, danger scale' },
  kind: 'ray',
  hypotheses: wordsOf([SATURATES, SEVERAL_CLASSES]),
  asPrinted: {
    latex:
      't \\ge t_\\varepsilon = \\max\\!\\left(t^*,\\ \\frac{1}{\\gamma}\\Big(\\ln\\frac{(C-1)(1-\\varepsilon)}{\\varepsilon} + \\max_{c \\ne k}(a_c - a_k)\\Big)\\right) \\;\\Longrightarrow\\; p_k(x(t)) \\ge 1 - \\varepsilon',
    plain:
      'Where the tail saturates, a scale is known beyond which the top class has probability at least 1 − ε for ever.',
    expected: 'holds',
    ...guarded([SATURATES, SEVERAL_CLASSES], conclude),
    controls: [
      { name: 'a lead of 1', source: SATURATING, expected: 'holds' },
      { name: 'a tie', source: TIED, expected: 'skipped' },
      { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
      {
        name: 'a γ that is too wide',
        source: SATURATING,
        lie: aboutTail(widerGap),
        expected: 'fails',
      },
      {
        name: 'a scale a little too early',
        source: SATURATING,
        lie: scaled(0.9999),
        expected: 'fails',
      },
      {
        name: 'a scale later than need be',
        source: SATURATING,
        lie: scaled(1.0001),
        expected: 'fails',
      },
      {
        name: 'a scale before the tail begins',
        source: LATE,
        lie: scaled(0.9),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirmationOf(find(subject, oracle), decided),
  },
  repaired: null,
};

const EPSILONS = [0.5, 0.01, 2 ** -30];

function scaled(factor: number) {
  return (subject: RayAnalysis) => {
    const honest = (epsilon: number) => subject.dangerScale(epsilon)! * factor;
    return answering(subject, { dangerScale: () => honest });
  };
}

function conclude(subject: RayAnalysis): Outcome {
  const { tail, classes } = subject;
  const k = tail.top[0];
  const { slope, logits } = tailEvaluation(subject);
  const gap = tail.gap!;
  let lead: Rational | null = null;
  for (let c = 0; c < classes; c++) {
    if (c === k) continue;
    if (slope[k].subtract(slope[c]).compare(gap) < 0) {
      return fails(`class ${c} falls behind by less than γ = ${short(gap)}`);
    }
    // a_c − a_k from f at t*: f_c − f_k = (a_c − a_k) + t*(b_c − b_k).
    const difference = logits[c]
      .subtract(logits[k])
      .subtract(tail.from.multiply(slope[c].subtract(slope[k])));
    if (lead === null || difference.compare(lead) > 0) lead = difference;
  }
  for (const epsilon of EPSILONS) {
    const t = subject.dangerScale(epsilon);
    if (t === null || Number.isNaN(t)) return fails(`t_ε = ${t} for ε = ${epsilon}`);
    // A scale beyond the doubles says nothing about any double.
    if (!Number.isFinite(t)) return UNDECIDED;
    const time = Rational.of(t);
    if (time.compare(tail.from) < 0)
      return fails(`t_ε = ${t} lies before t* = ${short(tail.from)}`);
    const margin = gap.multiply(time).subtract(lead!);
    const { lower, upper } = logOdds(epsilon, classes);
    if (margin.compare(lower) < 0) {
      return fails(`γ·t_ε − A = ${margin.toNumber()} is below L for t_ε = ${t}, ε = ${epsilon}`);
    }
    if (margin.compare(upper) < 0) return UNDECIDED;
    const late = latestScale(tail.from, lead!, gap, upper);
    if (time.compare(late) > 0) {
      return fails(`t_ε = ${t} for ε = ${epsilon}, later than the formula's ${late.toNumber()}`);
    }
  }
  return HOLDS;
}

/** Bounds of L = ln((C − 1)(1 − ε)/ε): its own, since the claim checks what the engine makes of it. */
function logOdds(epsilon: number, classes: number): { lower: Rational; upper: Rational } {
  const terms = [Math.log(classes - 1), Math.log1p(-epsilon), -Math.log(epsilon)];
  // Each logarithm is within an ulp of its value; the sum of the three is exact.
  const sum = terms.reduce((total, term) => total.add(Rational.of(term)), Rational.zero);
  const error = Rational.of(terms.reduce((total, term) => total + Math.abs(term), 0) * 2 ** -51);
  return { lower: sum.subtract(error), upper: sum.add(error) };
}

/** The formula's scale, with 2⁻⁴⁰ for rounding, relative to what is added up in it. */
function latestScale(from: Rational, lead: Rational, gap: Rational, odds: Rational): Rational {
  const size = magnitude(odds).add(magnitude(lead)).add(new Rational(1n, 1n));
  const scale = odds.add(lead).add(size.multiply(SLACK)).divide(gap);
  const start = from.add(from.multiply(SLACK)).add(Rational.of(Number.MIN_VALUE));
  return scale.compare(start) > 0 ? scale : start;
}

const SLACK = new Rational(1n, 1n << 40n);

function magnitude(value: Rational): Rational {
  return value.sign < 0 ? value.negate() : value;
}

function find(subject: RayAnalysis, oracle: Oracle): Finding {
  let seen = false;
  const along = oracle.along(subject);
  const k = subject.tail.top[0];
  for (const epsilon of EPSILONS) {
    const scale = subject.dangerScale(epsilon);
    if (scale === null || !Number.isFinite(scale)) continue;
    for (const t of [scale, 2 * scale + 1]) {
      const rounding = along.rounding(t);
      // Where logits are far larger than the lead that matters, doubles have lost it.
      if (!isTelling(rounding)) continue;
      const allowed = epsilon * (1 + 4 * rounding + 1e-12);
      const rest = Array.from(along.at(t).logProbabilities[0]).reduce(
        (sum, value, c) => (c === k ? sum : sum + Math.exp(value)),
        0,
      );
      if (rest > allowed) {
        return showsFailing(`1 − p_${k} = ${rest} at t = ${t}, but ε = ${epsilon}`);
      }
      seen = true;
    }
  }
  return seen ? showsHolding(`1 − p_${k} ≤ ε from t_ε on`) : null;
}
