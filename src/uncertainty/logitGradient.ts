import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { indexOfLargest, logSumExp } from './logSumExp.js';
import { checkMembers, type Members } from './prediction.js';
import {
  addScaled,
  multiplyScaled,
  NOTHING,
  negateScaled,
  type Scaled,
  scaled,
  scaledExp,
  scaledToNumber,
  subtractScaled,
} from './scaled.js';
import { logSoftmax } from './softmax.js';

/**
 * The gradient of a metric with respect to every member's logits. Each member's entries sum to 0:
 * adding a constant to all logits changes no metric.
 */
export interface LogitGradient {
  /** `∂metric/∂f_kc`, shape [K][C], per nat; 0 where it is below 5e-324. */
  readonly values: readonly Float64Array[];
  /** The same with the range of `Scaled`, so that decay is still visible there. */
  readonly scaled: readonly (readonly Scaled[])[];
  /**
   * The most probable class of each member (the first, if tied), shape [K]: entries of the other
   * classes are accurate, its own is minus their sum.
   */
  readonly reference: readonly number[];
}

/** What the gradients need of an ensemble: its probabilities with the range of `Scaled`. */
export interface ScaledPrediction {
  readonly classes: number;
  /** p_kc, shape [K][C]. */
  readonly probabilities: readonly (readonly Scaled[])[];
  /** ln p_kc, shape [K][C], nats. */
  readonly logProbabilities: readonly Float64Array[];
  /** ln p̄_c, shape [C], nats. */
  readonly logMean: Float64Array;
  /** p_kc − p̄_c, shape [K][C]: exactly 0 where all members agree. Computed when first read. */
  readonly deviations: readonly (readonly Scaled[])[];
  readonly reference: readonly number[];
}

/**
 * What the gradients need, computed from logits; a prediction is returned as it is, so that several
 * gradients can share one.
 *
 * @throws InputError as `predict`, and `not_finite` for a logit that is NaN or infinite: at
 *   infinity there are limits but no derivatives
 */
export function predictScaled(
  where: string,
  members: Members | ScaledPrediction,
): ScaledPrediction {
  if (typeof members === 'object' && members !== null && 'logMean' in members) return members;
  checkFiniteMembers(where, members);
  const classes = members[0].length;
  const logProbabilities = members.map(logSoftmax);
  const probabilities = logProbabilities.map((row) => Array.from(row, scaledExp));
  const logMean = Float64Array.from(
    { length: classes },
    (_, c) => logSumExp(logProbabilities.map((row) => row[c])) - Math.log(members.length),
  );
  let deviations: Scaled[][] | undefined;
  return {
    classes,
    probabilities,
    logProbabilities,
    logMean,
    get deviations() {
      deviations ??= deviationsOf(probabilities);
      return deviations;
    },
    reference: members.map(indexOfLargest),
  };
}

/**
 * The chain rule through the softmax: from `∂metric/∂p_kc` to `∂metric/∂f_kc`.
 *
 *   ∂metric/∂f_kc = p_kc (s_kc − Σ_c' p_kc' s_kc'),   s_kc = ∂metric/∂p_kc.
 *
 * Only differences of the s matter, so they are taken relative to the reference class r: with
 * b_c = s_kc − s_kr nothing of size 1 cancels where p_kc is tiny, and equal s give exact zeros. This
 * is also where A.7's step 0·∞ is avoided: s may be ln p̄_c, but it only occurs times p_kc.
 *
 * @param slopeDifference - `s_kc − s_kr`; not asked where p_kc is 0
 */
export function gradientFromSlopes(
  prediction: ScaledPrediction,
  slopeDifference: (member: number, classIndex: number, reference: number) => Scaled,
): LogitGradient {
  const gradients = prediction.probabilities.map((probability, k) => {
    const reference = prediction.reference[k];
    const differences = probability.map((p, c) =>
      c === reference || p.mantissa === 0 ? NOTHING : slopeDifference(k, c, reference),
    );
    let mean = NOTHING;
    differences.forEach((difference, c) => {
      mean = addScaled(mean, multiplyScaled(probability[c], difference));
    });
    return probability.map((p, c) => multiplyScaled(p, subtractScaled(differences[c], mean)));
  });
  return {
    scaled: gradients,
    values: gradients.map((gradient) => Float64Array.from(gradient, scaledToNumber)),
    reference: prediction.reference,
  };
}

/**
 * p_kc − p̄_c, from the first member's so that agreement is exactly 0, and for a class with p̄_c
 * above 1/2 from 1 − p_kc = Σ of the others.
 */
function deviationsOf(probabilities: readonly (readonly Scaled[])[]): Scaled[][] {
  const classes = probabilities[0].length;
  const members = scaled(1 / probabilities.length);
  const deviations: Scaled[][] = probabilities.map(() => []);
  for (let c = 0; c < classes; c++) {
    const mean = multiplyScaled(sum(probabilities.map((row) => row[c])), members);
    const parts = probabilities.map((row) =>
      scaledToNumber(mean) > 0.5
        ? negateScaled(sum(row.filter((_, other) => other !== c)))
        : row[c],
    );
    const shifts = parts.map((part) => subtractScaled(part, parts[0]));
    const meanShift = multiplyScaled(sum(shifts), members);
    shifts.forEach((shift, k) => {
      deviations[k].push(subtractScaled(shift, meanShift));
    });
  }
  return deviations;
}

function sum(values: readonly Scaled[]): Scaled {
  return values.reduce(addScaled, NOTHING);
}

/**
 * Checks the members' shape, and that every logit is finite.
 *
 * @throws InputError `empty`, `shape_mismatch`, `not_finite`: up to ten entries
 */
function checkFiniteMembers(where: string, members: Members): void {
  checkMembers(where, members);
  const problems: Problem[] = [];
  members.forEach((logits, k) => {
    for (let c = 0; c < logits.length && problems.length < 10; c++) {
      if (Number.isFinite(logits[c])) continue;
      problems.push({
        code: 'not_finite',
        path: `members[${k}][${c}]`,
        value: logits[c],
        rule: 'must be a finite number',
        remedy: 'use the limits for a point at infinity',
      });
    }
  });
  if (problems.length > 0) throw new InputError(where, problems);
}
