import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { aboutMetrics } from './controls/lies.js';
import type { LogitsAnalysis } from './logitsAnalysis.js';
import type { PointOracle } from './oracle.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import { plainSoftmax } from './plain/plainSoftmax.js';
import { confirmationOf, showsFailing, showsHolding } from './shared/finding.js';
import { logitExponentials, sumOf } from './shared/logitExponentials.js';

/** Two classes, two members of opposite minds. */
const OPPOSITE = {
  logits: [
    [0, 1],
    [1, 0],
  ],
};
/** Two members of one mind, undecided between two classes. */
const EQUAL = {
  logits: [
    [0, 0],
    [0, 0],
  ],
};
/** Four classes, two members that are certain of different ones. */
const SATURATED = {
  logits: [
    [80, 0, 0, 0],
    [0, 80, 0, 0],
  ],
};

/** Two classes, three members that are certain: votes 2 : 1, a variance of nearly 2/9. */
const THREE_OF_TWO = {
  logits: [
    [80, 0],
    [80, 0],
    [0, 80],
  ],
};

/** Three classes, two members certain of different ones: logits too far apart for a series. */
const FAR = {
  logits: [
    [3000, 0, 0],
    [0, 3000, 0],
  ],
};

/** Wrong answers that must be noticed: what, of which members, said to be what. */
const LIES = [
  ['a class variance of 0 for members that differ', OPPOSITE, { classVariance: 0 }],
  ['a mutual information of 0 for members that differ', OPPOSITE, { mutualInformation: 0 }],
  ['a class variance above 0 for equal members', EQUAL, { classVariance: 1e-300 }],
  ['a mutual information above 0 for equal members', EQUAL, { mutualInformation: 1e-300 }],
  ['an MSP below 1/C', EQUAL, { maximumSoftmaxProbability: 0.5 - 1e-9 }],
  ['an MSP above 1', OPPOSITE, { maximumSoftmaxProbability: 1 + 1e-9 }],
  ['a class variance below 0', OPPOSITE, { classVariance: -1e-300 }],
  ['an entropy above ln C', EQUAL, { predictiveEntropy: Math.log(2) + 1e-9 }],
  ['an entropy below 0', EQUAL, { predictiveEntropy: -1e-300 }],
  ['a mutual information above ln K', SATURATED, { mutualInformation: Math.log(2) + 1e-9 }],
  ['a mutual information below 0', EQUAL, { mutualInformation: -1e-300 }],
  ['an MSP below 1/C where no series is summed', FAR, { maximumSoftmaxProbability: 1 / 3 - 1e-9 }],
  [
    'an entropy above ln C where no series is summed',
    FAR,
    { predictiveEntropy: Math.log(3) + 1e-9 },
  ],
  [
    'a mutual information above ln K where no series is summed',
    FAR,
    { mutualInformation: Math.log(2) + 1e-9 },
  ],
  [
    'a class variance above its largest where no series is summed',
    FAR,
    { classVariance: 1 / 6 + 1e-9 },
  ],
  ['a class variance above its largest', SATURATED, { classVariance: 1 / 8 + 1e-9 }],
  ['a class variance above that of votes 2 : 1', THREE_OF_TWO, { classVariance: 2 / 9 + 1e-9 }],
] as const;

/**
 * Paper A, section 3.3: the metrics keep within their bounds, and disagreement is what class
 * variance and mutual information measure.
 *
 * Proof of the bounds, given Σ_c p_kc = 1 and p_kc > 0: the largest of C numbers that sum to 1 is
 * at least 1/C; the variance is a mean of squares (p_kc − p̄_c)², convex in
 * every p_k and so largest where all members are one-hot, where it is (1/C)(1 − Σ_c w_c²) for the
 * shares w_c of their votes, largest for the most even votes, K = qC + r; entropies lie in [0, ln C]; MI is the mean of KL(p_k ‖ p̄), each at least 0 and at most ln K
 * since p̄ ≥ p_k/K. So both are 0 iff p_kc = p̄_c for all k and c, that is iff all members predict the
 * same.
 *
 * Decided: Σ_c p_kc = 1, exactly; whether all members predict the same, exactly and in two ways that
 * must agree (equal differences of logits, and e^{f_kc} S_0 = e^{f_0c} S_k as sums of exponentials).
 * The float64 metrics, which nothing brings back to their bounds, must keep within them up to
 * rounding and never fall below 0; they must be 0 where all logits are equal; and they must be what
 * their definitions give for probabilities enclosed by a series, so above 0 where members differ by
 * more than rounding.
 */
export const metricBounds: Claim<'logits'> = {
  id: 'metric-bounds',
  title: 'Bounds of the uncertainty metrics',
  source: { paper: 'A', label: 'Section 3.3' },
  kind: 'logits',
  hypotheses: [],
  asPrinted: {
    latex:
      '\\tfrac1C \\le \\max_c \\bar p_c \\le 1, \\quad 0 \\le \\bar\\sigma^2 \\le \\tfrac1C \\Big(1 - \\tfrac{r(q+1)^2 + (C - r)q^2}{K^2}\\Big),\\ K = qC + r, \\quad 0 \\le \\mathbb{H}[\\bar p] \\le \\ln C, \\quad 0 \\le \\mathbb{I} \\le \\min(\\ln C, \\ln K); \\qquad \\bar\\sigma^2 = 0 \\iff \\mathbb{I} = 0 \\iff p^{(1)} = \\dots = p^{(K)}',
    plain:
      'Each metric keeps within its range, and class variance and mutual information are 0 exactly when all members predict the same.',
    expected: 'holds',
    check,
    controls: [
      { name: 'two opposite members', source: OPPOSITE, expected: 'holds' },
      { name: 'two equal members', source: EQUAL, expected: 'holds' },
      ...LIES.map(([name, source, metrics]) => ({
        name,
        source,
        lie: aboutMetrics(() => metrics),
        expected: 'fails' as const,
      })),
    ],
    confirm: ({ logits }, oracle, decided) => {
      const wrong = outOfBounds(oracle.at(logits), logits);
      return confirmationOf(
        wrong === null ? showsHolding('every metric keeps within its bounds') : showsFailing(wrong),
        decided,
      );
    },
  },
  repaired: null,
};

function check({ logits, metrics }: LogitsAnalysis): Outcome {
  const members = logits.map(logitExponentials);
  for (const { numerators, sum } of members) {
    if (!sumOf(numerators).subtract(sum).isZero || numerators.some((e) => e.evidentSign !== 1)) {
      return fails('the probabilities of a member are not positive numbers that sum to 1');
    }
  }
  const sameLogits = logits.every((row) =>
    row.every(
      (logit, c) => difference(logit, row[0]).compare(difference(logits[0][c], logits[0][0])) === 0,
    ),
  );
  const sameProbabilities = members.every(({ numerators, sum }) =>
    numerators.every(
      (e, c) => e.multiply(members[0].sum).subtract(members[0].numerators[c].multiply(sum)).isZero,
    ),
  );
  if (sameLogits !== sameProbabilities) {
    return fails('members of equal probabilities do not have equal differences of logits');
  }
  const wrong = outOfBounds(metrics, logits) ?? offDefinition(metrics, logits);
  if (wrong !== null) return fails(wrong);
  const identical = logits.every((row) => row.every((logit, c) => logit === logits[0][c]));
  if (identical && (metrics.classVariance !== 0 || metrics.mutualInformation !== 0)) {
    return fails('identical members have a variance or mutual information that is not 0');
  }
  return HOLDS;
}

function difference(x: number, y: number): Rational {
  return Rational.of(x).subtract(Rational.of(y));
}

type Metrics = Pick<
  PointOracle,
  'maximumSoftmaxProbability' | 'classVariance' | 'predictiveEntropy' | 'mutualInformation'
>;

/**
 * The largest class variance of K members and C classes: one-hot members whose votes are spread as
 * evenly as they can be, K = qC + r, r classes with q + 1 votes.
 */
function largestVariance(classes: number, members: number): number {
  const q = Math.floor(members / classes);
  const r = members - q * classes;
  return (1 - (r * (q + 1) ** 2 + (classes - r) * q ** 2) / members ** 2) / classes;
}

/** Sums of a few terms of order 1, each rounded. */
const ROUNDING = 1e-14;

/** What is out of its bounds, in words; upper ends may be exceeded by rounding. */
function outOfBounds(metrics: Metrics, logits: LogitsAnalysis['logits']): string | null {
  const [members, classes] = [logits.length, logits[0].length];
  const bounds = {
    maximumSoftmaxProbability: [1 / classes, 1],
    classVariance: [0, largestVariance(classes, members)],
    predictiveEntropy: [0, Math.log(classes)],
    mutualInformation: [0, Math.log(Math.min(classes, members))],
  } as const;
  for (const metric of Object.keys(bounds) as (keyof Metrics)[]) {
    const [lower, upper] = bounds[metric];
    const value = metrics[metric];
    if (!(value >= (lower === 0 ? 0 : lower - ROUNDING) && value <= upper + ROUNDING)) {
      return `${metric} = ${value} is outside [${lower}, ${upper}]`;
    }
  }
  return null;
}

/**
 * What is not as its definition gives, for probabilities enclosed by a series; null if nothing, or if
 * logits are too far apart for that. MI and variance by differences of means, as they are defined.
 */
function offDefinition(metrics: Metrics, logits: LogitsAnalysis['logits']): string | null {
  const enclosed = logits.map(plainSoftmax);
  if (enclosed.includes(null)) return null;
  const p = enclosed.map((row) => row!.map(({ lower }) => lower.toNumber()));
  const meanOf = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
  const mean = p[0].map((_, c) => meanOf(p.map((row) => row[c])));
  const entropy = (row: readonly number[]) =>
    row.reduce((sum, value) => (value > 0 ? sum - value * Math.log(value) : sum), 0);
  const squares = mean.map((value, c) => meanOf(p.map((row) => row[c] ** 2)) - value ** 2);
  const defined: Metrics = {
    maximumSoftmaxProbability: Math.max(...mean),
    classVariance: meanOf(squares),
    predictiveEntropy: entropy(mean),
    mutualInformation: entropy(mean) - meanOf(p.map(entropy)),
  };
  for (const metric of Object.keys(defined) as (keyof Metrics)[]) {
    if (!(Math.abs(metrics[metric] - defined[metric]) <= 100 * ROUNDING)) {
      return `${metric} = ${metrics[metric]}, by its definition ${defined[metric]}`;
    }
  }
  return null;
}
