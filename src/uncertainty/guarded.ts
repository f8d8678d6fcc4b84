import { checkArguments } from '../errors/checkArguments.js';
import { number, numbers, record } from '../errors/kinds.js';

/**
 * A guard: how a classifier is mixed with the uniform distribution outside a box of inputs.
 *
 * `p̃ = s·p + (1 − s)/C`, `s = σ(κ − μ·e(x))`, `e(x) = Σ_d ((x_d − upper_d)₊ + (lower_d − x_d)₊)/width_d`.
 *
 * Source: claim `guard-uniform`.
 */
export interface Guard {
  /** Shape [D], the network's input units. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** What counts as one unit outside the box, shape [D], all positive. */
  readonly widths: Float64Array;
  /** κ: how little is mixed in inside the box. */
  readonly kappa: number;
  /** μ > 0: how fast trust is lost outside. */
  readonly mu: number;
}

/**
 * e(x): how far an input lies outside the guard's box, in widths, summed over the inputs. 0 inside;
 * infinite for an input that is not a number.
 *
 * Arithmetic: float64.
 *
 * @param x - shape [D]
 */
export function excessOf(guard: Guard, x: ArrayLike<number>): number {
  const { lower, upper, widths } = guard;
  let sum = 0;
  for (let d = 0; d < lower.length; d++) {
    if (Number.isNaN(x[d])) return Infinity;
    sum += (Math.max(x[d] - upper[d], 0) + Math.max(lower[d] - x[d], 0)) / widths[d];
  }
  return sum;
}

/**
 * The guarded probabilities at an input; uniform where those of the classifier are not finite.
 *
 * Arithmetic: float64.
 *
 * @param x - shape [D]
 * @param probabilities - of the classifier at x, shape [C]
 * @returns shape [C]
 *
 * @example
 * ```ts
 * const guard = { lower: Float64Array.of(0), upper: Float64Array.of(1), widths: Float64Array.of(1), kappa: 14, mu: 4 };
 * guardedProbabilities(guard, [10], [1, 0]); // about [0.5, 0.5]
 * ```
 */
export function guardedProbabilities(
  guard: Guard,
  x: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): Float64Array {
  checkGuarded('guardedProbabilities', guard, x);
  checkArguments('guardedProbabilities', {
    probabilities: [probabilities, numbers({ least: 1, infinite: true, nan: true })],
  });
  const classes = probabilities.length;
  const z = guard.kappa - guard.mu * excessOf(guard, x);
  const trust = 1 / (1 + Math.exp(-z));
  const rest = 1 / (1 + Math.exp(z)) / classes;
  const p = Float64Array.from(probabilities);
  if (!p.every(Number.isFinite)) return p.fill(1 / classes);
  return p.map((value) => trust * value + rest);
}

/** @throws InputError for arguments that are no guard and no input of its size */
function checkGuarded(where: string, guard: Guard, x: ArrayLike<number>): void {
  const ends = { lower: numbers(), upper: numbers(), widths: numbers({ least: 1 }) };
  const kind = record({ ...ends, kappa: number(), mu: number() });
  checkArguments(where, { guard: [guard, kind] });
  const length = guard.widths.length;
  const { lower, upper } = guard;
  checkArguments(where, {
    'guard.lower': [lower, numbers({ length })],
    'guard.upper': [upper, numbers({ length })],
    x: [x, numbers({ length, infinite: true, nan: true })],
  });
}
