import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { type Kind, list, number, numbers, record, whole } from '../errors/kinds.js';
import type { Problem } from '../errors/problem.js';
import type { LogitGradient } from './logitGradient.js';
import { logOfScaled, type Scaled, scaled, scaledToNumber } from './scaled.js';

/** A member's Jacobian ∂f/∂x: C rows of D entries, nats per input unit. */
export type JacobianRows = readonly ArrayLike<number>[];

/** The gradient of a metric with respect to the input. */
export interface InputGradient {
  /** Shape [D], per input unit; 0 where below 5e-324. */
  readonly values: Float64Array;
  /** The Euclidean norm; 0 where below 5e-324. */
  readonly norm: number;
  /** ln of the Euclidean norm, meaningful where the norm itself is not; −Infinity iff it is 0. */
  readonly logNorm: number;
}

/**
 * The gradient with respect to the input: `Σ_k Σ_c ∂metric/∂f_kc · V_kc`.
 *
 * Since each member's logit gradient sums to 0, it is computed from differences of rows,
 * `Σ_c ∂metric/∂f_kc (V_kc − V_kr)` with r the member's most probable class: equal rows contribute
 * an exact 0, and at saturation nothing of size 1 cancels, so that e^{−γt} is followed for ever (in
 * `logNorm`). Arithmetic: float64; the rows of V may have any finite magnitude.
 *
 * @param gradient - the gradient with respect to the logits, K members of C classes
 * @param jacobians - each member's Jacobian at the input, shape [K][C][D]
 * @throws InputError `shape_mismatch` unless there are K Jacobians of C rows of one length;
 *   `not_finite` if an entry is NaN or infinite
 *
 * Source: paper A, A.4, with its sum over c' written as differences.
 *
 * @example
 * ```ts
 * // p = σ(2x), at x = 1000: the gradient 2 e^-2000 is far below the smallest double
 * inputGradient(probabilityGradient([[2000, 0]], 0), [[[2], [0]]]).logNorm; // ln 2 − 2000
 * ```
 */
export function inputGradient(
  gradient: LogitGradient,
  jacobians: readonly JacobianRows[],
): InputGradient {
  checkJacobians(gradient, jacobians);
  const terms: { coefficient: Scaled; difference: RowDifference }[] = [];
  gradient.scaled.forEach((row, k) => {
    const reference = gradient.reference[k];
    row.forEach((coefficient, c) => {
      if (c === reference || coefficient.mantissa === 0) return;
      const difference = rowDifference(jacobians[k][c], jacobians[k][reference]);
      if (difference) terms.push({ coefficient, difference });
    });
  });
  const inputs = jacobians[0][0].length;
  let exponent = -Infinity;
  for (const { coefficient, difference } of terms) {
    exponent = Math.max(exponent, coefficient.exponent + difference.exponent);
  }
  const mantissas = new Float64Array(inputs);
  for (const { coefficient, difference } of terms) {
    const shift = coefficient.exponent + difference.exponent - exponent;
    const factor = coefficient.mantissa * 2 ** shift;
    for (let d = 0; d < inputs; d++) {
      mantissas[d] = mantissas[d] + factor * difference.mantissas[d];
    }
  }
  // No mantissa exceeds a few times the number of terms: squares are safe, and Math.hypot would take
  // an image's inputs as that many arguments.
  let squares = 0;
  for (const mantissa of mantissas) squares += mantissa * mantissa;
  const norm = scaled(Math.sqrt(squares), exponent);
  return {
    values: mantissas.map((mantissa) => scaledToNumber(scaled(mantissa, exponent))),
    norm: scaledToNumber(norm),
    logNorm: logOfScaled(norm),
  };
}

/** `mantissas · 2^exponent`, the largest mantissa in [1, 2) in absolute value. */
interface RowDifference {
  readonly mantissas: Float64Array;
  readonly exponent: number;
}

/** The difference of two rows; null if they are equal. */
function rowDifference(row: ArrayLike<number>, other: ArrayLike<number>): RowDifference | null {
  const mantissas = new Float64Array(row.length);
  let exponent = 0;
  let largest = subtractRows(row, other, 1, mantissas);
  if (!Number.isFinite(largest)) {
    // Doubles near 1.8e308 of opposite sign: half the difference still fits.
    largest = subtractRows(row, other, 2, mantissas);
    exponent = 1;
  }
  if (largest === 0) return null;
  const shift = scaled(largest).exponent;
  // In two steps, since 2^-shift alone overflows for subnormal rows.
  const half = Math.floor(-shift / 2);
  const [first, second] = [2 ** half, 2 ** (-shift - half)];
  for (let d = 0; d < mantissas.length; d++) mantissas[d] = mantissas[d] * first * second;
  return { mantissas, exponent: exponent + shift };
}

/** `out = row/divisor − other/divisor`. @returns the largest magnitude of it */
function subtractRows(
  row: ArrayLike<number>,
  other: ArrayLike<number>,
  divisor: 1 | 2,
  out: Float64Array,
): number {
  let largest = 0;
  for (let d = 0; d < out.length; d++) {
    out[d] = row[d] / divisor - other[d] / divisor;
    largest = Math.max(largest, Math.abs(out[d]));
  }
  return largest;
}

function checkJacobians(gradient: LogitGradient, jacobians: readonly JacobianRows[]): void {
  checkArguments('inputGradient', {
    gradient: [gradient, logitGradient],
    jacobians: [jacobians, list(list(numbers({ infinite: true, nan: true }), 1), 1)],
  });
  const problems: Problem[] = [];
  const expect = (path: string, value: number, expected: number, what: string) => {
    if (value === expected) return;
    problems.push({
      code: 'shape_mismatch',
      path,
      value,
      rule: `must equal the ${expected} ${what}`,
      remedy: 'pass one Jacobian per member, one row per class, one entry per input',
    });
  };
  expect('jacobians.length', jacobians.length, gradient.values.length, 'members');
  const inputs = jacobians[0]?.[0]?.length ?? 0;
  jacobians.forEach((rows, k) => {
    expect(`jacobians[${k}].length`, rows.length, gradient.values[0].length, 'classes');
    rows.forEach((row, c) => {
      expect(`jacobians[${k}][${c}].length`, row.length, inputs, 'inputs of the first row');
      for (let d = 0; d < row.length && problems.length < 10; d++) {
        if (Number.isFinite(row[d])) continue;
        problems.push({
          code: 'not_finite',
          path: `jacobians[${k}][${c}][${d}]`,
          value: row[d],
          rule: 'must be a finite number',
          remedy: 'a Jacobian of finite weights that overflows needs exact arithmetic',
        });
      }
    });
  });
  if (problems.length > 0) throw new InputError('inputGradient', problems.slice(0, 10));
}

const scaledNumber = record({ mantissa: number(), exponent: number() });
const gradientFields = record({
  values: list(numbers({ least: 1, infinite: true }), 1),
  scaled: list(list(scaledNumber, 1), 1),
  reference: list(whole(0), 1),
});

/** What `inputGradient` reads of a gradient: as many coefficients and references as values. */
const logitGradient: Kind = (value, path, report) => {
  gradientFields(value, path, report);
  const { values, scaled, reference } = (value ?? {}) as Record<string, unknown[]>;
  for (const [name, other] of Object.entries({ scaled, reference })) {
    if (!Array.isArray(values) || !Array.isArray(other) || other.length === values.length) continue;
    const rule = `must equal the ${values.length} members of values`;
    report('shape_mismatch', `${path}.${name}.length`, other.length, rule, 'pass it unchanged');
  }
};
