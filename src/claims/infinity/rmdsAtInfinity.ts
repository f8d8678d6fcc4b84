import { rmds } from '../../detectors/methods/rmds.js';
import { Interval } from '../../exact/interval.js';
import type { Claim, Reading } from '../claim.js';
import { guarded } from '../condition.js';
import type { Confirmation } from '../confirmation.js';
import { SMALL } from '../controls/detectorCases.js';
import { DetectorAnalysis } from '../detectorAnalysis.js';
import type { Oracle } from '../oracle.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from '../outcome.js';
import { endsOf } from '../perturbed/ends.js';
import { difference } from '../perturbed/line.js';
import type { PerturbedDetector } from '../perturbed/perturbedDetector.js';
import { endInNumbers, findingThat } from '../shared/confirmEnd.js';
import { decimal, describeSubject, short, vector } from '../shared/describe.js';
import { differenceFrom, type ExpectedEnd } from '../shared/expectedEnd.js';
import { confirmationOf, type Finding } from '../shared/finding.js';
import { tailLines } from '../shared/tailLines.js';
import {
  commonConditions,
  commonHypotheses,
  controlsOf,
  endingOf,
  nearEnding,
  otherEnding,
} from './infinityClaim.js';
import { type MahalanobisEnd, mahalanobisEnd } from './mahalanobisEnd.js';
import { titleAtInfinity } from './titleAtInfinity.js';

/**
 * Relative Mahalanobis distance.
 *
 * The gap P_W − P_T is positive semidefinite where the covariance within classes has the rank of
 * that of all rows (Σ_T = Σ_W + Σ_B ⪰ Σ_W, and inverses reverse the order). Else it is not: a
 * direction in which only the classes differ is outside P_W and inside P_T, and along it the novelty
 * falls without bound. Decided with exact pseudo-inverses of the stored activations.
 */
export const rmdsAtInfinity: Claim<'detector'> = {
  id: 'rmds-at-infinity',
  ...titleAtInfinity({
    detector: rmds.name,
    blindness: 'flags iff the gap of the precisions is positive along Δ',
  }),
  source: { paper: 'farfield', label: 'section 4: RMDS' },
  kind: 'detector',
  hypotheses: [
    ...commonHypotheses({}),
    'undecided where a covariance has a condition number above 1e9',
  ],
  asPrinted: {
    latex:
      '\\min_c M_c(z) - M_0(z) = t^2\\, \\Delta^\\top (P_W - P_T) \\Delta + O(t), \\quad P_W - P_T \\succeq 0; \\qquad \\Delta^\\top (P_W - P_T) \\Delta = 0 \\;\\Longrightarrow\\; \\text{constant}',
    plain:
      'The relative distance grows like t² times a positive semidefinite gap of precisions: it flags if Δ meets the gap, stays where it is if Δ misses it, and never falls.',
    expected: 'refuted',
    ...guarded(commonConditions({}), (subject: DetectorAnalysis) =>
      decide(subject, ({ relative: [, linear, quadratic] }) => {
        if (quadratic.sign < 0) {
          return `Δ'(P_W − P_T)Δ = ${short(quadratic)} is negative: the novelty falls without bound`;
        }
        return quadratic.sign === 0 && linear.sign !== 0
          ? `Δ misses the gap, but the novelty changes by ${short(linear)}·t`
          : null;
      }),
    ),
    controls: [
      ...controlsOf({}),
      { name: 'a small network', source: SMALL, expected: 'holds' },
      {
        name: 'a distance that is said to fall',
        source: SMALL,
        lie: otherEnding,
        expected: 'fails',
      },
    ],
    confirm: confirmNeverFalls,
    explain,
    sorts,
  },
  repaired: {
    latex:
      '\\min_c M_c - M_0 = q t^2 + O(t),\\ q = \\Delta^\\top (P_W - P_T) \\Delta: \\quad q > 0 \\Rightarrow +\\infty, \\quad q < 0 \\Rightarrow -\\infty; \\qquad \\operatorname{rank} \\Sigma_W = \\operatorname{rank} \\Sigma_T \\;\\Longrightarrow\\; q \\ge 0, \\text{ and constant if } q = 0',
    plain:
      'The sign of the gap along Δ decides. It is never negative where the data move within classes in every direction in which they move at all; where only the classes differ it can be, and the far point then looks ever more in-distribution.',
    expected: 'holds',
    ...guarded(commonConditions({}), (subject: DetectorAnalysis) =>
      decide(subject, ({ relative: [, linear, quadratic], rankWithin, rankTotal }) => {
        if (rankWithin !== rankTotal) return null;
        if (quadratic.sign < 0) return `q = ${short(quadratic)} < 0 although the ranks are equal`;
        return quadratic.sign === 0 && linear.sign !== 0
          ? `q = 0, but the novelty changes by ${short(linear)}·t although the ranks are equal`
          : null;
      }),
    ),
    controls: [
      ...controlsOf({}),
      { name: 'a small network', source: SMALL, expected: 'holds' },
      {
        name: 'a distance that is said to fall',
        source: SMALL,
        lie: otherEnding,
        expected: 'fails',
      },
      { name: 'a growth a little off', source: SMALL, lie: nearEnding, expected: 'fails' },
    ],
    confirm: confirmEnd,
    sorts,
  },
  generic: {
    kind: 'robust',
    expected: 'refuted',
    among: 'plateaus',
    statement:
      'in every network of the box the units that feed the head are constant on the rows of each class, so that Σ_W and P_W are 0, and differ between two classes along Δ: the novelty falls like −t². It needs units that are off on the rows; each class has two rows or more.',
    failsThroughout: (box) => differenceAlongTail(box) !== null,
    explain: (box) => {
      const { labels, gap } = differenceAlongTail(box)!;
      const { lower, upper } = endsOf(gap);
      return [
        'In every network of the box z is the same on all rows of a class: P_W = 0.',
        `There |(μ_${labels[0]} − μ_${labels[1]})·Δ| ≥ ${decimal(Math.max(lower, -upper))}, so Δ'P_TΔ > 0 and the novelty tends to −∞.`,
      ];
    },
  },
  flaw: 'P_W is at least P_T only where Σ_W has the rank of Σ_T. With a pseudo-inverse, a direction in which the classes differ but no class varies counts for nothing in P_W and for something in P_T.',
};

/** Two classes whose constant activations differ along Δ in every network of the box, and by what. */
function differenceAlongTail(
  box: PerturbedDetector,
): { readonly labels: readonly [number, number]; readonly gap: Interval } | null {
  const middle = new DetectorAnalysis(box.source);
  if (!commonConditions({}).every(({ meets }) => meets(middle) === true)) return null;
  const { plateaus, top, tail } = box;
  if (plateaus === null || top === null || tail.penultimate === null) return null;
  for (const [k, second] of plateaus.entries()) {
    for (const first of plateaus.slice(0, k)) {
      const gap = tail.penultimate.reduce(
        (sum, { slope }, j) =>
          sum.add(difference(first.activations[j], second.activations[j]).multiply(slope)),
        Interval.zero,
      );
      if (gap.sign === 1 || gap.sign === -1) return { labels: [first.label, second.label], gap };
    }
  }
  return null;
}

function sorts(subject: DetectorAnalysis): readonly string[] {
  return endingOf(subject, rmds);
}

/** First what the statement says of the exact polynomial, then whether the detector follows it. */
function decide(
  subject: DetectorAnalysis,
  contradictionIn: (end: MahalanobisEnd) => string | null,
): Outcome {
  const exact = mahalanobisEnd(subject);
  if (!exact.clear) return UNDECIDED;
  const contradiction = contradictionIn(exact);
  if (contradiction !== null) return fails(contradiction);
  const end = endOf(exact);
  // Where terms cancel, what rounding of the fit leaves of them is no contradiction.
  if (end === null || (end.kind === 'converges' && end.cancelling)) return HOLDS;
  const behaviour = subject.behaviourOf(subject.scorerOf(rmds));
  if (behaviour.notes.length > 0) return UNDECIDED;
  const difference = differenceFrom(behaviour, end);
  return difference === null ? HOLDS : fails(difference);
}

/** How the novelty ends; null where its growing terms cancel to six digits, but not exactly. */
function endOf(exact: MahalanobisEnd): ExpectedEnd | null {
  const { nearest, whole, relative, condition, rounding, clear } = exact;
  if (!clear) return null;
  const size = nearest[2].add(whole[2]).toNumber();
  const [constant, linear, quadratic] = relative;
  if (linear.sign === 0 && quadratic.sign === 0) {
    const limit = constant.toNumber();
    // Each of the two distances has its rounding, however close to each other they are.
    const apart = 1 + nearest[0].toNumber() + whole[0].toNumber();
    const tolerance = (rounding * apart) / (1 + Math.abs(limit));
    // Eigenvectors are as far off as the condition number lets roundings grow.
    return { kind: 'converges', limit, tolerance, cancelling: size * condition };
  }
  const coefficient = quadratic.toNumber();
  const share = Math.abs(coefficient) / size;
  if (!(share > 1e-6)) return null;
  return { kind: 'grows', power: 2, coefficient, tolerance: rounding / share };
}

/** A small coefficient may have a large linear term before it: see `farTime`. */
const PATIENCE = 2 ** 30;

/** Whether numbers follow the leading term, and if so whether it rises. */
function confirmNeverFalls(...[subject, oracle, decided]: Confirm): Confirmation {
  const finding = endFinding(subject, oracle);
  const { sign } = mahalanobisEnd(subject).relative[2];
  return confirmationOf(findingThat(sign >= 0, finding), decided);
}

function confirmEnd(...[subject, oracle, decided]: Confirm): Confirmation {
  return confirmationOf(endFinding(subject, oracle), decided);
}

type Confirm = Parameters<NonNullable<Reading<'detector'>['confirm']>>;

function endFinding(subject: DetectorAnalysis, oracle: Oracle): Finding {
  const end = endOf(mahalanobisEnd(subject));
  if (end === null) return null;
  const patience = end.kind === 'grows' ? PATIENCE : 1;
  return endInNumbers(subject, oracle, subject.scorerOf(rmds), end, { patience });
}

function explain(subject: DetectorAnalysis): string[] {
  const { nearest, whole, relative } = mahalanobisEnd(subject);
  const { activations } = tailLines(subject);
  const { features, labels } = subject.data.train;
  const rows = Array.from(labels, (label, i) => {
    const from = i * features.columns;
    const row = features.values.subarray(from, from + features.columns);
    return `(${row.join(', ')}) of class ${label}`.replaceAll('-', '−');
  });
  return [
    ...describeSubject(subject),
    `training activations z: ${rows.join(', ')}`,
    `on the tail z(t) = ${vector(activations.intercept)} + t·${vector(activations.slope)}`,
    `within classes Δ'P_WΔ = ${short(nearest[2])}, of all rows Δ'P_TΔ = ${short(whole[2])}`,
    `novelty: (${short(relative[2])})·t^2 + (${short(relative[1])})·t + ${short(relative[0])}`,
  ];
}
