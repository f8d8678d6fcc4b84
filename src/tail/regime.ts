/**
 * How the softmax ends along a ray, decided by the classes T whose logits have the largest slope.
 *
 * `saturating`: T is one class, p tends to one-hot. `flat`: T is every class, p is constant from
 * some point on. `tied`: T is some but not all classes, p tends to the softmax of the intercepts on
 * T and to 0 elsewhere. A network of one class, whose p is 1 everywhere, counts as saturating.
 *
 * Source: claim `regimes` (F2).
 */
export type Regime = 'saturating' | 'tied' | 'flat';

/** The regime of a top set of `topSize` of the `classes` classes. */
export function regimeOf(topSize: number, classes: number): Regime {
  if (topSize === 1) return 'saturating';
  return topSize === classes ? 'flat' : 'tied';
}
