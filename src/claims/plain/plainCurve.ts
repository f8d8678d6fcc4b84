import { Rational } from '../../exact/rational.js';
import type { CurveCase } from '../cases.js';

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
export function certainWithoutLimit(
  { units, weights }: CurveCase,
  of: 'units' | 'logits',
): boolean {
  const growths = [1, -1].map((cosine) => {
    const unit = units.map(({ linear, oscillating }) => {
      const at = (t: number) =>
        Rational.of(t).multiply(
          Rational.of(linear).add(Rational.of(oscillating).multiply(Rational.of(cosine))),
        );
      return at(2).subtract(at(1));
    });
    const logits = weights.map((row) =>
      row.reduce(
        (sum, weight, j) => sum.add(unit[j]!.multiply(Rational.of(weight))),
        Rational.zero,
      ),
    );
    return { units: unit, logits };
  });
  const certain = weights.some((_, c) =>
    weights.every(
      (__, other) =>
        other === c || growths.every(({ logits }) => logits[c]!.compare(logits[other]!) > 0),
    ),
  );
  const [up, down] = growths.map((growth) => growth[of]);
  const limitless = up!.every((growth, i) => growth.sign * down![i]!.sign <= 0);
  return certain && limitless;
}
