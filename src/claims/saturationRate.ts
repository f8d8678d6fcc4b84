import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { SATURATES, SEVERAL_CLASSES, wordsOf } from './conditions.js';
import { ONE_CLASS, SATURATING, SATURATING_OF_THREE, TIED } from './controls/cases.js';
import { aboutTail, saturatingTo0, widerGap } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { short } from './shared/describe.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { isTelling } from './shared/rounding.js';
import { leadAt, settlingTime } from './shared/settling.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/**
 * The rate at which certainty grows.
 *
 * 1 − p_k = Σ_{c≠k} e^{(a_c − a_k) − (b_k − b_c)t} / (1 + the same sum): the terms of the smallest
 * b_k − b_c outlast the others. Decided exactly, with slopes from f itself: γ is positive, some
 * rival falls behind by exactly γ, and none by less. Then
 *
 *   A' − γt − ln(1 + C e^{A − γt}) ≤ ln(1 − p_k) ≤ A + ln(C − 1) − γt,
 *
 * A' the largest a_c − a_k of the rivals at γ, and both sides divided by t tend to −γ.
 */
export const saturationRate: Claim<'ray'> = {
  id: 'saturation-rate',
  title: 'Certainty grows exponentially at rate γ',
  source: { paper: 'farfield', label: 'F2, rate' },
  kind: 'ray',
  hypotheses: wordsOf([SATURATES, SEVERAL_CLASSES]),
  asPrinted: {
    latex:
      '\\lim_{t \\to \\infty} \\frac{\\ln(1 - p_k(x(t)))}{t} = -\\gamma, \\qquad \\gamma = \\min_{c \\ne k} (b_k - b_c)',
    plain:
      'Where the tail saturates, the probability left for all other classes shrinks like e^(−γt), γ being the lead of the largest slope over the next.',
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
        name: 'a tie said to saturate',
        source: TIED,
        lie: aboutTail(saturatingTo0),
        expected: 'fails',
      },
      {
        name: 'the lead over the last class instead of the next',
        source: SATURATING_OF_THREE,
        lie: aboutTail(({ slope }) => ({ gap: slope[0].subtract(slope[1]) })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirmationOf(find(subject, oracle), decided),
  },
  repaired: null,
};

function conclude(subject: RayAnalysis): Outcome {
  const { tail } = subject;
  const { slope } = tailEvaluation(subject);
  const k = tail.top[0];
  if (slope.length < 2) return fails('no class has a rival');
  const leads = slope.flatMap((value, c) => (c === k ? [] : [slope[k].subtract(value)]));
  const least = leads.reduce((best, value) => (value.compare(best) < 0 ? value : best));
  if (least.sign <= 0) return fails(`a rival of class ${k} keeps up with it`);
  return tail.gap?.compare(least) === 0
    ? HOLDS
    : fails(`the slowest rival falls behind by ${short(least)}, which is not γ`);
}

function find(subject: RayAnalysis, oracle: Oracle): Finding {
  const along = oracle.along(subject);
  const settled = settlingTime(subject, 1e-6);
  if (settled === null) return null;
  const { tail, classes } = subject;
  const k = tail.top[0];
  const gamma = tail.gap!;
  const leads = tail.intercept.map((value) => value.subtract(tail.intercept[k]));
  const slowest = leads.filter(
    (_, c) => c !== k && tail.slope[k].subtract(tail.slope[c]).compare(gamma) === 0,
  );
  for (const t of [settled + 1, 4 * settled + 4]) {
    if (!isTelling(along.rounding(t))) return null;
    const logarithms = Array.from(along.at(t).logProbabilities[0]).filter((_, c) => c !== k);
    const largest = Math.max(...logarithms);
    const found =
      largest + Math.log(logarithms.reduce((sum, value) => sum + Math.exp(value - largest), 0));
    const slack = 4 * along.rounding(t) + 1e-12;
    // A and γt may be far larger than what they leave, so that is found in fractions.
    const fallen = gamma.multiply(Rational.of(t));
    const upper = leadAt(subject, t) + Math.log(classes - 1) + slack;
    // 1 + C e^{A − γt} ≤ 1 + 10⁻⁶ from the settling time on.
    const lower =
      Math.max(...slowest.map((lead) => lead.subtract(fallen).toNumber())) - 1e-6 - slack;
    if (!(found <= upper && found >= lower)) {
      return showsFailing(`ln(1 − p_${k}) = ${found} at t = ${t}, outside [${lower}, ${upper}]`);
    }
  }
  return showsHolding(
    `ln(1 − p_${k}) falls at rate γ = ${gamma.toNumber()} from t = ${settled + 1} on`,
  );
}
