import { rowOf } from '../detectors/batch.js';
import { cea } from '../detectors/methods/cea.js';
import { unit } from '../detectors/methods/unit.js';
import { percentile } from '../detectors/percentile.js';
import { Rational } from '../exact/rational.js';
import { headOf } from '../network/penultimate.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { HAS_LINEAR_HEAD } from './conditions.js';
import { COULD_NOT_TELL, type Confirmation } from './confirmation.js';
import { HEADLESS, SMALL, SWITCHED_OFF } from './controls/detectorCases.js';
import { aboutParameters } from './controls/detectorLies.js';
import type { DetectorAnalysis } from './detectorAnalysis.js';
import type { Oracle } from './oracle.js';
import type { Decision } from './outcome.js';
import { fails, HOLDS, OUTSIDE, type Outcome } from './outcome.js';
import { type Ends, excessBetween, excessEnds, widened } from './perturbed/ends.js';
import type { PerturbedDetector } from './perturbed/perturbedDetector.js';
import { plainEvaluation } from './plain/plainEvaluation.js';
import { roundedPoint } from './plain/runningError.js';
import { decimal, describeNetwork, describeRay } from './shared/describe.js';
import { entryOf, evaluateExactly } from './shared/exactEvaluation.js';
import { confirmationOf, showsFailing, showsHolding } from './shared/finding.js';
import { tailLines } from './shared/tailLines.js';

/**
 * Paper B, section 3.1 (i).
 *
 * As printed g is compared between validation rows and the end of the ray, squares of exact
 * activations. Repaired, in the sense the construction of τ gives it, by counting.
 *
 * A percentile interpolated between two order statistics can be exceeded by one value more than a
 * share 1 − p, hence the rounding up: of n values at most ⌈(1 − p)n⌉ exceed it. With ρ ≥ 1, τ is no
 * lower if the percentile is not negative. If it is negative, ρ·q is below q and all values may
 * exceed it: the detector then raises τ instead (`paper`), and its other variant is outside the
 * claim. Counts of doubles: exact.
 */
export const ceaIdSmall: Claim<'detector'> = {
  id: 'cea-id-small',
  title: 'In-distribution activations hardly exceed the threshold of CEA',
  source: { paper: 'B', label: 'Section 3.1 (i)' },
  kind: 'detector',
  hypotheses: [
    'the logits are an affine map of the penultimate activations z',
    'as printed: in-distribution inputs are the validation rows, out-of-distribution ones the points far out on the ray; percentiles 99.9, 90, 75 and 50',
    'repaired: ρ ≥ 1, and the percentile is at least 0 or τ is raised by ρ, not lowered',
    'repaired: the inputs are the validation rows τ was fitted on',
  ],
  asPrinted: {
    latex:
      'g(x_{\\mathrm{ID}}) \\le g(x_{\\mathrm{OOD}}), \\qquad g(x) = \\|\\max(z(x) - \\tau, 0)\\|_2',
    plain:
      'No in-distribution input has a larger excess over the threshold than an out-of-distribution one.',
    expected: 'refuted',
    ...guarded<DetectorAnalysis>([HAS_LINEAR_HEAD], concludePairs),
    controls: [
      { name: 'units that rise', source: SMALL, expected: 'holds' },
      { name: 'a unit that is switched off on the way', source: SWITCHED_OFF, expected: 'fails' },
      { name: 'nothing affine at the end', source: HEADLESS, expected: 'skipped' },
    ],
    confirm: confirmPairs,
    explain: (subject) => {
      const found = largerExcess(subject);
      return [
        ...describeNetwork(subject.file),
        describeRay(subject),
        `validation inputs ${JSON.stringify(subject.source.validation.x)}`,
        ...(found === null ? [] : [pairWords(found)]),
      ];
    },
  },
  repaired: {
    latex:
      '\\tau = \\rho\\, q_p,\\ q_p \\ge 0,\\ \\rho \\ge 1: \\quad \\#\\{(i, j) : z_{ij} > \\tau\\} \\le \\lceil (1 - p)\\, n \\rceil, \\qquad z \\le \\tau \\;\\Longrightarrow\\; g(z) = 0 = \\min g',
    plain:
      'At most a share 1 − p of the pooled validation activations, rounded up to whole ones, exceeds the threshold; and an input none of whose activations exceeds it has g = 0, which no other input, in-distribution or not, falls below.',
    expected: 'holds',
    check,
    controls: [
      { name: 'a small network', source: SMALL, expected: 'holds' },
      {
        name: 'a threshold that is too low',
        source: SMALL,
        lie: (subject) =>
          aboutParameters(subject, (honest) => ({ ...honest, tau: (honest.tau as number) / 16 })),
        expected: 'fails',
      },
      {
        name: 'a threshold that is too high for the scores',
        source: SMALL,
        lie: (subject) =>
          aboutParameters(subject, (honest) => ({ ...honest, tau: 16 * (honest.tau as number) })),
        expected: 'fails',
      },
    ],
    confirm,
    sorts: ({ data }) => {
      const level = percentile(data.validation.features.values, PERCENTS[0]);
      return [`percentile ${level > 0 ? 'positive' : level < 0 ? 'negative' : 'zero'}`];
    },
  },
  generic: {
    kind: 'robust',
    expected: 'refuted',
    statement:
      'a validation row exceeds the threshold in every network of the box and on all rows near these, and far out every unit is switched off or below the threshold.',
    failsThroughout: (box) => largerExcessInBox(box) !== null,
    explain: (box) => {
      const { percent, id, far } = largerExcessInBox(box)!;
      return [
        `In every case of the box, with the percentile ${percent}, g ≥ ${decimal(id)} of a validation row and g ≤ ${decimal(far)} far out.`,
      ];
    },
  },
  flaw: 'The threshold is a percentile, which a share 1 − p of the validation activations exceeds by construction; and an out-of-distribution input may switch units off instead of exciting them.',
};

/** A row that exceeds the threshold by more than the far point does in the end. */
interface LargerExcess {
  readonly percent: number;
  readonly tau: number;
  readonly row: number;
  /** g², of the row and of the far point. Exact. */
  readonly own: Rational;
  readonly far: Rational;
}

/** As printed, for rows of validation data and the points far out on the ray. */
function concludePairs(subject: DetectorAnalysis): Outcome {
  const found = largerExcess(subject);
  return found === null ? HOLDS : fails(pairWords(found));
}

function pairWords({ percent, tau, row, own, far }: LargerExcess): string {
  const root = (square: Rational) => decimal(Math.sqrt(square.toNumber()));
  return `with the percentile ${percent}, τ = ${decimal(tau)}: g = ${root(own)} at validation row ${row}, and ${root(far)} far out on the ray`;
}

/** The first such row and percentile, or null: none where some unit rises for ever, g → ∞. */
function largerExcess(subject: DetectorAnalysis): LargerExcess | null {
  const { slope, intercept } = tailLines(subject).activations;
  if (slope.some(({ sign }) => sign > 0)) return null;
  const still = intercept.filter((_, j) => slope[j].sign === 0);
  const rows = activationsOf(subject);
  for (const percent of PERCENTS) {
    const tau = tauAt(subject, percent);
    const far = excessSquare(still, tau);
    for (const [row, activations] of rows.entries()) {
      const own = excessSquare(activations, tau);
      if (own.compare(far) > 0) return { percent, tau, row, own, far };
    }
  }
  return null;
}

/** The validation rows' activations, from the file's plain evaluation. */
function activationsOf({ file, source }: DetectorAnalysis): (readonly Rational[])[] {
  return source.validation.x.map((row) => {
    const still = row.map(() => 0);
    return plainEvaluation(file, row, still, Rational.zero).penultimate!;
  });
}

function excessSquare(activations: readonly Rational[], tau: number): Rational {
  return activations
    .map((value) => value.subtract(Rational.of(tau)))
    .filter(({ sign }) => sign > 0)
    .reduce((sum, over) => sum.add(over.multiply(over)), Rational.zero);
}

/** The same throughout a box: every unit keeps to a constant far out. */
function largerExcessInBox(box: PerturbedDetector) {
  const units = box.tail.penultimate;
  if (units === null || units.some(({ slope }) => slope.sign !== 0)) return null;
  const rows = box.validation;
  for (const percent of PERCENTS) {
    const tau = box.thresholdAt(percent)!;
    const far = excessEnds(
      units.map(({ intercept }) => intercept),
      tau,
    ).upper;
    const own = rows.map(({ activations }) => excessEnds(activations!, tau).lower);
    const id = Math.max(...own);
    if (id > far) return { percent, id, far };
  }
  return null;
}

/**
 * The same excesses in numbers, at the rows and far out on the ray: of every row and percentile, not
 * of those the check came upon. Enclosed by what rounding leaves, so that equal ones are not told.
 */
function confirmPairs(subject: DetectorAnalysis, oracle: Oracle, decided: Decision): Confirmation {
  const { source, origin, direction } = subject;
  const taus = PERCENTS.map((percent) => tauAt(subject, percent));
  const t = decisiveTime(subject, taus);
  if (t === null) return COULD_NOT_TELL;
  const last = activationEnds(subject, oracle, origin, direction, t);
  const rows = source.validation.x.map((row) =>
    activationEnds(
      subject,
      oracle,
      row,
      row.map(() => 0),
      0,
    ),
  );
  let known = true;
  for (const value of taus) {
    const tau = { lower: value, upper: value };
    const far = excessBetween(last, tau);
    for (const [i, row] of rows.entries()) {
      const own = excessBetween(row, tau);
      if (own.lower > far.upper) {
        const what = `with τ = ${value}, g ≥ ${own.lower} at row ${i} and g ≤ ${far.upper} at t = ${t}`;
        return confirmationOf(showsFailing(what), decided);
      }
      known &&= own.upper <= far.lower;
    }
  }
  if (!known) return COULD_NOT_TELL;
  return confirmationOf(showsHolding(`no row has a larger g than the ray at t = ${t}`), decided);
}

/** Activations between what rounding leaves of them in the oracle's arithmetic, from the file. */
function activationEnds(
  { file }: DetectorAnalysis,
  oracle: Oracle,
  origin: readonly number[],
  direction: readonly number[],
  t: number,
): Ends[] {
  if (oracle.name === 'float64') {
    return roundedPoint(file, origin, direction, t).penultimate!.map(({ value, error }) =>
      widened({ lower: value - error, upper: value + error }),
    );
  }
  return plainEvaluation(file, origin, direction, Rational.of(t)).penultimate!.map((exact) => {
    const value = exact.toNumber();
    return widened({ lower: value, upper: value });
  });
}

/**
 * A power of two at which every unit that rises for ever exceeds the threshold by more than all rows
 * do, and every unit that falls is below it; null if it is beyond the doubles.
 */
function decisiveTime(subject: DetectorAnalysis, taus: readonly number[]): number | null {
  const { slope, intercept } = tailLines(subject).activations;
  const seen = subject.data.validation.features.values;
  const reach =
    1 + [...seen, ...taus].reduce((most, x) => Math.max(most, Math.abs(x)), 0) * 4 * slope.length;
  const needed = slope.map((b, j) =>
    b.sign === 0 ? 0 : (Math.abs(intercept[j].toNumber()) + reach) / Math.abs(b.toNumber()),
  );
  const t = 2 ** Math.ceil(Math.log2(Math.max(1, subject.plain.from, ...needed)) + 1);
  return t < 2 ** 1000 ? t : null;
}

/** The threshold of CEA with its defaults. */
function tauAt(subject: DetectorAnalysis, percent: number): number {
  return subject.scorerOf(cea(unit), { percent }).parameters.tau as number;
}

const PERCENTS = [99.9, 90, 75, 50];
const VARIANTS = ['paper', 'cea-2024'] as const;

function check(subject: DetectorAnalysis): Outcome {
  const { validation, train } = subject.data;
  let met = false;
  for (const { tau, percent, scorer, level } of fits(subject)) {
    met = true;
    const { values } = validation.features;
    const over = values.reduce((count, value) => count + (value > tau ? 1 : 0), 0);
    const allowed = allowance(values.length, percent);
    if (over > allowed) {
      return fails(
        `${over} of ${values.length} activations exceed τ = ${tau} (percentile ${percent}: ${level}), more than ${allowed}`,
      );
    }
    for (const set of [validation, train]) {
      const novelty = scorer.score(set);
      // CEA on the score −1 has novelty −1 + λg with λ > 0: g = 0 iff it is −1.
      const off = novelty.findIndex((value, i) => {
        const within = rowOf(set.features, i).every((activation) => activation <= tau);
        return within ? value !== -1 : !(value >= -1);
      });
      if (off !== -1) return fails(`row ${off} has novelty ${novelty[off]} with τ = ${tau}`);
    }
  }
  return met ? HOLDS : OUTSIDE;
}

/** CEA fitted in each way the hypotheses allow. */
function fits(subject: DetectorAnalysis) {
  return PERCENTS.flatMap((percent) => {
    const level = percentile(subject.data.validation.features.values, percent);
    return VARIANTS.filter((variant) => variant === 'paper' || level >= 0).map((variant) => {
      const scorer = subject.scorerOf(cea(unit), { percent, variant });
      return { percent, level, scorer, tau: scorer.parameters.tau as number };
    });
  });
}

/** ⌈(1 − p)·n⌉. */
function allowance(count: number, percent: number): number {
  const hundred = new Rational(100n, 1n);
  const share = hundred.subtract(Rational.of(percent)).divide(hundred);
  const { numerator, denominator } = share.multiply(Rational.of(count));
  return Number((numerator + denominator - 1n) / denominator);
}

/** Counts the activations of the network evaluated exactly, not as float64 sees them. */
function confirm(subject: DetectorAnalysis, _: unknown, decided: Decision): Confirmation {
  const { network, source } = subject;
  const { penultimate } = headOf(network);
  const activations = source.validation.x.flatMap((row) => {
    const values = evaluateExactly(network, row, null, Rational.zero);
    return values.values[penultimate].map((_, j) => entryOf(values, penultimate, j).toNumber());
  });
  for (const { tau, percent } of fits(subject)) {
    const slack = 1e-9 * (1 + Math.abs(tau));
    const over = activations.filter((value) => value > tau + slack).length;
    const what = `${over} of ${activations.length} exact activations exceed τ = ${tau} at ${percent} %`;
    if (over > allowance(activations.length, percent)) {
      return confirmationOf(showsFailing(what), decided);
    }
  }
  return confirmationOf(showsHolding('no threshold is exceeded too often'), decided);
}
