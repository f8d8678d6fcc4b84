import { Rational } from '../../exact/rational.js';
import type { CurveCase } from '../cases.js';

/**
 * The logits of a curve case at t with cos t as given, from its units, weights and biases one by
 * one. Arithmetic: exact.
 */
export function plainLogitsAt(
  { units, weights, bias }: CurveCase,
  { t, cosine }: { readonly t: Rational; readonly cosine: Rational },
): Rational[] {
  const z = units.map(({ linear, oscillating }) =>
    t.multiply(Rational.of(linear).add(Rational.of(oscillating).multiply(cosine))),
  );
  return weights.map((row, c) =>
    row.reduce(
      (sum, weight, j) => sum.add(z[j].multiply(Rational.of(weight))),
      Rational.of(bias[c]),
    ),
  );
}

/**
 * Whether a curve case becomes certain of a class although none of its units, or none of its
 * logits, tends to infinity: decided from how much each grows between t = 1 and t = 2 with cos t
 * held at 1 and at −1, between which it swings for ever.
 *
 * A unit is t·(linear + oscillating·cos t): it tends to ±∞ iff both growths have one sign, and a logit
 * outgrows another iff it does by both. Arithmetic: exact, of the case's own numbers.
 *
 * @param of - which of them is said to tend to infinity
 */
export function certainWithoutLimit(source: CurveCase, of: 'units' | 'logits'): boolean {
  const { units, weights } = source;
  const zeros = units.map(() => 0);
  const identity = units.map((_, j) => zeros.with(j, 1));
  const growths = [1, -1].map((cosine) => {
    const at = (t: number) => ({ t: Rational.of(t), cosine: Rational.of(cosine) });
    const unitAt = (t: number) => plainLogitsAt({ units, weights: identity, bias: zeros }, at(t));
    const grow = (first: readonly Rational[], later: readonly Rational[]) =>
      later.map((value, i) => value.subtract(first[i]));
    return {
      units: grow(unitAt(1), unitAt(2)),
      logits: grow(plainLogitsAt(source, at(1)), plainLogitsAt(source, at(2))),
    };
  });
  const certain = weights.some((_, c) =>
    weights.every(
      (__, other) =>
        other === c || growths.every(({ logits }) => logits[c].compare(logits[other]) > 0),
    ),
  );
  const [up, down] = growths.map((growth) => growth[of]);
  const limitless = up.every((growth, i) => growth.sign * down[i].sign <= 0);
  return certain && limitless;
}
