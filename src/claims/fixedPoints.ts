import type { Claim } from './claim.js';
import { FOR_THE_OTHER, SATURATING, TIED, TIED_OTHERWISE, together } from './controls/cases.js';
import { aboutFirstTail, oneMore, otherTop, saturatingTo0 } from './controls/lies.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import type { EnsembleAnalysis, RayAnalysis } from './rayAnalysis.js';
import { confirmationOf } from './shared/finding.js';
import { findLimitMetrics, limitsOf } from './shared/limitMetrics.js';

/**
 * Paper A, final version: on the region in which the path ends, p and all metrics converge.
 *
 * For every network and finite ensemble, since the p of every member has a limit (claim `regimes`)
 * and the metrics are continuous in them. Decided: the limits that are stated are those of the
 * metrics by their definitions, taken of the members' limit distributions as the file's plain
 * evaluation gives them; compared in float64.
 */
export const fixedPoints: Claim<'ensemble'> = {
  id: 'fixed-points',
  title: 'Probabilities and all four metrics converge',
  source: { paper: 'A', label: 'Final version (UAI 2021), fixed points' },
  kind: 'ensemble',
  hypotheses: [],
  asPrinted: {
    latex:
      '\\lim_{t \\to \\infty} p^{(m)}(x(t)) = p^{(m)}_\\infty\\ \\forall\\, m, \\qquad \\lim_{t \\to \\infty} \\mathcal{U}\\big(p^{(1)}, \\dots, p^{(K)}\\big) = \\mathcal{U}\\big(p^{(1)}_\\infty, \\dots, p^{(K)}_\\infty\\big)',
    plain:
      "Along every ray the probabilities of every member converge, and so do maximum softmax probability, class variance, predictive entropy and mutual information, to those of the members' limits.",
    expected: 'holds',
    check,
    controls: [
      {
        name: 'members that saturate apart',
        source: together(SATURATING, FOR_THE_OTHER),
        expected: 'holds',
      },
      { name: 'two ties', source: together(TIED, TIED_OTHERWISE), expected: 'holds' },
      {
        name: 'a tie said to saturate',
        source: together(TIED, TIED_OTHERWISE),
        lie: aboutFirstTail(saturatingTo0),
        expected: 'fails',
      },
      {
        name: 'another top class',
        source: together(SATURATING, SATURATING.network),
        lie: aboutFirstTail(otherTop),
        expected: 'fails',
      },
      {
        name: 'another intercept of a tie',
        source: together(TIED),
        lie: aboutFirstTail(({ intercept }) => ({ intercept: oneMore(intercept) })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      confirmationOf(findLimitMetrics(subject, oracle, limitsOf(subject)), decided),
  },
  repaired: null,
};

function check(subject: EnsembleAnalysis): Outcome {
  const members = subject.members.map(limitOf);
  if (members.includes(null)) return UNDECIDED;
  const expected = metricsOf(members as number[][]);
  const limits = limitsOf(subject);
  for (const name of Object.keys(expected) as (keyof typeof expected)[]) {
    if (!(Math.abs(limits[name].value - expected[name]) <= ROUNDING)) {
      return fails(
        `the ${name} tends to ${limits[name].value}, but that of the members' limits is ${expected[name]}`,
      );
    }
  }
  return HOLDS;
}

/** Sums of a few terms of order 1, each rounded. */
const ROUNDING = 1e-12;

/** The distribution a member ends in, from its plain tail; null without one. */
function limitOf({ plainTail: plain }: RayAnalysis): number[] | null {
  if (plain === null) return null;
  const { slope, intercept } = plain;
  const most = slope.reduce((best, b) => (b.compare(best) > 0 ? b : best));
  const top = slope.flatMap((b, c) => (b.compare(most) === 0 ? [c] : []));
  const lead = top.reduce((best, c) => (intercept[c].compare(intercept[best]) > 0 ? c : best));
  const weights = slope.map((_, c) =>
    top.includes(c) ? Math.exp(intercept[c].subtract(intercept[lead]).toNumber()) : 0,
  );
  const sum = weights.reduce((x, y) => x + y, 0);
  return weights.map((weight) => weight / sum);
}

/** The metrics by their definitions. */
function metricsOf(members: readonly (readonly number[])[]) {
  const meanOf = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
  const entropy = (p: readonly number[]) =>
    p.reduce((sum, value) => (value > 0 ? sum - value * Math.log(value) : sum), 0);
  const mean = members[0].map((_, c) => meanOf(members.map((p) => p[c])));
  return {
    maximumSoftmaxProbability: Math.max(...mean),
    classVariance: meanOf(mean.map((value, c) => meanOf(members.map((p) => (p[c] - value) ** 2)))),
    predictiveEntropy: entropy(mean),
    mutualInformation: entropy(mean) - meanOf(members.map(entropy)),
  };
}
