import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { OFF_BOUNDARIES, SCALED_AND_MONOTONE, wordsOf } from './conditions.js';
import {
  FLAT,
  ON_BOUNDARY,
  SATURATING,
  TIED,
  TIED_FROM_ZERO,
  TIED_NOT_MONOTONE,
} from './controls/cases.js';
import {
  aboutTail,
  equalRows,
  oneMore,
  SATURATING_ROWS,
  saturatingTo0,
  widerGap,
} from './controls/lies.js';
import { ALMOST_EVERY_HEAD } from './generic.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { confirmLimits, everyProbability, findVanishing } from './shared/confirmGradient.js';
import { decimal, describeMonotone, describeSubject, vector } from './shared/describe.js';
import { confirmationOf } from './shared/finding.js';
import { isZeroVector } from './shared/limitFraction.js';
import { expectedMeans, LimitGradients, normOf } from './shared/limitGradients.js';
import { isMonotoneOnTail, rowDifference, topRowsEqual } from './shared/monotone.js';
import { ratesKept } from './shared/ratesKept.js';

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
  hypotheses: wordsOf(SCALED_AND_MONOTONE),
  asPrinted: {
    latex:
      "\\forall c \\in \\mathcal{C}:\\quad \\lim_{\\alpha_d \\to \\infty} \\left\\lVert \\nabla_x\\, p_\\theta(y = c \\mid x)\\big|_{x = \\alpha \\odot x'} \\right\\rVert_2 = 0",
    plain:
      'If p is component-wise strictly monotonic where the ray goes, the gradient of every class probability tends to 0 as one feature is scaled up.',
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
    ...guarded<RayAnalysis>([OFF_BOUNDARIES], concludeRepaired),
    controls: [
      { name: 'a lead of 1', source: SATURATING, expected: 'holds' },
      { name: 'a tie whose rows differ', source: TIED, expected: 'holds' },
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
      { name: 'rows said to be equal', source: TIED, lie: aboutTail(equalRows), expected: 'fails' },
      {
        name: 'intercepts that make the bound too small',
        source: SATURATING,
        lie: aboutTail(({ intercept }) => ({ intercept: oneMore(intercept) })),
        expected: 'fails',
      },
      {
        name: 'two classes that stay level, said to move apart',
        source: FLAT,
        lie: aboutTail(() => ({ jacobian: SATURATING_ROWS })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      topRowsEqual(subject)
        ? confirmationOf(findVanishing(subject, oracle, everyProbability(subject)), decided)
        : confirmLimits(
            subject,
            oracle,
            expectedMeans(subject),
            // That they do not vanish is what the criterion says of such tails.
            decided === 'holds' ? 'fails' : 'holds',
          ),
  },
  generic: {
    kind: 'heads',
    expected: 'holds',
    statement: ALMOST_EVERY_HEAD,
  },
  flaw: "The proof multiplies \"∂s_c/∂f_c' → 0\" (Lemma 2, which moves one logit and holds the others fixed) with a bounded ∇f_c'. Along the ray all logits move at once: while two of them stay level, ∂s_c/∂f_c' keeps a positive limit.",
};

/**
 * As printed, decided on the limits of the gradients themselves, sums of exponentials; no rows are
 * compared.
 */
function vanishes(subject: RayAnalysis): Outcome {
  const c = keptClass(subject);
  if (c === null) return HOLDS;
  const [first, other] = differingPair(subject);
  const limits = LimitGradients.of(subject);
  return fails(
    `‖∇p_${c}‖ tends to ${decimal(normOf(limits, limits.ofMembers[0][c]))}: classes ${first} and ${other} are tied for the largest slope but V_${first} − V_${other} = ${vector(rowDifference(subject, first, other))}`,
  );
}

/** A class whose gradient keeps a limit other than 0, or null. */
function keptClass(subject: RayAnalysis): number | null {
  const c = LimitGradients.of(subject).ofMembers[0].findIndex((limit) => !isZeroVector(limit));
  return c === -1 ? null : c;
}

/**
 * The criterion, its left side from the engine's tail (limits of gradients) and its right side from
 * the file's plain evaluation (fastest logits, rows); two classes with monotonic p; and on a
 * saturating tail the printed bound with its constants and rate.
 */
function concludeRepaired(subject: RayAnalysis): Outcome {
  const { plainTail: plain, tail, classes } = subject;
  if (plain === null) return UNDECIDED;
  const largest = plain.slope.reduce((best, b) => (b.compare(best) > 0 ? b : best));
  const top = plain.slope.flatMap((b, c) => (b.compare(largest) === 0 ? [c] : []));
  const rowsEqual = top.every((c) =>
    plain.jacobian[c].every((entry, d) => entry.compare(plain.jacobian[top[0]][d]) === 0),
  );
  if ((keptClass(subject) === null) !== rowsEqual) {
    return fails(
      `that all gradients vanish is ${!rowsEqual}, although the rows of classes ${top.join(', ')}, whose logits grow fastest, are ${rowsEqual ? '' : 'not '}equal`,
    );
  }
  const twoMonotone =
    classes === 2 && subject.scalesOneCoordinate && isMonotoneOnTail(subject) === true;
  if (twoMonotone && top.length !== 1) {
    return fails('p is monotonic in a coordinate that is scaled, but both logits grow alike');
  }
  return tail.regime === 'saturating' ? ratesKept(subject, everyProbability(subject)) : HOLDS;
}

/** Two tied top classes whose rows of V differ. */
function differingPair(subject: RayAnalysis): [number, number] {
  const { top } = subject.tail;
  const other = top.find((c) => rowDifference(subject, top[0], c).some(({ sign }) => sign !== 0));
  return [top[0], other ?? top[0]];
}
