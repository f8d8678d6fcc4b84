import { exp } from '../../exact/elementary.js';
import { Rational } from '../../exact/rational.js';
import { Real } from '../../exact/real.js';
import type { AffineMap, SpeedsCase } from '../cases.js';
import { walkFile } from '../plain/walkFile.js';
import { minus, POWER_SUMS, type PowerSum, signOf } from './powerSums.js';

/** What a curve ends in, by sums of powers that are compared lexicographically. */
export interface CurveRecursion {
  /** What the network makes. */
  readonly outputs: readonly PowerSum[];
  /** The scores of the keys; none without attention. */
  readonly scores: readonly PowerSum[];
  /** The keys whose scores tie with the largest in every positive power. */
  readonly kept: readonly number[];
  /** The constants of their scores, whose softmax their shares tend to. */
  readonly shares: readonly Rational[];
  /** What each of them gives the classes, shape [kept][C]. */
  readonly values: readonly (readonly PowerSum[])[];
}

/** Follows a curve to its end. Arithmetic: exact. */
export function followCurve(
  { network, attention, origin, moves }: SpeedsCase,
  classes: number,
): CurveRecursion {
  const input = origin.map((x, d) => [
    ...moves.map(({ direction }) => Rational.of(direction[d])),
    Rational.of(x),
  ]);
  const outputs = walkFile<PowerSum>(network, input, POWER_SUMS).logits;
  if (!attention) {
    return { outputs, scores: [], kept: [0], shares: [Rational.zero], values: [outputs] };
  }
  const apply = ({ weights, bias }: AffineMap) =>
    weights.map((row, o) => POWER_SUMS.combine(row, outputs, bias[o]));
  const scores = apply(attention.scores);
  const values = apply(attention.values);
  const lead = POWER_SUMS.largest(scores);
  const kept = [...scores.keys()].filter((j) => signOf(minus(scores[j], lead).slice(0, -1)) === 0);
  return {
    outputs,
    scores,
    kept,
    shares: kept.map((j) => scores[j][lead.length - 1]),
    values: kept.map((j) => values.slice(j * classes, (j + 1) * classes)),
  };
}

/**
 * The sign, for all large t, of Σ e^score·sum over keys: of the first power whose mixture is not 0.
 *
 * Scores are rational, so exponentials of different ones are independent over the rationals
 * (Lindemann–Weierstrass): a mixture is 0 iff for each distinct score the coefficients add up to 0.
 */
export function signOfMixture(
  scores: readonly Rational[],
  sums: readonly PowerSum[],
): -1 | 0 | 1 | null {
  for (let i = 0; i < sums[0].length; i++) {
    const groups = new Map<string, Rational>();
    scores.forEach((score, j) => {
      const name = String(score);
      groups.set(name, (groups.get(name) ?? Rational.zero).add(sums[j][i]));
    });
    if ([...groups.values()].every(({ sign }) => sign === 0)) continue;
    return mixed(
      scores,
      sums.map((sum) => sum[i]),
    ).sign;
  }
  return 0;
}

/** Σ e^score·value / Σ e^score. */
export function mixed(scores: readonly Rational[], values: readonly Rational[]): Real {
  if (scores.length === 1) return Real.ofRational(values[0]);
  const lead = scores.reduce((x, y) => (y.compare(x) > 0 ? y : x));
  const shares = scores.map((score) => exp(Real.ofRational(score.subtract(lead))));
  const sum = shares.reduce((x, y) => x.add(y));
  return values
    .map((value, j) => Real.ofRational(value).multiply(shares[j]))
    .reduce((x, y) => x.add(y))
    .divide(sum);
}
