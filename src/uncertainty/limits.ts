import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { type Kind, list, problemsOf } from '../errors/kinds.js';
import { Rational } from '../exact/rational.js';
import { limitLogits } from '../tail/limitOfTail.js';
import type { LogitLines } from '../tail/logitLines.js';
import type { DecidedRegime } from '../tail/regime.js';
import { tailEnd } from '../tail/tailKinds.js';
import { classVariance } from './classVariance.js';
import { expectedEntropy, predictiveEntropy } from './entropy.js';
import { maximumSoftmaxProbability } from './maximumSoftmaxProbability.js';
import { mutualInformation } from './mutualInformation.js';
import { predict } from './prediction.js';
import { softmax } from './softmax.js';

/**
 * What the limits need of a tail, such as `exactTail` returns. Of the intercepts only differences
 * within T, the classes with the largest slope, matter.
 */
export type TailEnd = Pick<LogitLines<Rational, DecidedRegime>, 'regime' | 'top' | 'intercept'>;

/** A tail with fractions beside its doubles, as `tail` returns it. */
export interface WithExactEnd {
  readonly exact: TailEnd;
}

/** The distribution a network's softmax tends to along a ray. */
export interface LimitDistribution {
  /** Shape [C]; float64, the softmax of `logits`. */
  readonly probabilities: Float64Array;
  /**
   * Logits of the limit, shape [C], nats: the intercepts of T less their largest, each the double
   * nearest to the exact difference, and −Infinity outside T. Metrics of the limit are metrics of
   * these logits.
   */
  readonly logits: Float64Array;
  /**
   * The probabilities as fractions, where they are rational: one-hot, or equal intercepts on T.
   * Otherwise null, and no probability of T is rational: e^δ for distinct rational δ are linearly
   * independent over the rationals (Lindemann–Weierstrass), so 1/p_c = Σ e^(a_c' − a_c) is rational
   * only if all differences are 0.
   */
  readonly exact: readonly Rational[] | null;
}

/** The limit of a metric, with the arithmetic it is known in. */
export interface Limit {
  /** The double nearest to `exact` where there is one, else float64. */
  readonly value: number;
  /** The limit as a fraction where it is decided to be one; else null. */
  readonly exact: Rational | null;
  /** The exact limit in symbols where it has a short form (`1/2`, `ln 2`); else null. */
  readonly expression: string | null;
}

/** The limits of the metrics of paper A along a ray, for an ensemble (one network: K = 1). */
export interface LimitUncertainty {
  readonly maximumSoftmaxProbability: Limit;
  readonly classVariance: Limit;
  readonly predictiveEntropy: Limit;
  readonly expectedEntropy: Limit;
  readonly mutualInformation: Limit;
  /** Shape [C]: the limit of p̄ as fractions where every member's limit is rational; else null. */
  readonly mean: readonly Rational[] | null;
  /**
   * w, shape [C]: the share of members whose top class is c, if every member saturates; else null.
   * Then `mean` is w.
   */
  readonly voteShares: readonly Rational[] | null;
  /** Decided exactly: every member saturates, and all to one class. */
  readonly certaintyIsPerfect: boolean;
  /** Decided exactly: all members have one limit distribution, so variance and MI tend to 0. */
  readonly membersAgree: boolean;
}

/**
 * The distribution a network's softmax tends to: softmax of the intercepts on T, 0 elsewhere.
 *
 * @param tail - as `tail` or `exactTail` returns it; its regime must be the one its top set says
 * @throws InputError `wrong_type`, `empty`, `out_of_range`, `inconsistent`
 *
 * Source: claim `regimes` (F2).
 *
 * @example
 * ```ts
 * const zero = Rational.zero;
 * limitDistribution({ regime: 'tied', top: [0, 2], intercept: [zero, zero, zero] })
 *   .exact!.map(String); // ['1/2', '0/1', '1/2']
 * ```
 */
export function limitDistribution(tail: TailEnd | WithExactEnd): LimitDistribution {
  checkArguments('limitDistribution', { tail: [tail, anyTail] });
  return distributionOf(exactEnd(tail));
}

/**
 * The limits of all metrics along a ray: the metrics of the members' limit distributions.
 *
 * Decided exactly (`exact` is not null): MSP and class variance whenever every member's limit is
 * rational, in particular vote shares k/K when all members saturate; every 0; the expected entropy
 * and MI where they are 0. The other limits are transcendental expressions evaluated in float64.
 *
 * @param members - their tails, as `tail` or `exactTail` returns them, of one number of classes
 * @throws InputError as `limitDistribution`; `empty` without members, `shape_mismatch` if their
 *   numbers of classes differ
 *
 * Source: claims `regimes` (F2), `vote-shares` (F4), `perfect-certainty`, repaired.
 *
 * @example
 * ```ts
 * // Two members that are certain of different classes as x grows.
 * const member = (weights: number[][]) => readNetwork({ format: 'farfield-network', version: 1,
 *   inputs: 1, layers: [{ type: 'dense', weights, bias: [0, 0] }] });
 * const tails = [[[1], [0]], [[0], [1]]].map((weights) => tail(member(weights), [0], [1]));
 * limitUncertainty(tails).mutualInformation.expression; // 'ln 2'
 * ```
 */
export function limitUncertainty(members: readonly (TailEnd | WithExactEnd)[]): LimitUncertainty {
  const tails = endsOf('limitUncertainty', members);
  const distributions = tails.map(distributionOf);
  const prediction = predict(distributions.map(({ logits }) => logits));
  const fractions = distributions.map(({ exact }) => exact);
  const rational = fractions.every((fraction) => fraction !== null) ? fractions : null;
  const mean = rational ? meanOf(rational) : null;
  const agree = distributionsAgree(tails);
  const oneHot = tails.every(({ top }) => top.length === 1);
  const entropy = mean
    ? entropyLimit(mean, predictiveEntropy(prediction))
    : inFloat64(predictiveEntropy(prediction));
  return {
    maximumSoftmaxProbability: mean
      ? asFraction(mean.reduce((x, y) => (x.compare(y) < 0 ? y : x)))
      : inFloat64(maximumSoftmaxProbability(prediction)),
    classVariance: agree
      ? asFraction(Rational.zero)
      : rational && mean
        ? asFraction(varianceOf(rational, mean))
        : inFloat64(classVariance(prediction)),
    predictiveEntropy: entropy,
    expectedEntropy: oneHot
      ? asFraction(Rational.zero)
      : agree
        ? entropy
        : inFloat64(expectedEntropy(prediction)),
    mutualInformation: agree
      ? asFraction(Rational.zero)
      : oneHot
        ? entropy
        : inFloat64(mutualInformation(prediction)),
    mean,
    voteShares: oneHot ? mean : null,
    certaintyIsPerfect: allCertainOfOne(tails),
    membersAgree: agree,
  };
}

/**
 * Whether all four metrics reach perfect certainty along the ray: iff every member saturates to the
 * same class. Decided exactly.
 *
 * @throws InputError as `limitUncertainty`
 *
 * Source: claim `perfect-certainty` (paper A, Theorem 1), repaired.
 *
 * @example
 * ```ts
 * const zero = Rational.zero;
 * certaintyIsPerfect([{ regime: 'saturating', top: [1], intercept: [zero, zero] }]); // true
 * ```
 */
export function certaintyIsPerfect(members: readonly (TailEnd | WithExactEnd)[]): boolean {
  return allCertainOfOne(endsOf('certaintyIsPerfect', members));
}

function allCertainOfOne(tails: readonly TailEnd[]): boolean {
  return tails.every(({ top }) => top.length === 1 && top[0] === tails[0].top[0]);
}

function distributionOf({ top, intercept }: TailEnd): LimitDistribution {
  const logits = limitLogits(top, intercept);
  const equal = top.every((c) => intercept[c].compare(intercept[top[0]]) === 0);
  const share = new Rational(1n, BigInt(top.length));
  const exact = equal ? Array.from(logits, (logit) => (logit === 0 ? share : Rational.zero)) : null;
  return { probabilities: softmax(logits), logits, exact };
}

/** Softmax is one-to-one up to a shift: limits agree iff T and the differences on T do. */
function distributionsAgree(tails: readonly TailEnd[]): boolean {
  const { top, intercept } = tails[0];
  return tails.every(
    (tail) =>
      tail.top.length === top.length &&
      top.every(
        (c, i) =>
          tail.top[i] === c &&
          tail.intercept[c]
            .subtract(tail.intercept[top[0]])
            .compare(intercept[c].subtract(intercept[top[0]])) === 0,
      ),
  );
}

function meanOf(distributions: readonly (readonly Rational[])[]): Rational[] {
  const share = new Rational(1n, BigInt(distributions.length));
  return distributions[0].map((_, c) =>
    distributions.reduce((sum, p) => sum.add(p[c]), Rational.zero).multiply(share),
  );
}

/** (1/(CK)) Σ_k Σ_c (p_kc − p̄_c)². */
function varianceOf(
  distributions: readonly (readonly Rational[])[],
  mean: readonly Rational[],
): Rational {
  let sum = Rational.zero;
  for (const p of distributions) {
    for (let c = 0; c < mean.length; c++) {
      const deviation = p[c].subtract(mean[c]);
      sum = sum.add(deviation.multiply(deviation));
    }
  }
  return sum.divide(new Rational(BigInt(mean.length * distributions.length), 1n));
}

/** The entropy of a rational distribution: 0 iff one-hot, else −Σ w ln w, transcendental. */
function entropyLimit(distribution: readonly Rational[], value: number): Limit {
  const positive = distribution.filter(({ sign }) => sign > 0);
  if (positive.length === 1) return asFraction(Rational.zero);
  if (positive.every((w) => w.compare(positive[0]) === 0)) {
    return { value: Math.log(positive.length), exact: null, expression: `ln ${positive.length}` };
  }
  const terms = positive.map((w) => `${w} ln(${new Rational(w.denominator, w.numerator)})`);
  return { value, exact: null, expression: terms.join(' + ').replaceAll('/1)', ')') };
}

function asFraction(exact: Rational): Limit {
  const expression = exact.denominator === 1n ? String(exact.numerator) : exact.toString();
  return { value: exact.toNumber(), exact, expression };
}

function inFloat64(value: number): Limit {
  return { value, exact: null, expression: null };
}

/**
 * The exact ends of members' tails, checked.
 *
 * @throws InputError with every problem up to ten
 */
function endsOf(where: string, members: readonly (TailEnd | WithExactEnd)[]): readonly TailEnd[] {
  const problems = problemsOf(list(anyTail, 1), members, 'tails');
  if (problems.length > 0) throw new InputError(where, problems);
  const tails = members.map(exactEnd);
  const classes = tails[0].intercept.length;
  const others = tails.findIndex(({ intercept }) => intercept.length !== classes);
  if (others === -1) return tails;
  throw new InputError(where, [
    {
      code: 'shape_mismatch',
      path: `tails[${others}].intercept.length`,
      value: tails[others].intercept.length,
      rule: `must equal the ${classes} classes of tails[0]`,
      remedy: 'pass the tails of networks of one number of classes',
    },
  ]);
}

function exactEnd(tail: TailEnd | WithExactEnd): TailEnd {
  return 'exact' in tail ? tail.exact : tail;
}

/** What `tail` returns, with its `exact`, or what `exactTail` does. */
const anyTail: Kind = (value, path, report) => {
  if (typeof value === 'object' && value !== null && 'exact' in value) {
    tailEnd(value.exact, `${path}.exact`, report);
  } else {
    tailEnd(value, path, report);
  }
};
