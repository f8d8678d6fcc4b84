import { Rational } from '../../exact/rational.js';
import type { NetworkFile } from '../../network/networkFile.js';
import { type FileValues, type Interpretation, walkFile } from './walkFile.js';

/**
 * Evaluates a network file at origin + t·direction in fractions, layer by layer: what a person with
 * a pencil would do. Arithmetic: exact.
 *
 * @example
 * ```ts
 * const file = { format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[2]], bias: [1] }] } as const;
 * plainEvaluation(file, [3], [1], Rational.of(0.5)).logits.map(String); // ['8/1']
 * ```
 */
export function plainEvaluation(
  file: NetworkFile,
  origin: readonly number[],
  direction: readonly number[],
  t: Rational,
): FileValues<Rational> {
  const input = origin.map((x, d) => Rational.of(x).add(t.multiply(Rational.of(direction[d]))));
  return walkFile(file, input, IN_FRACTIONS);
}

/** Fractions as the values of a walk. */
export const IN_FRACTIONS: Interpretation<Rational> = {
  combine: (weights, values, bias) =>
    weights.reduce(
      (sum, weight, i) => (weight === 0 ? sum : sum.add(values[i].multiply(Rational.of(weight)))),
      Rational.of(bias),
    ),
  add: (x, y) => x.add(y),
  rectify: (x, slope) => (x.sign > 0 ? x : x.multiply(Rational.of(slope))),
  clip: (x, lower, upper) => {
    if (Number.isFinite(lower) && x.compare(Rational.of(lower)) < 0) return Rational.of(lower);
    if (Number.isFinite(upper) && x.compare(Rational.of(upper)) > 0) return Rational.of(upper);
    return x;
  },
  largest: (values) => values.reduce((best, x) => (x.compare(best) > 0 ? x : best)),
};
