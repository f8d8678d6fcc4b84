import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { OFF_BOUNDARIES, SATURATES, SCALED_AND_MONOTONE, wordsOf } from './conditions.js';
import type { Confirmation } from './confirmation.js';
import {
  ON_BOUNDARY,
  SATURATING,
  TIED,
  TIED_FROM_ZERO,
  TIED_NOT_MONOTONE,
} from './controls/cases.js';
import { aboutTail, saturatingTo0, widerGap } from './controls/lies.js';
import { ALMOST_EVERY_HEAD } from './generic.js';
import type { Oracle } from './oracle.js';
import { type Decision, fails, HOLDS, type Outcome } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { confirmLimits, type ExpectedGradient, findVanishing } from './shared/confirmGradient.js';
import { describeMonotone, describeSubject, vector } from './shared/describe.js';
import { confirmationOf } from './shared/finding.js';
import { isZeroVector } from './shared/limitFraction.js';
import { LimitGradients, normOf } from './shared/limitGradients.js';
import { describeLimits } from './shared/metricGradientClaim.js';
import { topRowsEqual } from './shared/monotone.js';
import { ratesKept } from './shared/ratesKept.js';

/**
 * Paper A, Lemma 5: the gradient of the maximum softmax probability.
 *
 * Let M be the classes of T with the largest intercept. Far out max_c p_c is attained by M and no
 * other class. If M = {m}, the gradient is ∇p_m. If M has more, the maximum is differentiable only
 * if their rows of V are equal; otherwise it has a kink at every x(t), and of the gradients ∇p_m
 * that the proof picks one of, not all tend to 0: each limit is p_m (V_m − Σ_T p_c V_c), and the V_m
 * differ. So the statement fails iff some ∇p_m, m ∈ M, keeps a limit other than 0: decided exactly.
 */
export const mspGradient: Claim<'ray'> = {
  id: 'msp-gradient',
  title: 'The gradient of the maximum softmax probability vanishes',
  source: { paper: 'A', label: 'Lemma 5' },
  kind: 'ray',
  hypotheses: wordsOf(SCALED_AND_MONOTONE),
  asPrinted: {
    latex:
      "\\lim_{\\alpha_d \\to \\infty} \\left\\lVert \\nabla_x \\max_{c \\in \\mathcal{C}} \\big( p_\\theta(y = c \\mid x) \\big) \\Big|_{x = \\alpha \\odot x'} \\right\\rVert_2 = 0",
    plain:
      'If p is component-wise strictly monotonic where the ray goes, the gradient of the largest class probability tends to 0 as one feature is scaled up.',
    expected: 'refuted',
    ...guarded<RayAnalysis>(SCALED_AND_MONOTONE, vanishes),
    controls: [
      { name: 'a lead of 1', source: SATURATING, expected: 'holds' },
      { name: 'a tie whose rows differ', source: TIED, expected: 'fails' },
      { name: 'a feature that is 0', source: TIED_FROM_ZERO, expected: 'skipped' },
      {
        name: 'a p that one input does not move',
        source: TIED_NOT_MONOTONE,
        expected: 'skipped',
      },
    ],
    confirm,
    explain: (subject) => {
      const gradients = LimitGradients.of(subject);
      const maximal = attainedBy(subject);
      const m = keptClass(subject) ?? maximal[0];
      const limit = gradients.ofMembers[0][m];
      const d = Math.max(
        limit.findIndex(({ numerator }) => !numerator.isZero),
        0,
      );
      return [
        ...describeSubject(subject),
        ...describeMonotone(subject),
        ...describeLimits(gradients, d),
        maximal.length === 1
          ? `Of the classes with the largest slope, ${m} has the largest intercept: max_c p_c = p_${m} far out.`
          : `Classes ${maximal.join(', ')} have the largest slope and the largest intercept: max_c p_c is attained by all of them, with rows ${maximal.map((c) => vector(subject.tail.jacobian[c])).join(', ')} of V${gradientsDiffer(subject) ? ', so it has no gradient at any x(t), and the proof takes one of theirs' : ''}.`,
        `∂p_${m}/∂x_${d + 1} → ${gradients.fractions.toString(limit[d])}, which is not 0.`,
      ];
    },
  },
  repaired: {
    latex:
      '|T| = 1 \\;\\Longrightarrow\\; \\lim_{t \\to \\infty} \\left\\lVert \\nabla_x \\max_c p_c(x(t)) \\right\\rVert_2 = \\lim_{t \\to \\infty} \\left\\lVert \\nabla_x\\, p_k(x(t)) \\right\\rVert_2 = 0',
    plain:
      'Along a saturating tail the largest class probability is that of the top class, differentiable far out, and its gradient vanishes.',
    expected: 'holds',
    ...guarded<RayAnalysis>([SATURATES, OFF_BOUNDARIES], (subject) => {
      if (attainedBy(subject).length !== 1) return fails('the maximum is attained more than once');
      const decided = vanishes(subject);
      return decided.status === 'holds'
        ? ratesKept(subject, ['maximumSoftmaxProbability'])
        : decided;
    }),
    controls: [
      { name: 'a lead of 1', source: SATURATING, expected: 'holds' },
      { name: 'a tie', source: TIED, expected: 'skipped' },
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
    ],
    confirm,
  },
  generic: {
    kind: 'heads',
    expected: 'holds',
    statement: ALMOST_EVERY_HEAD,
  },
  flaw: 'The proof takes the gradient of the maximum for that of one p_c and applies Lemma 4, which is false for tied tails; and where the most probable classes stay equal the maximum has no gradient.',
};

function vanishes(subject: RayAnalysis): Outcome {
  const m = keptClass(subject);
  if (m === null) return HOLDS;
  const limit = LimitGradients.of(subject);
  return fails(
    `far out the maximum is ${gradientsDiffer(subject) ? 'not differentiable, and ' : ''}attained by class ${m}, whose gradient keeps the norm ${normOf(limit, limit.ofMembers[0][m])}`,
  );
}

/** M: the classes that attain the maximum far out. */
function attainedBy({ tail: { top, intercept } }: RayAnalysis): number[] {
  return top.filter((c) => top.every((other) => intercept[c].compare(intercept[other]) >= 0));
}

/** A class of M whose gradient keeps a limit other than 0, or null. */
function keptClass(subject: RayAnalysis): number | null {
  const gradients = LimitGradients.of(subject).ofMembers[0];
  return attainedBy(subject).find((c) => !isZeroVector(gradients[c])) ?? null;
}

/** Whether rows of V differ within M, so that the maximum has a kink. */
function gradientsDiffer(subject: RayAnalysis): boolean {
  const { jacobian } = subject.tail;
  const [first, ...others] = attainedBy(subject);
  return others.some((c) =>
    jacobian[c].some((value, d) => value.compare(jacobian[first][d]) !== 0),
  );
}

function confirm(subject: RayAnalysis, oracle: Oracle, decided: Decision): Confirmation {
  if (topRowsEqual(subject)) {
    const finding = findVanishing(subject, oracle, ['maximumSoftmaxProbability']);
    return confirmationOf(finding, decided);
  }
  const gradients = LimitGradients.of(subject);
  const norms = attainedBy(subject).map((c) => ({
    of: { probability: c },
    norm: normOf(gradients, gradients.ofMembers[0][c]),
    zero: isZeroVector(gradients.ofMembers[0][c]),
  }));
  // At a tie an oracle may lose one of the classes to rounding; each by itself it cannot.
  const expected: readonly ExpectedGradient[] =
    norms.length === 1 ? [{ ...norms[0], of: 'maximumSoftmaxProbability' }, ...norms] : norms;
  return confirmLimits(subject, oracle, expected, decided);
}
