import { Rational } from '../exact/rational.js';

/**
 * Writes a double as the fraction it is, in Coq's notation for rational numbers.
 *
 * @example
 * ```ts
 * rationalTerm(0.5); // '(1 # 2)'
 * ```
 */
export function rationalTerm(value: number): string {
  const { numerator, denominator } = Rational.of(value);
  return `(${numerator} # ${denominator})`;
}

/** Writes doubles as a list of rational numbers. */
export function vectorTerm(values: readonly number[]): string {
  return `[${values.map(rationalTerm).join('; ')}]`;
}
