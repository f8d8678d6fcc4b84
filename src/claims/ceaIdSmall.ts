import { rowOf } from '../detectors/batch.js';
import { cea } from '../detectors/methods/cea.js';
import { unit } from '../detectors/methods/unit.js';
import { percentile } from '../detectors/percentile.js';
import { Rational } from '../exact/rational.js';
import { headOf } from '../network/penultimate.js';
import type { Claim } from './claim.js';
import type { Confirmation } from './confirmation.js';
import { SMALL } from './controls/detectorCases.js';
import { aboutParameters } from './controls/detectorLies.js';
import type { DetectorAnalysis } from './detectorAnalysis.js';
import type { Decision } from './outcome.js';
import { fails, HOLDS, OUTSIDE, type Outcome } from './outcome.js';
import { entryOf, evaluateExactly } from './shared/exactEvaluation.js';
import { confirmationOf, showsFailing, showsHolding } from './shared/finding.js';

/**
 * Paper B, section 3.1 (i), in the sense the construction of τ gives it.
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
    'ρ ≥ 1, and the percentile is at least 0 or τ is raised by ρ, not lowered',
    'the inputs are the validation rows τ was fitted on',
  ],
  asPrinted: {
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
  repaired: null,
};

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
