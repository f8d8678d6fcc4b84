import type { Claim } from './claim.js';
import { fails, HOLDS, OUTSIDE, type Outcome, UNDECIDED } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { confirmLimits, everyProbability, findVanishing } from './shared/confirmGradient.js';
import { describeMonotone, describeSubject, vector } from './shared/describe.js';
import { confirmationOf } from './shared/finding.js';
import { outsideScaledAndMonotone, SCALED_AND_MONOTONE } from './shared/hypotheses.js';
import { expectedMeans } from './shared/limitGradients.js';
import { isMonotoneOnTail, rowDifference, topRowsEqual } from './shared/monotone.js';

/**
 * Paper A, Lemma 4: overconfidence in the limit.
 *
 * Exact criterion: ∇p_c = p_c Σ_c' p_c' (V_c − V_c') on the tail, p → softmax(a_T) on T and 0
 * elsewhere, with all limits on T positive. So every ∇p_c → 0 iff all rows V_c, c ∈ T, are equal:
 * if not, take c whose row is an extreme point of the rows on T; no positive weights average it out.
 */
export const gradientVanishes: Claim<'ray'> = {
  id: 'gradient-vanishes',
  title: 'The gradient of every class probability vanishes',
  source: { paper: 'A', label: 'Lemma 4', equation: '5' },
  kind: 'ray',
  hypotheses: SCALED_AND_MONOTONE,
  asPrinted: {
    latex:
      "\\forall c \\in \\mathcal{C}:\\quad \\lim_{\\alpha_d \\to \\infty} \\left\\lVert \\nabla_x\\, p_\\theta(y = c \\mid x)\\big|_{x = \\alpha \\odot x'} \\right\\rVert_2 = 0",
    plain:
      'If p is component-wise strictly monotonic where the ray goes, the gradient of every class probability tends to 0 as one feature is scaled up.',
    expected: 'refuted',
    check: (subject) => outsideScaledAndMonotone(subject) ?? vanishes(subject),
    confirm: (subject, oracle, decided) =>
      topRowsEqual(subject)
        ? confirmationOf(findVanishing(subject, oracle, everyProbability(subject)), decided)
        : confirmLimits(subject, oracle, expectedMeans(subject), decided),
    explain: (subject) => {
      const { top } = subject.tail;
      const [c, other] = differingPair(subject);
      return [
        ...describeSubject(subject),
        ...describeMonotone(subject),
        `The largest slope, ${top.length} times: classes ${top.join(', ')} stay tied for ever, each with a positive limit probability.`,
        `Their rows of V differ: V_${c} − V_${other} = ${vector(rowDifference(subject, c, other))}.`,
        `So ∇p_${c} → p_${c} Σ p_c'(V_${c} − V_c') over the tied classes, which is not 0.`,
      ];
    },
  },
  repaired: {
    latex:
      "|T| = 1 \\;\\Longrightarrow\\; \\lVert \\nabla_x p_c(x(t)) \\rVert_2 \\le 2(C-1) \\max_{c'}\\lVert V_k - V_{c'}\\rVert_2\\, e^{\\max_{c'}(a_{c'} - a_k)}\\, e^{-\\gamma t} \\to 0; \\qquad \\text{in general all vanish iff the rows } V_c,\\ c \\in T, \\text{ are equal}",
    plain:
      'Along a saturating tail the gradient of every class probability vanishes, exponentially at rate γ. With two classes, monotonic p and a coordinate that is not 0 the tail saturates. In general the gradients vanish exactly when all tied top classes have the same Jacobian row.',
    expected: 'holds',
    check: (subject) => {
      const twoMonotone =
        subject.classes === 2 && subject.scalesOneCoordinate && isMonotoneOnTail(subject);
      if (subject.tail.regime !== 'saturating' && !twoMonotone) return OUTSIDE;
      if (subject.tail.boundary) return UNDECIDED;
      return vanishes(subject);
    },
    confirm: (subject, oracle, decided) =>
      confirmationOf(findVanishing(subject, oracle, everyProbability(subject)), decided),
  },
  flaw: "The proof multiplies \"∂s_c/∂f_c' → 0\" (Lemma 2, which moves one logit and holds the others fixed) with a bounded ∇f_c'. Along the ray all logits move at once: while two of them stay level, ∂s_c/∂f_c' keeps a positive limit.",
};

function vanishes(subject: RayAnalysis): Outcome {
  if (topRowsEqual(subject)) return HOLDS;
  const [c, other] = differingPair(subject);
  return fails(
    `classes ${c} and ${other} are tied for the largest slope but V_${c} − V_${other} = ${vector(rowDifference(subject, c, other))}, so their gradients keep a limit that is not 0`,
  );
}

/** Two tied top classes whose rows of V differ. */
function differingPair(subject: RayAnalysis): [number, number] {
  const { top } = subject.tail;
  const other = top.find((c) => rowDifference(subject, top[0]!, c).some(({ sign }) => sign !== 0));
  return [top[0]!, other ?? top[0]!];
}
