import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { type Condition, guarded } from './condition.js';
import { OFF_BOUNDARIES, SEVERAL_CLASSES, wordsOf } from './conditions.js';
import { COULD_NOT_TELL, type Confirmation, givenThat } from './confirmation.js';
import type { Control } from './control.js';
import {
  ON_HYPERPLANE,
  SATURATING,
  WHOLE,
  WHOLE_ALONE,
  WHOLE_ON_BOUNDARY,
  WHOLE_TWINS,
} from './controls/cases.js';
import { aboutTail, oneMore } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { type Decision, fails, HOLDS, type Outcome } from './outcome.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { confirmationOf, showsFailing, showsHolding } from './shared/finding.js';
import { findLimitMetrics, isPerfectInNumbers, limitsOf } from './shared/limitMetrics.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

const SCALES_WHOLE_INPUT: Condition<RayAnalysis> = {
  words: 'the ray scales the whole input, x(t) = x + t·x',
  meets: ({ origin, direction }) => origin.every((value, d) => value === direction[d]),
};

const ROWS_DIFFER: Condition<RayAnalysis> = {
  words: "the Jacobian of the tail's region has no two identical rows (dead regions, V = 0, do)",
  meets: (subject) => identicalRows(subject) === null,
  note: (subject) =>
    `rows ${identicalRows(subject)!.join(' and ')} of V are identical on the region of the tail`,
};

const OFF_HYPERPLANES: Condition<RayAnalysis> = {
  words:
    'as printed: x is none of the exceptional points, which lie on finitely many hyperplanes (V_k − V_l)x = 0',
  meets: (subject) => hyperplaneOf(subject) === null,
  note: (subject) => {
    const [k, l] = hyperplaneOf(subject)!;
    return `x lies on the hyperplane (V_${k} − V_${l})x = 0`;
  },
};

/** What both readings must tell. */
const CONTROLS: Control<'ray'>[] = [
  { name: 'a lead', source: WHOLE, expected: 'holds' },
  { name: 'a ray that scales one coordinate', source: SATURATING, expected: 'skipped' },
  { name: 'a network of one class', source: WHOLE_ALONE, expected: 'skipped' },
  { name: 'a unit on a kink for ever', source: WHOLE_ON_BOUNDARY, expected: 'skipped' },
  { name: 'two identical rows', source: WHOLE_TWINS, expected: 'skipped' },
  {
    name: 'a lead said to be a tie',
    source: WHOLE,
    lie: aboutTail(() => ({ regime: 'flat', top: [0, 1], gap: null })),
    expected: 'fails',
  },
];

/**
 * Hein, Andriushchenko and Bitterwolf 2019, Theorem 3.1, cited by paper B: scaling the whole input.
 *
 * The theorem asks for no linear region with identical rows; what αx, α → ∞, meets is the region of
 * its tail, and that is the one decided on. There b = V x, so classes k and l are tied iff x lies on
 * the hyperplane (V_k − V_l)x = 0, a null set if V_k ≠ V_l. "Almost every x" is decided as: x lies on
 * none of these hyperplanes for k, l of T. The exact form speaks of every x.
 */
export const heinScaling: Claim<'ray'> = {
  id: 'hein-scaling',
  title: 'Scaling the whole input makes ReLU networks certain',
  source: { paper: 'Hein et al. 2019', label: 'Theorem 3.1' },
  kind: 'ray',
  hypotheses: [
    ...wordsOf([SCALES_WHOLE_INPUT, SEVERAL_CLASSES, OFF_BOUNDARIES, ROWS_DIFFER, OFF_HYPERPLANES]),
  ],
  asPrinted: {
    latex:
      '\\text{no region with identical rows} \\;\\Longrightarrow\\; \\lim_{\\alpha \\to \\infty} \\max_c p_c(\\alpha x) = 1 \\quad \\text{for almost every } x',
    plain:
      'A ReLU network without regions in which two logits have the same slope becomes certain as almost any input is scaled up as a whole.',
    expected: 'holds',
    ...guarded<RayAnalysis>(
      [SCALES_WHOLE_INPUT, SEVERAL_CLASSES, OFF_BOUNDARIES, ROWS_DIFFER, OFF_HYPERPLANES],
      becomesCertain,
    ),
    controls: [
      ...CONTROLS,
      { name: 'a point of a hyperplane', source: ON_HYPERPLANE, expected: 'skipped' },
    ],
    confirm: (subject, oracle, decided) => confirm(subject, oracle, decided, true),
  },
  repaired: {
    latex:
      'V_k \\ne V_l \\ \\text{for all } k \\ne l \\;\\Longrightarrow\\; \\Big( \\lim_{\\alpha \\to \\infty} \\max_c p_c(\\alpha x) = 1 \\iff (V_k - V_l)\\,x \\ne 0 \\ \\text{for the fastest } k \\text{ and all } l \\ne k \\Big)',
    plain:
      'The exact form, for every input: certainty is reached unless the input lies on one of finitely many hyperplanes, on which two of the fastest logits grow at the same pace.',
    expected: 'holds',
    ...guarded<RayAnalysis>(
      [SCALES_WHOLE_INPUT, SEVERAL_CLASSES, OFF_BOUNDARIES, ROWS_DIFFER],
      (subject) => {
        const certain = becomesCertain(subject);
        const pair = hyperplaneOf(subject);
        if (pair === null) return certain;
        return certain.status === 'fails'
          ? HOLDS
          : fails(
              `MSP → 1 although (V_${pair[0]} − V_${pair[1]})x = 0 for two of the fastest classes`,
            );
      },
    ),
    controls: [
      ...CONTROLS,
      { name: 'a point of a hyperplane', source: ON_HYPERPLANE, expected: 'holds' },
      {
        name: 'a point of a hyperplane, the Jacobian said to be another',
        source: ON_HYPERPLANE,
        lie: aboutTail(({ jacobian }) => ({ jacobian: jacobian.map(oneMoreIfFirst) })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      confirm(subject, oracle, decided, hyperplaneOf(subject) === null),
  },
};

/** Two classes whose rows of V are identical, or null. */
function identicalRows({ tail: { jacobian } }: RayAnalysis): [number, number] | null {
  const rows = jacobian.map((row) => row.join());
  const k = rows.findIndex((row, n) => rows.indexOf(row) < n);
  return k === -1 ? null : [rows.indexOf(rows[k]), k];
}

/**
 * Two classes, one of them of largest (V x)_c, with (V_k − V_l)x = 0; null if x lies on no such
 * hyperplane. From V and x alone.
 */
function hyperplaneOf({ tail: { jacobian }, origin }: RayAnalysis): [number, number] | null {
  const products = jacobian.map((row) =>
    row.reduce((sum, value, d) => sum.add(value.multiply(Rational.of(origin[d]))), Rational.zero),
  );
  const k = products.reduce((best, value, c) => (value.compare(products[best]) > 0 ? c : best), 0);
  const l = products.findIndex((value, c) => c !== k && value.compare(products[k]) === 0);
  return l === -1 ? null : [k, l];
}

/** The first row of a Jacobian with 1 added to its first entry. */
function oneMoreIfFirst(row: readonly Rational[], c: number): readonly Rational[] {
  return c === 0 ? oneMore(row) : row;
}

/** Whether MSP → 1: one logit of f outgrows every other, by its slopes evaluated on f itself. */
function becomesCertain(subject: RayAnalysis): Outcome {
  const { slope } = tailEvaluation(subject);
  const k = slope.reduce((best, value, c) => (value.compare(slope[best]) > 0 ? c : best), 0);
  const rival = slope.findIndex((value, c) => c !== k && value.compare(slope[k]) === 0);
  const { exact } = limitsOf(subject).maximumSoftmaxProbability;
  const certain = exact !== null && exact.numerator === exact.denominator;
  if (certain !== (rival === -1)) {
    return fails(
      `MSP tends to 1 is ${certain}, but ${rival === -1 ? 'one logit' : 'no logit'} outgrows all others`,
    );
  }
  return certain ? HOLDS : fails(`f_${k} and f_${rival} grow at the same pace`);
}

/** The metrics reach their limits, and MSP comes to 1 iff the statement says so. */
function confirm(
  subject: RayAnalysis,
  oracle: Oracle,
  decided: Decision,
  stated: boolean,
): Confirmation {
  const limits = confirmationOf(findLimitMetrics(subject, oracle, limitsOf(subject)), 'holds');
  const certain = isPerfectInNumbers(subject, oracle, 'maximumSoftmaxProbability');
  if (certain === null) return givenThat(limits, () => COULD_NOT_TELL);
  const what = `far out MSP is ${certain ? '' : 'not '}1`;
  return givenThat(limits, () =>
    confirmationOf(certain === stated ? showsHolding(what) : showsFailing(what), decided),
  );
}
