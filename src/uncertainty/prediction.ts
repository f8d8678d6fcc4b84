import { InputError } from '../errors/inputError.js';
import { holdsNumbers, list, numbers, problemsOf } from '../errors/kinds.js';
import type { Problem } from '../errors/problem.js';
import { complements } from './complements.js';
import { LOGITS, softmax } from './softmax.js';

/**
 * The logits of every member of an ensemble at one input: shape [K][C], nats. One network is an
 * ensemble of one: `[logits]`.
 */
export type Members = readonly ArrayLike<number>[];

/** What an ensemble predicts at one input, in the forms the metrics need without cancellation. */
export interface Prediction {
  /** p_kc, shape [K][C]. */
  readonly probabilities: readonly Float64Array[];
  /** 1 − p_kc, shape [K][C]. */
  readonly complements: readonly Float64Array[];
  /** p̄_c, the mean over the members, shape [C]. */
  readonly mean: Float64Array;
  /** 1 − p̄_c, shape [C]. */
  readonly meanComplement: Float64Array;
  /** p_kc − p̄_c, shape [K][C]: exactly 0 where all members agree. */
  readonly deviations: readonly Float64Array[];
}

/**
 * The members' probabilities, their mean and their deviations from it.
 *
 * Arithmetic: float64. Where p̄_c is close to 1 the deviations are differences of the complements,
 * so they keep their leading digits when every member is nearly certain of class c. Infinite logits
 * stand for their limits as in `softmax`; a NaN makes everything it touches NaN.
 *
 * @param members - shape [K][C], nats, K ≥ 1, C ≥ 1
 * @throws InputError `empty` without members or classes, `shape_mismatch` if their numbers of
 *   classes differ
 *
 * @example
 * ```ts
 * predict([[1, 1], [0, -Infinity]]).mean; // Float64Array [0.75, 0.25]
 * ```
 */
export function predict(members: Members): Prediction {
  checkMembers('predict', members);
  const probabilities = members.map(softmax);
  const complementsOfMembers = members.map(complements);
  const mean = meanOf(probabilities);
  const meanComplement = meanOf(complementsOfMembers);
  const deviations = members.map(() => new Float64Array(mean.length));
  for (let c = 0; c < mean.length; c++) {
    const nearOne = meanComplement[c] < 0.5;
    const first = nearOne ? complementsOfMembers[0][c] : probabilities[0][c];
    // Relative to the first member, so that agreement gives exact zeros.
    const shifts = probabilities.map((probability, k) =>
      nearOne ? first - complementsOfMembers[k][c] : probability[c] - first,
    );
    const meanShift = shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length;
    shifts.forEach((shift, k) => {
      deviations[k][c] = shift - meanShift;
    });
  }
  return { probabilities, complements: complementsOfMembers, mean, meanComplement, deviations };
}

/** The prediction itself, or that of the logits: lets every metric take either. */
export function predictionOf(source: Members | Prediction): Prediction {
  if (typeof source !== 'object' || source === null || !('mean' in source)) return predict(source);
  const rows = [source.mean, source.meanComplement];
  const lists = [source.probabilities, source.complements, source.deviations];
  if (
    !rows.every(holdsNumbers) ||
    !lists.every((list) => Array.isArray(list) && list.length > 0 && list.every(holdsNumbers))
  ) {
    throw new InputError('prediction', [
      {
        code: 'malformed',
        path: 'prediction',
        value: source,
        rule: 'must hold the rows of numbers that `predict` makes',
        remedy: 'pass what `predict` returns, or the logits themselves',
      },
    ]);
  }
  return source;
}

/**
 * Checks that there are members, and that all have the same number ≥ 1 of logits.
 *
 * @param holdsLogits - whether something is a row of logits; one of plain numbers if absent
 * @throws InputError `wrong_type`, `empty`, `shape_mismatch`: up to ten members
 */
export function checkMembers(
  where: string,
  members: readonly ArrayLike<unknown>[],
  holdsLogits: (row: unknown) => boolean = holdsNumbers,
): void {
  const problems: Problem[] = [];
  if (!Array.isArray(members) || members.length === 0 || !members.every(holdsLogits)) {
    problems.push(...problemsOf(MEMBERS, members, 'members'));
  } else if (members[0]!.length === 0) {
    problems.push(...problemsOf(LOGITS, members[0], 'members[0]'));
  }
  if (problems.length > 0) throw new InputError(where, problems);
  for (let k = 1; k < members.length && problems.length < 10; k++) {
    if (members[k].length === members[0].length) continue;
    problems.push({
      code: 'shape_mismatch',
      path: `members[${k}].length`,
      value: members[k].length,
      rule: `must equal the ${members[0].length} classes of members[0]`,
      remedy: 'pass one logit per class for every member',
    });
  }
  if (problems.length > 0) throw new InputError(where, problems);
}

const MEMBERS = list(numbers({ infinite: true, nan: true }), 1);

/** The mean over the members; the value itself, unrounded, where all are equal. */
function meanOf(values: readonly Float64Array[]): Float64Array {
  return values[0].map((first, c) => {
    let sum = 0;
    let agree = true;
    for (const value of values) {
      sum += value[c];
      if (value[c] !== first) agree = false;
    }
    return agree ? first : sum / values.length;
  });
}
