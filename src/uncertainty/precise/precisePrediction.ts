import type { BigNumber } from 'mathjs';
import type { Arithmetic, PreciseNumber, Precision } from './arithmetic.js';

/** An ensemble's probabilities in high precision, each to full relative accuracy. */
export interface PrecisePrediction {
  readonly arithmetic: Arithmetic;
  /** p_kc, shape [K][C]. */
  readonly probabilities: readonly (readonly BigNumber[])[];
  /** 1 − p_kc as the sum of the others, shape [K][C]. */
  readonly complements: readonly (readonly BigNumber[])[];
  /** p̄_c, shape [C]. */
  readonly mean: readonly BigNumber[];
  /** 1 − p̄_c, shape [C]. */
  readonly meanComplement: readonly BigNumber[];
  /** p_kc − p̄_c, shape [K][C]; the one of the class with the largest mean is −Σ of the others. */
  readonly deviations: readonly (readonly BigNumber[])[];
  /** ln p_kc, shape [K][C], nats. Computed when first read: logarithms cost most. */
  readonly logProbabilities: readonly (readonly BigNumber[])[];
  /** ln p̄_c, shape [C], nats; of no meaning where p̄_c is 0. Computed when first read. */
  readonly logMean: readonly BigNumber[];
}

/**
 * The members' probabilities from their logits.
 *
 * The working precision covers the logits' spread: a difference of size 10^e is taken with e digits
 * more, so that its exponential has all the digits asked for. Ten guard digits pay for the sums.
 *
 * @param members - shape [K][C], checked by the caller
 * @param digits - of the result
 */
export function predictPrecise(
  members: readonly (readonly PreciseNumber[])[],
  digits: number,
  precision: Precision,
): PrecisePrediction {
  const arithmetic = precision(digitsForSpread(members, digits, precision));
  const logits = members.map((row) => row.map((logit) => arithmetic.of(logit)));
  const relative = logits.map((row) => {
    const largest = row.reduce((x, y) => (y.gt(x) ? y : x));
    return row.map((logit) => logit.minus(largest));
  });
  const exponentials = relative.map((row) =>
    row.map((logit) => (logit.isZero() ? arithmetic.one : logit.exp())),
  );
  const totals = exponentials.map((row) => arithmetic.sum(row));
  const probabilities = exponentials.map((row, k) => row.map((value) => value.div(totals[k])));
  const complements = probabilities.map((row) => row.map((_, c) => besides(row, c, arithmetic)));
  const mean = meanOf(probabilities, arithmetic);
  const top = mean.reduce((best, value, c) => (value.gt(mean[best]) ? c : best), 0);
  const deviations = probabilities.map((row) => {
    const direct = row.map((value, c) => value.minus(mean[c]));
    return direct.map((value, c) => (c === top ? besides(direct, c, arithmetic).neg() : value));
  });
  const agree = probabilities.every((row) => row.every((p, c) => p.eq(probabilities[0][c])));
  const meanComplement = meanOf(complements, arithmetic);
  let logProbabilities: BigNumber[][] | undefined;
  let logMean: readonly BigNumber[] | undefined;
  return {
    arithmetic,
    probabilities,
    complements,
    mean,
    meanComplement,
    deviations: agree ? deviations.map((row) => row.map(() => arithmetic.zero)) : deviations,
    get logProbabilities() {
      logProbabilities ??= relative.map((row, k) => {
        const top = row.findIndex((logit) => logit.isZero());
        const logTotal = arithmetic.log1p(besides(exponentials[k], top, arithmetic));
        return row.map((logit) => logit.minus(logTotal));
      });
      return logProbabilities;
    },
    get logMean() {
      logMean ??=
        members.length === 1
          ? this.logProbabilities[0]
          : mean.map((p, c) => logOf(p, meanComplement[c], arithmetic));
      return logMean;
    },
  };
}

/** ln p from p and 1 − p; 0 for p = 0, whose logarithm is only ever multiplied by it. */
export function logOf(
  probability: BigNumber,
  complement: BigNumber,
  arithmetic: Arithmetic,
): BigNumber {
  if (probability.isZero()) return arithmetic.zero;
  return probability.gt(0.5) ? arithmetic.log1p(complement.neg()) : probability.ln();
}

/** Digits to work with so that exponentials of differences of the logits have `digits` digits. */
function digitsForSpread(
  members: readonly (readonly PreciseNumber[])[],
  digits: number,
  precision: Precision,
): number {
  const coarse = precision(16);
  let exponent = 0;
  for (const row of members) {
    for (const logit of row) {
      const value = coarse.of(logit);
      if (!value.isZero()) exponent = Math.max(exponent, value.e + 1);
    }
  }
  // Differences beyond 1e18 have exponentials that are 0 at any precision, but logits that are
  // far from 0 and close to each other need all their digits.
  return Math.ceil((digits + exponent + 10) / 16) * 16;
}

function besides(row: readonly BigNumber[], index: number, arithmetic: Arithmetic): BigNumber {
  return arithmetic.sum(row.filter((_, c) => c !== index));
}

function meanOf(
  rows: readonly (readonly BigNumber[])[],
  arithmetic: Arithmetic,
): readonly BigNumber[] {
  if (rows.length === 1) return rows[0];
  return rows[0].map((_, c) => arithmetic.sum(rows.map((row) => row[c])).div(rows.length));
}
